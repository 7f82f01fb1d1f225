import type { LambdaFunction, Project } from '../model/project.ts';
import { dataAccess, environmentName, sendTargets, stageName } from '../model/usage.ts';
import { callbackUrl } from './addresses.ts';
import { literal, map, ref, sourced, type MapEntry, type Value } from './value.ts';

/** The user's own variables, which win, then one for each API to send to and each data resource to use. */
export function environment(project: Project, lambda: LambdaFunction): Value | undefined {
  const variables = new Map<string, MapEntry>();
  const add = (key: string, value: Value): void => {
    if (!variables.has(key)) variables.set(key, { key, value });
  };
  for (const { name, value } of lambda.environment) add(name.value, sourced(value.node.span, literal(value.value)));
  for (const { api, via } of sendTargets(project, lambda)) {
    const apiId = project.logicalIds.of(api);
    if (apiId === undefined) continue;
    add(environmentName(api), sourced(via.node.span, callbackUrl({ apiId, stage: stageName(api) })));
  }
  for (const { resource, via } of dataAccess(project, lambda)) {
    const id = project.logicalIds.of(resource);
    // Ref gives what its clients ask for: a table's name, a queue's URL, a topic's ARN, a bucket's name.
    if (id !== undefined) add(environmentName(resource), sourced(via.node.span, ref(id)));
  }
  if (variables.size === 0) return undefined;
  return map({ Variables: { kind: 'map', entries: [...variables.values()] } });
}
