// Shared by the rules about a function's environment.
import { oncePerProject, resourcesOfType, type LambdaFunction, type Project } from '../model/project.ts';
import { variablesOf, type ConnectionVariable } from '../model/usage.ts';
import { removeEntry, type Edit } from '../syntax/edits.ts';
import { findEntry, isMergeKey, resolveAlias, type Entry, type MapNode, type SyntaxTree } from '../syntax/tree.ts';

/** A variable that the file sets for a function. */
export interface Variable {
  readonly lambda: LambdaFunction;
  readonly map: MapNode;
  readonly entry: Entry;
}

/** The variables that the file sets; none for an existing function, which is not deployed by this project. */
export function environmentOf(lambda: LambdaFunction): Variable[] {
  const { map, arn } = lambda;
  const environment = resolveAlias(map && findEntry(map, 'environment')?.value);
  if (environment?.kind !== 'map' || arn) return [];
  return environment.entries
    .filter((entry) => entry.complete && !isMergeKey(entry))
    .map((entry) => ({ lambda, map: environment, entry }));
}

/** Removes the variable, and the whole `environment` with its last one. */
export function removeVariable(tree: SyntaxTree, { lambda, map, entry }: Variable): Edit {
  const [environment, second] = lambda.map?.entries.filter(({ key }) => key.text === 'environment') ?? [];
  const isLast = lambda.map && environment?.value === map && map.entries.length === 1 && !second;
  return isLast ? removeEntry(tree, lambda.map, environment) : removeEntry(tree, map, entry);
}

/** In the order of the template; none for an existing function, which is not deployed by this project. */
export function connectionVariables(project: Project, lambda: LambdaFunction): readonly ConnectionVariable[] {
  return knownVariables(project).get(lambda) ?? [];
}

const knownVariables = oncePerProject((project): ReadonlyMap<LambdaFunction, readonly ConnectionVariable[]> => {
  const deployed = resourcesOfType(project, 'lambda-function').filter(({ arn }) => !arn);
  return new Map(deployed.map((lambda) => [lambda, variablesOf(project, lambda)]));
});
