// Names that follow each other by convention: the route `sendMessage`, its function `SendMessage`, the function's `name`,
// and its entry point `functions/sendMessage.handler`. When one is renamed, the others can be as well.
import { matchesFormat, resourceId } from '../language/formats.ts';
import { functionIdFor, newEntryPoint, respelled, respelledEntryPoint } from '../model/conventions.ts';
import { filesOf, folderOf, parseEntryPoint, type EntryPoint } from '../model/entry-point.ts';
import { alphanumeric, newId, newName } from '../model/new-names.ts';
import { endpointsOf, resourcesOfType, type Endpoint, type LambdaFunction, type Project } from '../model/project.ts';
import { logicalName, nameAt, resourceName, type Name } from '../model/references.ts';
import { handlerOf } from '../model/usage.ts';
import { replaceScalar, type Edit } from '../syntax/edits.ts';
import { capitalize, listed, quotePlain } from '../wording.ts';
import { refuseIfAliased, type Change, type Consequence, type Refusal } from './change.ts';
import { withReferences } from './carry-references.ts';
import { rename, whyNotRenamable } from './rename.ts';
import { t } from '../locale.ts';

/** What was renamed. */
export interface Renamed {
  readonly kind: Exclude<Name['kind'], 'anchor' | 'parameter' | 'template' | 'variable'>;
  readonly from: string;
  readonly to: string;
}

/** The changes that keep the convention after a rename. The user has not asked for them, so they are only offered. */
export interface Companions extends Change {
  readonly moves: readonly MovedSource[];
  readonly consequence: Consequence;
}

/** A source file to rename with its entry point. The paths are relative to the descriptor's folder. */
export interface MovedSource {
  readonly from: string;
  readonly to: string;
}

/** One of the changes. */
export interface Companion extends Change {
  /** As in "the name A becomes B". */
  readonly descriptions: readonly string[];
  readonly moves?: MovedSource;
}

/**
 * What else can be renamed, in the project after the rename. Only for functions: a new `name` could lose the data of
 * another resource.
 * @param canMove whether source files can be renamed as well
 */
export function companionsOf(project: Project, { kind, from, to }: Renamed, canMove: boolean): readonly Companion[] {
  const found: Companion[] = [];
  for (const lambda of functionsNamed(project, kind, to)) {
    const names = namesOf(project, lambda, (value) => respelled(value, from, to) !== undefined);
    const offered = [
      ...names.map((name) => renamedToo(project, name, from, to)),
      entryPointToo(project, lambda, from, to),
    ];
    for (const companion of offered.flatMap((one) => one ?? [])) {
      const isApart = companion.edits.every(
        (edit) => !found.some(({ edits }) => edits.some((one) => overlap(edit, one))),
      );
      if (isApart && (canMove || !companion.moves)) found.push(companion);
    }
  }
  return found;
}

/** Undefined if there are none. */
export function asOne(companions: readonly Companion[]): Companions | undefined {
  if (companions.length === 0) return undefined;
  const renames = listed(
    companions.flatMap(({ descriptions }) => descriptions),
    'and',
  );
  const others = companions.flatMap(({ consequence }) => consequence?.description ?? []);
  return {
    edits: companions.flatMap(({ edits }) => edits),
    moves: companions.flatMap(({ moves }) => moves ?? []),
    consequence: {
      label: t`Rename what has the same name`,
      description: [`${capitalize(renames)}.`, ...others].join(' '),
      needsConfirmation: true,
    },
  };
}

function overlap({ span: one }: Edit, { span: other }: Edit): boolean {
  return one.start <= other.end && other.start <= one.end;
}

/** The function that has the name, or those that handle the route. */
function functionsNamed(project: Project, kind: Renamed['kind'], name: string): LambdaFunction[] {
  const functions = resourcesOfType(project, 'lambda-function');
  switch (kind) {
    case 'resource':
      return functions.filter((lambda) => lambda === project.find(name));
    case 'name':
      return functions.filter((lambda) => lambda.name?.value === name);
    case 'route': {
      const renamed = endpointsOf(project).filter(({ route }) => route?.value === name);
      return [...new Set(renamed.flatMap((endpoint) => handlerOf(project, endpoint) ?? []))];
    }
  }
}

/** The function's ID and `name`, and the wanted ones of the routes that it handles. */
function namesOf(project: Project, lambda: LambdaFunction, isWanted: (name: string) => boolean): Name[] {
  const routes = endpointsHandledBy(project, lambda).flatMap(({ route }) => {
    const name = route && isWanted(route.value) ? nameAt(project, route.node.span.start) : undefined;
    return name?.kind === 'route' ? name : [];
  });
  return [resourceName(project, lambda), logicalName(project, lambda) ?? [], routes].flat();
}

function endpointsHandledBy(project: Project, lambda: LambdaFunction): Endpoint[] {
  return endpointsOf(project).filter((endpoint) => handlerOf(project, endpoint) === lambda);
}

function renamedToo(project: Project, name: Name, from: string, to: string): Companion | undefined {
  const newName = respelled(name.value, from, to);
  if (newName === undefined || newName === name.value || whyNotRenamable(project, name) !== undefined) return undefined;
  const change = rename(project, name, newName);
  if (change.refused !== undefined) return undefined;
  return { ...change, descriptions: [becomes(nouns[name.kind](), name.value, newName)] };
}

const nouns: Readonly<Record<Name['kind'], () => string>> = {
  resource: () => t`resource ID`,
  name: () => t`name`,
  parameter: () => t`parameter`,
  template: () => t`name`,
  route: () => t`route`,
  variable: () => t`environment variable`,
  anchor: () => t`anchor`,
};

function becomes(noun: string, before: string, after: string): string {
  return t`the ${noun} ${quotePlain(before)} becomes ${quotePlain(after)}`;
}

/** Not if the code would not be found anymore: if the name is that of an export, or functions share the file. */
function entryPointToo(project: Project, lambda: LambdaFunction, from: string, to: string): Companion | undefined {
  const { entryPoint, runtime } = lambda;
  const before = entryPoint && { entryPoint: entryPoint.value, runtime: runtime?.value };
  const after = before && respelledEntryPoint(project, before, from, to);
  if (!entryPoint || after === undefined || after === entryPoint.value) return undefined;
  const moves = moveFor(project, lambda, after);
  const edits = [replaceScalar(project.tree, entryPoint.node, after)];
  const change: Change | Refusal = refuseIfAliased(project, { edits });
  if (moves === 'impossible' || change.refused !== undefined) return undefined;
  const ofFile = moves ? [becomes('file', moves.from, moves.to)] : [];
  const descriptions = [becomes(t`entry point`, entryPoint.value, after), ...ofFile];
  return { ...change, descriptions, ...(moves ? { moves } : {}) };
}

/** Undefined if the file does not exist. */
function moveFor(project: Project, lambda: LambdaFunction, after: string): MovedSource | 'impossible' | undefined {
  const runtime = lambda.runtime?.value ?? '';
  const parse = (text: string | undefined): EntryPoint | undefined =>
    text === undefined ? undefined : parseEntryPoint(text, runtime, lambda.code);
  const [old, next] = [parse(lambda.entryPoint?.value), parse(after)];
  const files = project.files?.files;
  const from = old && filesOf(old).find((path) => files?.has(path));
  if (!old || !next || from === undefined) return undefined;
  const isShared = resourcesOfType(project, 'lambda-function').some(
    (other) =>
      other !== lambda && folderOf(other.code) === old.folder && parse(other.entryPoint?.value)?.module === old.module,
  );
  const isTaken = filesOf(next).some((path) => files?.has(path));
  if (isShared || isTaken || old.exportName !== next.exportName) return 'impossible';
  return { from, to: old.folder + next.module + from.slice(old.folder.length + old.module.length) };
}

/** The names of a new function after its route has changed. */
export interface FollowedRoute {
  /** The function's new ID. */
  readonly id: string;
  readonly edits: readonly Edit[];
}

/**
 * Names the function with that ID like the route at the offset, as far as its names still follow each other. Undefined if
 * the function does not handle that route alone, or the route has no letters or digits.
 */
export function followRoute(project: Project, offset: number, id: string): FollowedRoute | undefined {
  const lambda = project.find(id);
  const route = nameAt(project, offset);
  if (lambda?.type !== 'lambda-function' || route?.kind !== 'route') return undefined;
  const handled = endpointsHandledBy(project, lambda);
  if (handled.length !== 1 || !handled.every((endpoint) => route.endpoints.includes(endpoint))) return undefined;
  const wanted = newId(project, functionIdFor(route.value), 'lambda-function', lambda);
  if (wanted === '' || !matchesFormat(wanted, resourceId)) return undefined;
  if (wanted === id) return { id, edits: [] };
  const renamed = rename(project, resourceName(project, lambda), wanted);
  if (renamed.refused !== undefined || whyNotRenamable(project, route) !== undefined) return undefined;
  const { name, entryPoint, runtime } = lambda;
  const edits = [...renamed.edits];
  const nameNow = newName(project, wanted, 'lambda-function', lambda);
  if (name && nameNow !== undefined && name.value === alphanumeric(id)) {
    edits.push(replaceScalar(project.tree, name.node, nameNow));
  }
  const entryPointFor = (one: string): string => newEntryPoint(project, one, runtime?.value, lambda.code);
  if (entryPoint && entryPoint.value === entryPointFor(id)) {
    edits.push(replaceScalar(project.tree, entryPoint.node, entryPointFor(wanted)));
  }
  return { id: wanted, edits: withReferences(project, edits) };
}
