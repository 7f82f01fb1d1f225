// Functions that exist outside of the template: they become resources with an ARN.
import { functionArn, matchesFormat } from '../../language/formats.ts';
import { isLogicalId } from '../../model/logical-ids.ts';
import { capitalize } from '../../wording.ts';
import type { SourceValue } from '../source.ts';
import type { Draft, DraftResource } from './draft.ts';
import { wordsOf } from './references.ts';

/** The resource ID of the existing function, if the descriptor already has it. */
export function existingFunction({ resources }: Draft, value: SourceValue | undefined): string | undefined {
  const arn = arnIn(value);
  const known = [...resources.values()].find((resource) => arn !== undefined && arnOf(resource) === arn);
  return known?.id;
}

/**
 * The resource ID of the function with the ARN in the invocation URI. Undefined if there is none, or none that is known.
 * @param name its logical ID, if the template tells it
 */
export function addExistingFunction(draft: Draft, uri: SourceValue | undefined, name?: string): string | undefined {
  const { resources, plan } = draft;
  const arn = arnIn(uri);
  const known = existingFunction(draft, uri);
  if (known !== undefined || arn === undefined || !uri) return known;
  const wanted = name ?? capitalize(/^[A-Za-z0-9]*/.exec(arn.split(':')[6] ?? '')?.[0] ?? '');
  const id = plan.newId(wanted === '' ? 'Function' : wanted);
  const { place } = uri;
  resources.set(id, {
    id,
    type: 'lambda-function',
    name: name ?? plan.newName(id),
    place,
    properties: [{ name: 'arn', value: arn, place }],
    endpoints: [],
    connections: [],
  });
  return id;
}

function arnOf({ properties }: DraftResource): unknown {
  return properties.find(({ name }) => name === 'arn')?.value;
}

/** The ARN that is written out in the value, or in the invocation URI. */
function arnIn(value: SourceValue | undefined): string | undefined {
  const words = wordsOf(value);
  const [, inUri = words] = /\/functions\/(arn:[^/]+)\/invocations$/.exec(words) ?? [];
  const region = inUri.split(':')[3] ?? '';
  // The partition follows from the region, and may be written as that of the stack.
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : undefined;
  const arn = partition === undefined ? inUri : inUri.replace(/^arn:aws:/, `arn:${partition}:`);
  return matchesFormat(arn, functionArn) ? arn : undefined;
}

/** The name of a function in the logical ID of an integration that was generated from a descriptor. */
export function nameInIntegration(api: string, logicalId: string): string | undefined {
  const name = logicalId.startsWith(api)
    ? /^(.+)Integration(?:[0-9a-f]{8})?$/.exec(logicalId.slice(api.length))?.[1]
    : undefined;
  return name !== undefined && isLogicalId(name) ? name : undefined;
}
