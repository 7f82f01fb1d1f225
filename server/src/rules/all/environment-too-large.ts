import { dataResources } from '../../language/data-resources.ts';
import { nameIn } from '../../language/formats.ts';
import type { DataResourceRecord } from '../../language/index.ts';
import { maximumEnvironmentSize } from '../../language/limits.ts';
import { byteLength } from '../../syntax/positions.ts';
import { oncePerProject, type LambdaFunction, type Project, type Resource } from '../../model/project.ts';
import { hasVariable, stageName, type ConnectionVariable } from '../../model/usage.ts';
import { findEntry } from '../../syntax/tree.ts';
import { connectionVariables } from '../function-variables.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { amount } from '../../wording.ts';

export const environmentTooLarge = rule({
  id: 'environment-too-large',
  severity: 'error',
  summary: `a function whose environment exceeds ${maximumEnvironmentSize.toLocaleString('en')} bytes`,
  why: `Lambda limits a function's environment variables, names and values together, to ${maximumEnvironmentSize.toLocaleString('en')} bytes, and rejects a function that exceeds the limit. The variables generated for its connections count as well. Their values contain names that AWS chooses on deployment, so the shortest possible ones are assumed, as are those of parameters and secrets.`,
  looksAt: 'function',
  *check(lambda, project) {
    const { map, arn, id, environment } = lambda;
    if (arn) return;
    let own = 0;
    for (const { name, value } of environment) own += byteLength(name.value) + byteLength(value.value ?? '');
    const size = own + generatedSize(project, lambda);
    if (size <= maximumEnvironmentSize) return;
    const key = map && (findEntry(map, 'environment') ?? findEntry(map, 'connections'))?.key;
    yield { span: (key ?? id.node).span, data: { size, isOwn: own > maximumEnvironmentSize } };
  },
  message: ({ size, isOwn }) => {
    const [figure, maximum] = [amount(size), amount(maximumEnvironmentSize)];
    return isOwn
      ? t`The variables take up ${figure} bytes, over Lambda's limit of ${maximum}. Store long values elsewhere, such as in a file that is deployed with the code.`
      : t`With the variables generated for its connections, the function's environment takes up at least ${figure} bytes, over Lambda's limit of ${maximum}. Store long values elsewhere, or split the work between several functions.`;
  },
});

/** The size of the variables that the template adds, each name once. */
function generatedSize(project: Project, lambda: LambdaFunction): number {
  const names = new Set(lambda.environment.map(({ name }) => name.value));
  let size = 0;
  for (const { name, resource } of connectionVariables(project, lambda)) {
    if (names.has(name)) continue;
    names.add(name);
    size += byteLength(name) + (valueSizes(project).get(resource) ?? 0);
  }
  return size;
}

/** The size of the value for each API and data resource, to which many functions can connect. */
const valueSizes = oncePerProject(
  (project): ReadonlyMap<Resource, number> =>
    new Map(
      project.resources.flatMap((resource) =>
        hasVariable(resource) ? [[resource, byteLength(shortestValue(project, resource))]] : [],
      ),
    ),
);

/**
 * The shortest value that AWS can generate: the shortest region, a stack name of one letter, and the twelve characters
 * at the end of a physical name. The name of a bucket contains only the start of a long logical ID. The name of an existing
 * resource is known, and so is one in the file.
 */
function shortestValue(project: Project, resource: ConnectionVariable['resource']): string {
  if (resource.type === 'websocket-api') {
    return `https://${'x'.repeat(10)}.execute-api.us-east-1.amazonaws.com/${stageName(project, resource)}`;
  }
  const logicalId = project.logicalIds.of(resource) ?? '';
  const { shortestStart, logicalIdLength }: DataResourceRecord['ref'] = dataResources[resource.type].ref;
  const generated = `s-${logicalId.slice(0, logicalIdLength)}-${'x'.repeat(12)}`;
  const own = resource.arn ? nameIn(resource.arn.value) : resource.physicalName && (resource.physicalName.value ?? '');
  return `${shortestStart}${own ?? generated}`;
}
