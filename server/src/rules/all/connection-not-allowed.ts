import {
  allowedFrom,
  findAllowed,
  maximumConnections,
  meaningOfConnections,
  type ConnectionSource,
} from '../../language/connections.ts';
import { findResourceDefinition, type ResourceType } from '../../language/index.ts';
import { connectionsOf } from '../../model/references.ts';
import { allConnections, type Connection, type KnownResource, type Project } from '../../model/project.ts';
import { replaceScalar, type Edit } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { addConnection, isAllowed, removeConnection, resourceOf } from '../connections.ts';
import { rule } from '../rule.ts';
import { capitalize, listed, quote } from '../../wording.ts';

interface NotAllowed {
  readonly source: ConnectionSource;
  readonly connection: Connection;
  readonly target: KnownResource;
  /** Whether the resource connects to itself, or its endpoint to it. */
  readonly toItself: boolean;
}

export const connectionNotAllowed = rule({
  id: 'connection-not-allowed',
  severity: 'error',
  summary: 'a connection between resources that cannot be connected',
  why: 'An API connects to the function that authorizes its clients, an endpoint to the function that handles it, a function to the APIs that it sends to and to the data resources that it uses. Nothing else has a meaning in the template.',
  looksAt: 'connection',
  *check(connection, project) {
    const { source } = connection;
    const target = project.find(connection.target.value);
    if (!source || !target?.type || findAllowed(source, target.type)) return;
    const toItself = allConnections(target).includes(connection);
    const data: NotAllowed = { source, connection, target, toItself };
    yield { span: connection.target.node.span, data };
  },
  message({ source, target, toItself }) {
    const allowed = allowedFrom(source).map(({ to }) => nounOf(to));
    const advice = allowed.length > 0 ? `It can connect to ${listed(allowed)}.` : 'Remove this connection.';
    const what = toItself
      ? `${source === 'endpoint' ? 'its own API' : 'itself'} (${quote(target.id.value)})`
      : `${nounOf(target.type)} (${quote(target.id.value)})`;
    return `${capitalize(nounOf(source))} cannot connect to ${what}: ${meaningOfConnections(source)}. ${advice}`;
  },
  *fixes({ source, connection, target }, project) {
    const removal = removeConnection(project, connection);
    const from = resourceOf(project, connection);
    if (from?.type && from.type !== 'websocket-api' && target.type === 'lambda-function') {
      const id = from.id.value;
      const isKnown = target.connections.some((own) => own.target.value === id);
      const isMeant = findAllowed('lambda-function', from.type) !== undefined && removal.length > 0 && !isKnown;
      const edits = isMeant ? addConnection(project, target, { to: id, access: 'read-write' }) : [];
      const title = `Connect ${quote(target.id.value)} to ${quote(id)} instead`;
      if (edits.length > 0) yield { title, edits: [...removal, ...edits], preferred: true };
    }
    const others = isFull(project, source, connection) ? [] : targetsFor(project, source, connection);
    for (const other of others) {
      const edits: Edit[] = [replaceScalar(project.tree, connection.target.node, other)];
      yield { title: `Change to ${quote(other)}`, edits };
    }
    if (removal.length > 0) yield { title: 'Remove this connection', edits: removal };
  },
});

/** Whether as many others stand beside the connection as may start there. */
function isFull(project: Project, source: ConnectionSource, connection: Connection): boolean {
  const from = connectionsOf(project).find((one) => one.connection === connection);
  const beside = (from?.endpoint ?? from?.resource)?.connections ?? [];
  const counted = beside.filter((one) => one !== connection && isAllowed(one, project));
  return counted.length >= (maximumConnections[source] ?? Infinity);
}

/** What the connection may lead to as it is written: with an access level, or without one. */
function targetsFor(project: Project, source: ConnectionSource, { node }: Connection): string[] {
  const map = resolveAlias(node);
  const hasAccess = map?.kind === 'map' && findEntry(map, 'access') !== undefined;
  const canBeTarget = (type: ResourceType | undefined): boolean =>
    type !== undefined && findAllowed(source, type)?.access === hasAccess;
  return project.resources
    .filter(({ type }) => canBeTarget(type))
    .map(({ id }) => id.value)
    .slice(0, 5);
}

function nounOf(source: ConnectionSource): string {
  return source === 'endpoint' ? 'an endpoint' : (findResourceDefinition(source)?.noun ?? source);
}
