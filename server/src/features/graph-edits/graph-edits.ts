// Editing from the graph: what can be done to a part of it, and how the text changes by that.
import {
  changed,
  refuse,
  refuseIfAliased,
  whyUnreadable,
  type Change,
  type Consequence,
  type NewFile,
  type Refusal,
} from '../../changes/change.ts';
import { connect, disconnect, replacedFrom, setAccess } from '../../changes/connections.ts';
import { addEndpoint, removeEndpoint, setOperationMode } from '../../changes/endpoints.ts';
import { rename, whyNotRenamable } from '../../changes/rename.ts';
import { addResource, connectToNew, removeResource } from '../../changes/resources.ts';
import { locateInGraph } from '../../graph/index.ts';
import type { Project } from '../../model/project.ts';
import type { GraphEdit, GraphEdits } from './graph-edit.ts';
import { check } from '../../rules/check.ts';
import type { Finding } from '../../rules/rule.ts';
import type { Edit } from '../../syntax/edits.ts';
import type { Span } from '../../syntax/tree.ts';
import { nameOf, newResourceOffers, noName, offersFor } from './offers.ts';
import { connectionIdAt, idAt, partOf, type ConnectionPart, type StartPart } from './part.ts';
import { connectionTargets } from './targets.ts';

export interface GraphChange {
  readonly refused?: never;
  readonly edits: readonly Edit[];
  readonly creates: NewFile | undefined;
  readonly consequence: Consequence | undefined;
  /** The part to select in the graph that comes of it. */
  readonly select: string | undefined;
  /** That part's text, in the text that comes of it. */
  readonly reveal: { readonly text: string; readonly span: Span } | undefined;
}

/** Nothing is said of the version of a document: that is for who knows of documents. */
export function graphEdits(project: Project, partId: string | undefined): GraphEdits {
  const part = partId === undefined ? undefined : partOf(project, partId);
  const title = part?.title;
  const refused = whyNotEditable(project);
  if (refused !== undefined) return { title, offers: [], targets: [], refused };
  if (partId === undefined) return { title, offers: newResourceOffers(project), targets: [], refused };
  return {
    title,
    offers: part ? offersFor(project, partId, part) : [],
    targets: part?.kind === 'start' ? connectionTargets(project, partId, part.start) : [],
    refused: part ? undefined : notThereAnyMore,
  };
}

/** What would bring an error into the file is refused with that error. */
export function graphEdit(project: Project, edit: GraphEdit): GraphChange | Refusal {
  const objection = whyNotEditable(project);
  if (objection !== undefined) return refuse(objection);
  const planned = plan(project, edit);
  if (!planned) return refuse('This cannot be done to that part of the graph.');
  // A rename takes care of aliases by itself.
  const change = edit.kind === 'rename' ? planned.change : refuseIfAliased(project, planned.change);
  if (change.refused !== undefined) return change;
  const { edits, creates, consequence } = change;
  if (edits.length === 0) return refuse('This is its name already.');
  const after = changed(project, change);
  const error = firstNewError(project, after);
  if (error !== undefined) return refuse(error);
  const select = planned.select(after);
  const span = select === undefined ? undefined : locateInGraph(after, select);
  return { edits, creates, consequence, select, reveal: span && { text: after.tree.text, span } };
}

const notThereAnyMore = 'The file does not say this any more.';

/** Why nothing can be edited in the project; undefined where something can. */
function whyNotEditable(project: Project): string | undefined {
  const unreadable = whyUnreadable(project, 'an edit might land in the wrong place');
  if (unreadable !== undefined) return unreadable;
  return project.tree.root?.kind === 'map' ? undefined : 'The file has no `resources` yet. Start one in the text.';
}

interface Plan {
  readonly change: Change | Refusal;
  /** The part to select, in the project as the change leaves it. */
  readonly select: (after: Project) => string | undefined;
}

/** Undefined if the part is not of the kind that the edit is for. */
function plan(project: Project, edit: GraphEdit): Plan | undefined {
  if (edit.kind === 'addResource') {
    const address = { resource: project.resources.length, endpoint: undefined };
    return { change: addResource(project, edit.name, edit.type), select: (after) => idAt(after, address) };
  }
  const part = partOf(project, edit.part);
  if (!part) return { change: refuse(notThereAnyMore), select: () => undefined };
  if (edit.kind === 'disconnect' || edit.kind === 'setAccess') {
    return part.kind === 'connection' ? planAtConnection(project, edit, part) : undefined;
  }
  return part.kind === 'start' ? planAtStart(project, edit, part) : undefined;
}

type ConnectionEdit = Extract<GraphEdit, { readonly kind: 'disconnect' | 'setAccess' }>;
type StartEdit = Exclude<GraphEdit, ConnectionEdit | { readonly kind: 'addResource' }>;

function planAtConnection(project: Project, edit: ConnectionEdit, { start, index, connection }: ConnectionPart): Plan {
  if (edit.kind === 'disconnect') {
    return { change: disconnect(project, connection), select: (after) => idAt(after, start.address) };
  }
  return {
    change: setAccess(project, connection, edit.access),
    select: (after) => connectionIdAt(after, start.address, index),
  };
}

function planAtStart(project: Project, edit: StartEdit, { start }: StartPart): Plan | undefined {
  const { address, resource, endpoint } = start;
  const selectConnection = (after: Project): string | undefined =>
    connectionIdAt(after, address, replacedFrom(start) ? 0 : -1);
  switch (edit.kind) {
    case 'addEndpoint': {
      if (resource.type !== 'websocket-api' || endpoint) return undefined;
      const added = { ...address, endpoint: resource.endpoints.length };
      return {
        change: addEndpoint(project, resource, { route: edit.name, operationMode: edit.mode }),
        select: (after) => idAt(after, added),
      };
    }
    case 'connect': {
      const to = partOf(project, edit.to);
      if (to?.kind !== 'start' || to.start.endpoint) return undefined;
      return { change: connect(project, start, to.start.resource, edit.access), select: selectConnection };
    }
    case 'connectToNew': {
      const { type, name, access } = edit;
      return { change: connectToNew(project, start, type, name, access), select: selectConnection };
    }
    case 'setMode':
      return (
        endpoint && {
          change: setOperationMode(project, endpoint, edit.mode),
          select: (after) => idAt(after, address),
        }
      );
    case 'rename': {
      const named = nameOf(project, start);
      const objection = named ? whyNotRenamable(project, named) : noName;
      const change = named && objection === undefined ? rename(project, named, edit.name) : refuse(objection ?? noName);
      return { change, select: (after) => idAt(after, address) };
    }
    case 'delete': {
      if (!endpoint) return { change: removeResource(project, resource), select: () => undefined };
      if (resource.type !== 'websocket-api') return undefined;
      const api = { ...address, endpoint: undefined };
      return { change: removeEndpoint(project, resource, endpoint), select: (after) => idAt(after, api) };
    }
  }
}

/** The message of an error that the project did not have before, or had less often. */
function firstNewError(before: Project, after: Project): string | undefined {
  const old = knownErrors.get(before) ?? errorsOf(before);
  knownErrors.set(before, old);
  const now = errorsOf(after);
  const [fewer, more] = [countsOf(old), countsOf(now)];
  const added = now.filter(({ rule }) => (more.get(rule.id) ?? 0) > (fewer.get(rule.id) ?? 0));
  const known = new Set(old.map(({ message }) => message));
  const shown = added.find(({ message }) => !known.has(message)) ?? added[0];
  return shown && `The file would have an error: ${shown.message}`;
}

/** While a name is typed, each letter is tried on the same project. */
const knownErrors = new WeakMap<Project, readonly Finding[]>();

/** A template that grows too large is reported where it is generated. */
function errorsOf(project: Project): readonly Finding[] {
  return check(project, () => 0).errors;
}

/** How many there are of each rule. */
function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}
