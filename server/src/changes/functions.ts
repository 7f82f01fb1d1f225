// Adds functions: their required properties, in the runtime that the project uses, and their source file.
import { entryPointFormat } from '../language/entry-points.ts';
import { matchesFormat, resourceId } from '../language/formats.ts';
import { canNameHandler, handlerStubs, type HandlerUse } from '../language/handler-source.ts';
import { findProperty, findResourceDefinition, resourceRecords } from '../language/index.ts';
import { runtimeStatus, runtimes, successorsOf } from '../language/runtimes.ts';
import {
  entryPointOf,
  filesOf,
  folderOf,
  languageNamed,
  parseEntryPoint,
  type EntryPoint,
} from '../model/entry-point.ts';
import { newEntryPoint } from '../model/conventions.ts';
import { newName } from '../model/new-names.ts';
import { oncePerProject, resourcesOfType, type LambdaFunction, type Project } from '../model/project.ts';
import { connectionsOf } from '../model/references.ts';
import { isInvoker } from '../model/usage.ts';
import { withoutArticle } from '../wording.ts';
import type { NewFile } from './change.ts';

export interface NewFunction {
  /** In the order of the file. */
  readonly properties: {
    readonly type: 'lambda-function';
    readonly name: string;
    readonly runtime: string;
    readonly entryPoint: string;
  };
  /** Undefined if the file already exists, or there is no stub for the runtime. */
  readonly creates: NewFile | undefined;
}

/**
 * A function with that ID; undefined if it cannot be an ID.
 * @param use what it is used as; by default derived from the connections to the ID
 */
export function newFunction(project: Project, id: string, use = useOf(project, [id])): NewFunction | undefined {
  const name = newName(project, id, 'lambda-function');
  if (name === undefined || !matchesFormat(id, resourceId)) return undefined;
  const [runtime = ''] = usualRuntimes(project);
  const entryPoint = newEntryPoint(project, id, runtime);
  return {
    properties: { type: 'lambda-function', name, runtime, entryPoint },
    creates: newHandlerFile(project, parseEntryPoint(entryPoint, runtime), use),
  };
}

/** The handler file that the function lacks, for every function that has the same entry point. */
export function missingHandlerFile(project: Project, lambda: LambdaFunction): NewFile | undefined {
  const { entryPoint, code } = lambda;
  if (!entryPoint) return undefined;
  const sharing = resourcesOfType(project, 'lambda-function').filter(
    (other) => other.entryPoint?.value === entryPoint.value && folderOf(other.code) === folderOf(code),
  );
  const use = useOf(
    project,
    sharing.map(({ id }) => id.value),
  );
  return newHandlerFile(project, entryPointOf(lambda), use);
}

/**
 * The file of the entry point, with a stub; undefined if it exists, or no stub is known for the runtime or the name.
 */
function newHandlerFile({ files }: Project, parts: EntryPoint | undefined, use: HandlerUse): NewFile | undefined {
  if (!parts || !canNameHandler(parts.exportName)) return undefined;
  if (filesOf(parts).some((path) => files?.files.has(path))) return undefined;
  const { extension, source } = handlerStubs[parts.language];
  return { path: parts.folder + parts.module + extension, content: source(use, parts.exportName) };
}

/**
 * The runtimes for a new function, the most suitable first: those of the project for which there is a stub, the most
 * frequent first; the project's other runtimes; the example in the language's docs; all that AWS neither has deprecated
 * nor will soon.
 */
export const usualRuntimes = oncePerProject(rankRuntimes);

function rankRuntimes(project: Project): readonly string[] {
  const definition = findResourceDefinition('lambda-function');
  const property = definition && findProperty(definition, 'runtime');
  const values = runtimes.values.map(({ value }) => value);
  const current = values.filter((value) => !runtimeStatus(value, project.today));
  const counts = new Map<string, number>();
  for (const { runtime } of resourcesOfType(project, 'lambda-function')) {
    if (!runtime) continue;
    // A runtime that is not current suggests its replacement, which does not count as used.
    const isCurrent = current.includes(runtime.value);
    const usable = isCurrent ? runtime.value : successorsOf(runtime.value).find((one) => current.includes(one));
    if (usable !== undefined) counts.set(usable, (counts.get(usable) ?? 0) + (isCurrent ? 1 : 0));
  }
  const used = [...counts].sort(([, a], [, b]) => b - a).map(([runtime]) => runtime);
  const hasStub = (runtime: string): boolean => languageNamed(runtime) !== undefined;
  const example = typeof property?.example === 'string' ? [property.example] : [];
  return [...new Set([...used.filter(hasStub), ...used, ...example, ...current])];
}

/**
 * The most suitable runtime for a function that has none: one that finds the file of its entry point or, failing that,
 * has entry points of that form.
 */
export function runtimeFor(project: Project, { entryPoint, code }: LambdaFunction): string | undefined {
  const usual = usualRuntimes(project);
  if (!entryPoint) return usual[0];
  const findsFile = (runtime: string): boolean => {
    const parts = parseEntryPoint(entryPoint.value, runtime, code);
    return parts !== undefined && filesOf(parts).some((path) => project.files?.files.has(path));
  };
  const hasForm = (runtime: string): boolean => matchesFormat(entryPoint.value, entryPointFormat(runtime));
  return usual.find(findsFile) ?? usual.find(hasForm) ?? usual[0];
}

/** The runtime that can replace this one, if possible the one that new functions of the project get. */
export function successorIn(project: Project, runtime: string): string | undefined {
  const successors = successorsOf(runtime);
  return usualRuntimes(project).find((usual) => successors.includes(usual));
}

/** The combined use of the functions with these IDs. They respond if one endpoint expects a response. */
function useOf(project: Project, ids: readonly string[]): HandlerUse {
  const uses = connectionsOf(project).filter(({ connection }) => ids.includes(connection.target.value));
  const endpoints = uses.flatMap(({ endpoint }) => endpoint ?? []);
  const [source] = uses.flatMap(({ resource }) => (isInvoker(resource) ? resource : []));
  if (source && endpoints.length === 0)
    return {
      kind: 'trigger',
      by: `${withoutArticle(resourceRecords[source.type].noun)} ${source.id.value}`,
      hasRecords: source.type !== 'schedule',
    };
  if (uses.length > 0 && endpoints.length === 0) return { kind: 'authorizer' };
  return {
    kind: 'handler',
    routes: endpoints.flatMap(({ route }) => route?.value ?? []),
    responds: endpoints.some(({ operationMode }) => operationMode?.value === '2-way'),
  };
}
