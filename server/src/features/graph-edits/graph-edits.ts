// Editing from the graph: which edits a part has, and how they change the text.
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
import { connect, disconnect, nameVariable, setOnConnection } from '../../changes/connections.ts';
import { addEndpoint, removeEndpoint, setOperationMode } from '../../changes/endpoints.ts';
import { rename, whyNotRenamable } from '../../changes/rename.ts';
import { addResource, connectToNew, removeResource } from '../../changes/resources.ts';
import { locateInGraph } from '../../graph/index.ts';
import { startAt } from '../../model/can-connect.ts';
import { oncePerProject, type Connection, type Project } from '../../model/project.ts';
import type { GraphEdit, GraphEdits } from './graph-edit.ts';
import { noEndpoints } from '../../rules/all/no-endpoints.ts';
import { check } from '../../rules/check.ts';
import { generate } from '../../template/generate.ts';
import { overlayFacts } from '../../template/overlay-facts.ts';
import type { Finding } from '../../rules/rule.ts';
import type { Edit } from '../../syntax/edits.ts';
import { findEntry, resolveAlias, type Span } from '../../syntax/tree.ts';
import { nameOf, newResourceOffers, noName, offersFor } from './offers.ts';
import { connectionIdAt, idAt, partOf, type ConnectionPart, type StartPart } from './part.ts';
import { connectionTargets } from './targets.ts';
import { t } from '../../locale.ts';

export interface GraphChange {
  readonly refused?: never;
  readonly edits: readonly Edit[];
  readonly creates: NewFile | undefined;
  readonly consequence: Consequence | undefined;
  /** The part to select in the resulting graph. */
  readonly select: string | undefined;
  /** The span of that part in the resulting text. */
  readonly reveal: { readonly text: string; readonly span: Span } | undefined;
}

/** Without the version of a document, which only the caller knows. */
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
    refused: part ? undefined : outdated(),
  };
}

/** An edit that would introduce an error is refused with that error. */
export function graphEdit(project: Project, edit: GraphEdit): GraphChange | Refusal {
  const objection = whyNotEditable(project);
  if (objection !== undefined) return refuse(objection);
  const planned = plan(project, edit);
  if (!planned) return refuse(t`This edit is not available for that part of the graph.`);
  // Renaming handles aliases itself.
  const change = edit.kind === 'rename' ? planned.change : refuseIfAliased(project, planned.change);
  if (change.refused !== undefined) return change;
  const { edits, creates, consequence } = change;
  if (edits.length === 0) {
    return refuse(isOfNumber(edit) ? t`It already has this number.` : t`It already has this name.`);
  }
  const after = changed(project, change);
  const error = firstNewError(project, after);
  if (error !== undefined) return refuse(error);
  const select = planned.select(after);
  const span = select === undefined ? undefined : locateInGraph(after, select);
  return { edits, creates, consequence, select, reveal: span && { text: after.tree.text, span } };
}

function outdated(): string {
  return t`The file has changed, and this part no longer exists.`;
}

/** Why nothing can be edited in the project; undefined if something can. */
function whyNotEditable(project: Project): string | undefined {
  const unreadable = whyUnreadable(project, t`an edit could end up in the wrong place`);
  if (unreadable !== undefined) return unreadable;
  return project.tree.root?.kind === 'map' ? undefined : t`The file has no \`resources\` yet. Add them in the text.`;
}

interface Plan {
  readonly change: Change | Refusal;
  /** The part to select, in the project after the change. */
  readonly select: (after: Project) => string | undefined;
}

/** Undefined if the part is not of the kind that the edit is for. */
function plan(project: Project, edit: GraphEdit): Plan | undefined {
  if (edit.kind === 'addResource') {
    const address = { resource: project.resources.length, endpoint: undefined };
    return { change: addResource(project, edit.name, edit.type), select: (after) => idAt(after, address) };
  }
  const part = partOf(project, edit.part);
  if (!part) return { change: refuse(outdated()), select: () => undefined };
  if (isConnectionEdit(edit)) return part.kind === 'connection' ? planAtConnection(project, edit, part) : undefined;
  return part.kind === 'start' ? planAtStart(project, edit, part) : undefined;
}

const connectionEdits = ['disconnect', 'setAccess', 'setVariable', 'setBatchSize', 'setAttempts', 'setEvent'] as const;

type ConnectionEdit = Extract<GraphEdit, { readonly kind: (typeof connectionEdits)[number] }>;
type StartEdit = Exclude<GraphEdit, ConnectionEdit | { readonly kind: 'addResource' }>;

function isConnectionEdit(edit: GraphEdit): edit is ConnectionEdit {
  return connectionEdits.some((kind) => kind === edit.kind);
}

function planAtConnection(project: Project, edit: ConnectionEdit, { start, index, connection }: ConnectionPart): Plan {
  const selected = edit.kind === 'disconnect' ? undefined : index;
  return {
    change: changeConnection(project, edit, connection),
    select: (after) =>
      selected === undefined ? idAt(after, start.address) : connectionIdAt(after, start.address, selected),
  };
}

function changeConnection(project: Project, edit: ConnectionEdit, connection: Connection): Change | Refusal {
  switch (edit.kind) {
    case 'disconnect':
      return disconnect(project, connection);
    case 'setAccess':
      return setOnConnection(project, connection, 'access', edit.access);
    case 'setVariable':
      return nameVariable(project, connection, edit.name);
    case 'setBatchSize':
      return setNumber(project, connection, 'batchSize', edit.name);
    case 'setAttempts':
      return setNumber(project, connection, 'after', edit.name);
    case 'setEvent':
      return setOnConnection(project, connection, 'on', edit.on);
  }
}

function isOfNumber({ kind }: GraphEdit): boolean {
  return kind === 'setBatchSize' || kind === 'setAttempts';
}

function setNumber(
  project: Project,
  connection: Connection,
  property: 'batchSize' | 'after',
  typed: string,
): Change | Refusal {
  if (!/^[1-9][0-9]*$/.test(typed)) return refuse(t`Enter a number.`);
  const map = resolveAlias(connection.node);
  const current = map?.kind === 'map' ? resolveAlias(findEntry(map, property)?.value) : undefined;
  if (current?.kind === 'scalar' && current.value === Number(typed)) return { edits: [] };
  return setOnConnection(project, connection, property, Number(typed));
}

function planAtStart(project: Project, edit: StartEdit, { start }: StartPart): Plan | undefined {
  const { address, resource, endpoint } = start;
  const selectConnection = (after: Project, to: string): string | undefined => {
    const connections = startAt(after, address)?.connections ?? [];
    return connectionIdAt(after, address, connections.map(({ target }) => target.value).lastIndexOf(to));
  };
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
      const { resource: target } = to.start;
      return {
        change: connect(project, start, target, edit.access),
        select: (after) => selectConnection(after, target.id.value),
      };
    }
    case 'connectToNew': {
      const { type, name, access } = edit;
      return {
        change: connectToNew(project, start, type, name, access),
        select: (after) => selectConnection(after, name),
      };
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
      const objection = named ? whyNotRenamable(project, named) : noName();
      const change =
        named && objection === undefined ? rename(project, named, edit.name) : refuse(objection ?? noName());
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

/**
 * The message of an error that the project did not have before, or had fewer times. Another endpoint can be added after
 * the only one is deleted.
 */
function firstNewError(before: Project, after: Project): string | undefined {
  const old = errorsOf(before);
  const now = errorsOf(after);
  const [fewer, more] = [countsOf(old), countsOf(now)];
  const added = now.filter(({ rule }) => rule !== noEndpoints && (more.get(rule.id) ?? 0) > (fewer.get(rule.id) ?? 0));
  const known = new Set(old.map(({ message }) => message));
  const shown = added.find(({ message }) => !known.has(message)) ?? added[0];
  return shown && t`The file would have an error: ${shown.message}`;
}

/**
 * Excludes the rules about the template's size, which are checked when it is generated. An edit is tried on the same project
 * for each typed letter of a name.
 */
const errorsOf = oncePerProject(
  (project) => check(project, { size: () => 0, overlay: () => overlayFacts(project, generate(project)) }).errors,
);

/** The number of findings of each rule. */
function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}
