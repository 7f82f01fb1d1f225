// The effects of a changed template on its stack, by the CDK's own comparison, which knows every resource type.
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { isList, isMap } from './read-template.ts';

export interface Judgement {
  /** Replaced, or possibly replaced. */
  readonly replaced: readonly string[];
  /** Deleted, or retained but no longer part of the stack. */
  readonly gone: readonly string[];
  readonly created: readonly string[];
  readonly updated: readonly string[];
}

/** The logical IDs by what happens to them; those that the diff does not list are unchanged. */
export function judge(before: unknown, after: unknown): Judgement {
  const impacts: (readonly [string, ResourceImpact])[] = [];
  fullDiff(plain(before), plain(after)).resources.forEachDifference((logicalId, { changeImpact }) =>
    impacts.push([logicalId, changeImpact]),
  );
  const those = (...wanted: readonly ResourceImpact[]): string[] =>
    impacts.flatMap(([logicalId, impact]) => (wanted.includes(impact) ? logicalId : []));
  return {
    replaced: those(ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE),
    gone: those(ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN),
    created: those(ResourceImpact.WILL_CREATE),
    updated: those(ResourceImpact.WILL_UPDATE),
  };
}

function plain(template: unknown): Record<string, unknown> {
  const joined = referencesInsteadOfSub(template);
  return isMap(joined) ? { ...joined } : {};
}

/** The CDK propagates replacements along references, but does not look for references in `Fn::Sub`. */
function referencesInsteadOfSub(value: unknown): unknown {
  if (isList(value)) return value.map(referencesInsteadOfSub);
  if (!isMap(value)) return value;
  const text = value['Fn::Sub'];
  if (typeof text !== 'string') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, referencesInsteadOfSub(item)]));
  }
  const references = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => {
    const [logicalId, attribute] = name.split('.', 2);
    return attribute === undefined ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] };
  });
  return { text, references };
}
