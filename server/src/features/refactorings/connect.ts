// Connections that are not there yet: of a function to what it may use, of an API to its authorizer.
import { findAllowed } from '../../language/connections.ts';
import {
  resourcesOfType,
  type LambdaFunction,
  type Project,
  type Resource,
  type WebSocketApi,
} from '../../model/project.ts';
import { handlersOf, sendTargets } from '../../model/usage.ts';
import { addConnection } from '../../rules/connections.ts';
import { contains, findEntry } from '../../syntax/tree.ts';
import type { Place, Refactoring } from './refactoring.ts';

/** More than these are not a choice, but a list. */
const maximumOffers = 10;

export function* connect({ project, span, location }: Place): Iterable<Refactoring> {
  const resource = project.resources.find(({ entry }) => contains(entry.span, span.start));
  const connections = resource?.map && findEntry(resource.map, 'connections');
  const isThere = location.key === resource?.entry || (connections && contains(connections.span, span.start));
  if (!resource || !isThere || span.end > resource.entry.span.end) return;
  if (resource.type === 'lambda-function' && !resource.arn) yield* toResources(project, resource);
  if (resource.type === 'websocket-api' && !connections?.value) yield* toAuthorizer(project, resource);
}

function* toResources(project: Project, lambda: LambdaFunction): Iterable<Refactoring> {
  const reached = new Set<Resource | undefined>([
    ...lambda.connections.map(({ target }) => project.find(target.value)),
    ...sendTargets(project, lambda).map(({ api }) => api),
  ]);
  const others = project.resources.flatMap((resource) => {
    const allowed = resource.type && findAllowed('lambda-function', resource.type);
    const isFirst = project.find(resource.id.value)?.id.node === resource.id.node;
    return allowed && isFirst && !reached.has(resource) ? [{ id: resource.id, allowed }] : [];
  });
  for (const { id, allowed } of others.slice(0, maximumOffers)) {
    const connection = allowed.access ? { to: id.value, access: 'read-write' } : id.value;
    const edits = addConnection(project, lambda, connection);
    const title = `Connect to \`${id.value}\`${allowed.access ? ', to read and write' : ', to send to its clients'}`;
    if (edits.length > 0) yield { title, kind: 'refactor.rewrite', edits };
  }
}

/** API Gateway asks the authorizer at `$connect` alone. */
function* toAuthorizer(project: Project, api: WebSocketApi): Iterable<Refactoring> {
  if (!api.endpoints.some(({ route }) => route?.value === '$connect')) return;
  const handlers = new Set(
    resourcesOfType(project, 'websocket-api').flatMap((one) => handlersOf(project, one).map(({ lambda }) => lambda)),
  );
  const functions = resourcesOfType(project, 'lambda-function').filter((lambda) => !handlers.has(lambda));
  for (const { id } of functions.slice(0, maximumOffers)) {
    const edits = addConnection(project, api, id.value);
    const title = `Let \`${id.value}\` authorize the clients`;
    if (edits.length > 0) yield { title, kind: 'refactor.rewrite', edits };
  }
}
