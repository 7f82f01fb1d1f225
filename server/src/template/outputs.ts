// The outputs of the template: where clients connect, and the names and ARNs of the deployed resources.
import { dataResources } from '../language/data-resources.ts';
import { maximumOutputs } from '../language/limits.ts';
import { outputSuffixes } from '../model/logical-ids.ts';
import { existingArn, type KnownResource, type Project, type Resource, type WebSocketApi } from '../model/project.ts';
import { callbackUrl, webSocketUrl } from './addresses.ts';
import { stageValue } from './parameters.ts';
import type { TemplateOutput } from './template.ts';
import { plainDescription } from './texts.ts';
import { getAtt, ref, type Value } from './value.ts';

/**
 * All outputs, if CloudFormation's limit allows. Otherwise those of the functions are left out, then those of the data
 * resources, then the callback URLs, which follow from the clients' URLs. Whole groups are left out, so that adding one
 * resource does not remove the output of another.
 */
export function outputsOf(project: Project): Outputs {
  const all = project.resources.flatMap((resource) => outputsOfResource(project, resource));
  const added = addedOutputs(project, all);
  let kept = all;
  for (const dropped of ['function', 'data', 'callback']) {
    if (kept.length + added > maximumOutputs) kept = kept.filter(({ group }) => group !== dropped);
  }
  const suffixes = new Set(all.map(({ suffix }) => suffix));
  return {
    outputs: kept.map(({ output: one }) => one),
    leftOut: [...suffixes].filter((suffix) => !kept.some((one) => one.suffix === suffix)),
  };
}

/** How many outputs the overlay adds. */
function addedOutputs({ overlay }: Project, generated: readonly GroupedOutput[]): number {
  const ids = new Set(generated.map(({ output: { logicalId } }) => logicalId));
  return overlay.entries.filter(({ section, name }) => section === 'Outputs' && !ids.has(name)).length;
}

export interface Outputs {
  readonly outputs: readonly TemplateOutput[];
  /** The suffixes of the IDs of the outputs that are left out. */
  readonly leftOut: readonly string[];
}

interface GroupedOutput {
  readonly group: 'url' | 'callback' | 'function' | 'data';
  /** No suffix ends with another one, so no two outputs can have the same ID. */
  readonly suffix: string;
  readonly output: TemplateOutput;
}

function outputsOfResource(project: Project, resource: Resource): readonly GroupedOutput[] {
  const id = project.logicalIds.of(resource);
  // An existing resource has no outputs: its name and ARN are known.
  if (id === undefined || resource.type === undefined || existingArn(resource)) return [];
  const one = (group: GroupedOutput['group'], suffix: string, what: string, value: Value): GroupedOutput => ({
    group,
    suffix,
    output: output(resource, `${id}${suffix}`, what, value),
  });
  if (resource.type === 'websocket-api') {
    const address = { apiId: id, stage: stageValue(resource) };
    return [
      one('url', outputSuffixes.clients, 'Where the clients connect to', webSocketUrl(address)),
      one('callback', outputSuffixes.callback, 'Where functions send to the clients of', callbackUrl(address)),
      ...domainOutputs(project, resource, one),
    ];
  }
  if (resource.type === 'lambda-function') {
    return [one('function', outputSuffixes.function, 'ARN of the function', getAtt(id, 'Arn'))];
  }
  if (resource.type === 'schedule') return [];
  const { output: suffix, description } = dataResources[resource.type].ref;
  return [one('data', suffix, description, ref(id))];
}

/** Where clients connect under the API's own domain, and what its DNS record must point to. */
function domainOutputs(
  project: Project,
  api: WebSocketApi,
  one: (group: 'url', suffix: string, what: string, value: Value) => GroupedOutput,
): readonly GroupedOutput[] {
  const ids = project.logicalIds.ofApi(api);
  const { domain } = api;
  if (!ids || !domain?.name) return [];
  const url = `wss://${domain.name.value}${domain.path ? `/${domain.path.value}` : ''}`;
  return [
    one('url', outputSuffixes.domainUrl, 'Where the clients connect to under the domain of', url),
    one(
      'url',
      outputSuffixes.domainTarget,
      'Target of the DNS record (CNAME or alias) of',
      getAtt(ids.domain, 'RegionalDomainName'),
    ),
    one(
      'url',
      outputSuffixes.domainZone,
      'Hosted zone of the target, for an alias record, of',
      getAtt(ids.domain, 'RegionalHostedZoneId'),
    ),
  ];
}

function output(resource: KnownResource, logicalId: string, what: string, value: Value): TemplateOutput {
  const { id, description } = resource;
  const text =
    description && description.value !== '' ? `${what} ${id.value}: ${description.value}` : `${what} ${id.value}`;
  return { logicalId, description: plainDescription(text), value, source: id.node.span };
}
