import { didYouMean } from '../../language/similar.ts';
import { allowedFrom, findAllowed } from '../../language/connections.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { addMapEntry } from '../../syntax/insertions.ts';
import { findEntry, isSettled, resolveAlias } from '../../syntax/tree.ts';
import { writeFlow } from '../../syntax/write-value.ts';
import { newFunction } from '../../model/new-function.ts';
import type { Connection, Project } from '../../model/project.ts';
import { removeConnection } from '../connections.ts';
import { resourcesMap } from '../resources-key.ts';
import { rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';

export const unknownResource = rule({
  id: 'unknown-resource',
  severity: 'error',
  summary: 'a connection to a resource that does not exist',
  why: 'A connection refers to a resource of the same file by its resource ID: its key under `resources`, not its `name`.',
  looksAt: 'connection',
  ofAbsence: true,
  *check(connection, project) {
    if (project.find(connection.target.value) || isIdTyped(project)) return;
    yield { span: connection.target.node.span, data: { connection, near: near(connection, project) } };
  },
  message({ connection, near: [meant] }) {
    const advice = meant === undefined ? 'Add it, or connect to another resource.' : `Did you mean ${quote(meant)}?`;
    return `There is no resource ${quote(connection.target.value)} in this file. ${advice}`;
  },
  *fixes({ connection, near }, project) {
    for (const id of near) {
      const change = changeTo(id, connection, project);
      if (change) yield { ...change, preferred: id === near[0] };
    }
    const created = create(connection, project);
    if (created) yield { ...created, preferred: near.length === 0 };
    const edits = removeConnection(project, connection);
    if (edits.length > 0) yield { title: 'Remove this connection', edits };
  },
});

/** Whether a resource ID is being typed, which may become the missing one. */
function isIdTyped(project: Project): boolean {
  const map = project.tree.problems.length > 0 ? resourcesMap(project) : undefined;
  return map !== undefined && !isSettled(map);
}

/** Undefined if the connection, as it is written, cannot have that target. */
function changeTo(id: string, { source, target, node }: Connection, project: Project): Fix | undefined {
  const type = project.find(id)?.type;
  const allowed = source && type && findAllowed(source, type);
  const map = resolveAlias(node);
  const hasAccess = map?.kind === 'map' && findEntry(map, 'access') !== undefined;
  const title = `Change to ${quote(id)}`;
  if (allowed?.access === hasAccess || (source === undefined && type)) {
    return { title, edits: [replaceScalar(project.tree, target.node, id)] };
  }
  if (!allowed?.access || node !== target.node) return undefined;
  const newText = writeFlow({ to: id, access: 'read-write' }, target.node.style === 'double' ? 'json' : 'yaml');
  return { title: `${title} with \`access: read-write\``, edits: [{ span: node.span, newText }] };
}

/** Creates the function that the connection names, with its code. */
function create(connection: Connection, project: Project): Fix | undefined {
  const { tree } = project;
  const { source } = connection;
  const id = connection.target.value;
  // YAML limits a key to 1024 characters.
  if (id.length > 1000 || (source !== 'endpoint' && source !== 'websocket-api')) return undefined;
  const root = resolveAlias(tree.root);
  const resources = root?.kind === 'map' ? findEntry(root, 'resources')?.value : undefined;
  const added = resources?.kind === 'map' ? newFunction(project, id) : undefined;
  if (!added || resources?.kind !== 'map') return undefined;
  const edits = [addMapEntry(tree, resources, id, added.properties)];
  return { title: `Create the function ${quote(id)}`, edits, creates: added.file };
}

/** With more resources than this, similar IDs are not searched, because each connection is compared with all of them. */
export const maximumCompared = 500;

/** Resources with a similar ID or exactly that name, allowed targets first. */
function near({ source, target }: Connection, project: Project): string[] {
  const allowed = source === undefined ? [] : allowedFrom(source).map(({ to }) => to);
  const named = project.resources.filter(({ name }) => name?.value === target.value).map(({ id }) => id.value);
  const ids = project.resources.length > maximumCompared ? [] : project.resources.map(({ id }) => id.value);
  const similar = didYouMean(target.value, ids);
  const isAllowed = (id: string): boolean => allowed.some((type) => type === project.find(id)?.type);
  const found = [...new Set([...named, ...similar])];
  return [...found.filter(isAllowed), ...found.filter((id) => !isAllowed(id))].slice(0, 5);
}
