// The parts of a project that local rules look at, and which of them have to be checked again after an edit. A part is a
// resource without its endpoints, or an endpoint.
//
// A local rule sees a part and what is around it, nothing else of the project. If no local rule found anything in a part of
// an earlier text, none does in the same part of a later one, wherever it is there, if all it depends on is the same:
// - the part itself: its nodes have the same originals;
// - the resources that its connections lead to: they have the same originals too. A part with a connection to a resource
//   that is not there is always checked, since the reason may be anywhere in the text;
// - the source files and the date.
// With aliases a part may be anywhere else, and keys beside a map or a repeated start of an endpoint belong to two parts, so
// in a text with any of these all parts are checked.
import { connectionStarts, startsAmong, type ConnectionStart } from '../model/can-connect.ts';
import { oncePerProject, type Connection, type Endpoint, type Project, type Resource } from '../model/project.ts';
import { originalOf } from '../syntax/moved.ts';
import { firstAbove } from '../syntax/positions.ts';
import type { Span } from '../syntax/tree.ts';

export type Part = ConnectionStart;

/** What a local rule may look at besides its subject. `tree` is for the reason why a connection leads nowhere. */
export type Around = Pick<Project, 'find' | 'shape' | 'files' | 'today' | 'tree'>;

/** What the silence of all local rules about a part depends on besides the part. */
interface Silence extends Pick<Project, 'files' | 'today'> {
  /** The originals of the resources that the connections lead to. */
  readonly targets: readonly object[];
}

/** By the original of the part. */
const silences = new WeakMap<object, Silence>();

export const allParts = connectionStarts;

/** The parts in which a local rule may find something. */
export const partsToCheck = oncePerProject((project): readonly Part[] =>
  arePartsApart(project) ? startsAmong(project, (part) => !isSilent(part, project)) : allParts(project),
);

/**
 * Remembers the parts in which no local rule has found anything.
 * @param found where the local rules have found something, after all of them have looked at all parts to check
 */
export function rememberSilence(project: Project, found: readonly Span[]): void {
  if (!arePartsApart(project)) return;
  const { files, today } = project;
  const starts = found.map(({ start }) => start).sort((a, b) => a - b);
  for (const { resource, endpoint, connections } of partsToCheck(project)) {
    const { start, end } = endpoint ? endpoint.map.span : resource.entry.span;
    const targets = targetsOf(connections, project);
    const isSilent = (starts[firstAbove(starts, start - 1)] ?? Infinity) > end;
    if (isSilent && targets) silences.set(originalOfPart(endpoint ?? resource), { targets, files, today });
  }
}

function isSilent(part: Resource | Endpoint, project: Project): boolean {
  const known = silences.get(originalOfPart(part));
  if (!known || known.files !== project.files || known.today !== project.today) return false;
  return part.connections.every(({ target }, index) => {
    const resource = project.find(target.value);
    return resource !== undefined && originalOf(resource.entry) === known.targets[index];
  });
}

/** Undefined if one of the resources is missing. */
function targetsOf(connections: readonly Connection[], project: Project): readonly object[] | undefined {
  const targets = connections.flatMap(({ target }) => {
    const resource = project.find(target.value);
    return resource ? originalOf(resource.entry) : [];
  });
  return targets.length === connections.length ? targets : undefined;
}

function originalOfPart(part: Resource | Endpoint): object {
  return 'entry' in part ? originalOf(part.entry) : originalOf(part.map);
}

/** Whether no part depends on another one than those that it is connected to. */
function arePartsApart({ tree, shape }: Project): boolean {
  return tree.anchors.length + shape.keysBeside.size + shape.repeatedStarts.size === 0;
}
