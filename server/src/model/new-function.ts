// A function that is about to be added to a project, with the file that it starts with.
import { matchesFormat, resourceId } from '../language/formats.ts';
import { handlerSource, type HandlerPlace } from '../language/handler-source.ts';
import { findProperty, findResourceDefinition } from '../language/index.ts';
import type { NewFile } from './change.ts';
import { filesOf } from './entry-point.ts';
import { newEntryPoint, newName } from './new-names.ts';
import { resourcesOfType, type Project } from './project.ts';
import { connectionsOf } from './references.ts';

export interface NewFunction {
  /** In the order in which they are written. */
  readonly properties: Readonly<Record<string, string>>;
  /** Undefined where the code is there already. */
  readonly file: NewFile | undefined;
}

/** The function of that id, for the connections to it that there are; undefined for what cannot be an id. */
export function newFunction(project: Project, id: string): NewFunction | undefined {
  const name = newName(project, id, 'lambda-function');
  if (name === undefined || !matchesFormat(id, resourceId)) return undefined;
  const runtime = nodeRuntime(project);
  const entryPoint = newEntryPoint(id, runtime);
  const module = entryPoint.replace(/\.\w+$/, '');
  const isThere = filesOf({ language: 'nodejs', module }).some((path) => project.files?.files.has(path));
  return {
    properties: { type: 'lambda-function', name, runtime, entryPoint },
    file: isThere ? undefined : { path: `${module}.mjs`, content: handlerSource(placeOf(project, id)) },
  };
}

/** The first of the project's own, or that of the language's example. */
function nodeRuntime(project: Project): string {
  const used = resourcesOfType(project, 'lambda-function').flatMap(({ runtime }) => runtime?.value ?? []);
  const definition = findResourceDefinition('lambda-function');
  const example = definition && findProperty(definition, 'runtime')?.example;
  return used.find((runtime) => runtime.startsWith('nodejs')) ?? (typeof example === 'string' ? example : '');
}

/** Several endpoints may mean the same function: it answers where one of them does. */
function placeOf(project: Project, id: string): HandlerPlace {
  const uses = connectionsOf(project).filter(({ connection }) => connection.target.value === id);
  const endpoints = uses.flatMap(({ endpoint }) => endpoint ?? []);
  if (uses.length > 0 && endpoints.length === 0) return { kind: 'authorizer' };
  return {
    kind: 'handler',
    routes: endpoints.flatMap(({ route }) => route?.value ?? []),
    answers: endpoints.some(({ operationMode }) => operationMode?.value === '2-way'),
  };
}
