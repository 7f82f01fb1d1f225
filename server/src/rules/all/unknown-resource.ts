import { didYouMean } from '../../language/similar.ts';
import { allowedFrom } from '../../language/connections.ts';
import { findResourceDefinition } from '../../language/index.ts';
import { couldLeadTo, startOfConnection } from '../../model/can-connect.ts';
import { groupBy } from '../../model/group-by.ts';
import { isSettled, resolveAlias } from '../../syntax/tree.ts';
import { oncePerProject, resourcesEntry, type Connection, type Project } from '../../model/project.ts';
import { disconnect, retarget } from '../../changes/connections.ts';
import { addResource } from '../../changes/resources.ts';
import type { Around } from '../parts.ts';
import { fixBy, rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const unknownResource = rule({
  id: 'unknown-resource',
  severity: 'error',
  summary: 'a connection to a resource that does not exist',
  why: 'A connection refers to a resource of the same file by its resource ID: its key under `resources`, not its `name`.',
  looksAt: 'connection',
  local: true,
  ofAbsence: true,
  *check({ connection }, around, project) {
    const id = connection.target.value;
    if (around.find(id) || isIdTyped(around) || isMisplaced(id, around)) return;
    yield { span: connection.target.node.span, data: { connection, near: near(connection, project) } };
  },
  message({ connection, near: [meant] }) {
    const advice = meant === undefined ? t`Add it, or connect to another resource.` : t`Did you mean ${quote(meant)}?`;
    return t`There is no resource ${quote(connection.target.value)} in this file. ${advice}`;
  },
  *fixes({ connection, near }, project) {
    for (const id of near) {
      const change = retarget(project, connection, id);
      const isWidened = change.edits?.some(({ newText }) => newText.includes('read-write'));
      const title = isWidened ? t`Change to ${quote(id)} with \`access: read-write\`` : t`Change to ${quote(id)}`;
      yield* fixBy(title, change, id === near[0]);
    }
    yield* create(connection, project, near.length === 0);
    yield* fixBy(t`Remove this connection`, disconnect(project, connection));
  },
});

/** Whether a resource ID is being typed, which may become the missing one. */
function isIdTyped(project: Around): boolean {
  const map = project.tree.problems.length > 0 ? resolveAlias(resourcesEntry(project)?.value) : undefined;
  return map?.kind === 'map' && !isSettled(map);
}

/** Whether the resource is there, but at the wrong level or with an invalid ID, which is reported instead. */
function isMisplaced(id: string, { shape: { misplacedIds } }: Around): boolean {
  if (misplacedIds.size === 0) return false;
  return misplacedIds.has(id) || (misplacedIds.size <= 20 && didYouMean(id, misplacedIds).length > 0);
}

/** Creates the resource that the connection names if it can be of one type only: a function with its code, or a queue. */
function* create({ source, target }: Connection, project: Project, preferred: boolean): Iterable<Fix> {
  const id = target.value;
  // YAML limits a key to 1024 characters.
  if (id.length > 1000 || !source) return;
  const [type, ...others] = new Set(allowedFrom(source).map(({ to }) => to));
  if (type === undefined || others.length > 0) return;
  const noun = type === 'lambda-function' ? t`function` : translated(findResourceDefinition(type)?.label ?? type);
  yield* fixBy(t`Create the ${noun} ${quote(id)}`, addResource(project, id, type), preferred);
}

/** Resources with a similar ID or exactly that name, allowed targets first. */
function near(connection: Connection, project: Project): string[] {
  const { target } = connection;
  const from = startOfConnection(project, connection);
  const named = (byName(project).get(target.value) ?? []).map(({ id }) => id.value);
  const similar = didYouMean(target.value, ids(project));
  const isAllowed = (id: string): boolean => {
    const resource = project.find(id);
    return from !== undefined && resource !== undefined && couldLeadTo(project, from, connection.source, resource);
  };
  const found = [...new Set([...named, ...similar])];
  return [...found.filter(isAllowed), ...found.filter((id) => !isAllowed(id))].slice(0, 5);
}

const byName = oncePerProject(({ resources }) => groupBy(resources, ({ name }) => name?.value));

const ids = oncePerProject(({ resources }) => resources.map(({ id }) => id.value));
