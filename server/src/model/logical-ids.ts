// The logical IDs of CloudFormation: of each resource, and of the parts that it becomes in the template. An ID depends
// only on the resource's own names, so that edits elsewhere never make CloudFormation replace it. Only if a name cannot
// be an ID, the ID depends on the order of the file, and a rule warns about it.
import { capitalize } from '../wording.ts';
import { resourceRecords } from '../language/index.ts';
import { maximumNameLength } from '../language/common-properties.ts';
import { isGatewayRoute } from '../language/routes.ts';
import { writtenSpan, type Span } from '../syntax/tree.ts';
import type { Claim, Located, LogicalIds, Project, Resource, WebSocketApi } from './project.ts';

/** The parameters of every template: no resource may have their names. */
export const codeParameters = { bucket: 'CodeS3Bucket', key: 'CodeS3Key' } as const;

/** Whether the name is the logical ID. */
export function isLogicalId(name: string): boolean {
  return /^[A-Za-z0-9]+$/.test(name);
}

export const stageId = (api: string): string => `${api}Stage`;
export const authorizerId = (api: string): string => `${api}Authorizer`;
export const authorizerPermissionId = (api: string): string => `${api}AuthorizerPermission`;
export const routeId = (api: string, route: string): string =>
  isGatewayRoute(route) ? `${api}${capitalize(route.slice(1))}Route` : `${api}Route${routePart(route)}`;
export const routeResponseId = (api: string, route: string): string => `${routeId(api, route)}Response`;
export const integrationId = (api: string, handler: string): string => `${api}${handler}Integration`;
export const permissionId = (api: string, handler: string): string => `${api}${handler}Permission`;
export const roleId = (lambda: string): string => `${lambda}Role`;
export const logGroupId = (lambda: string): string => `${lambda}LogGroup`;

/**
 * A route as part of an ID. `sendMessage` becomes `SendMessage`. A route that would be ambiguous then (`SendMessage`,
 * `send-message`), or too long for the 255 characters of an ID, keeps only letters and digits and gets a hash.
 */
function routePart(route: string): string {
  if (/^[a-z][A-Za-z0-9]{0,127}$/.test(route)) return capitalize(route);
  const words = route.split(/[^A-Za-z0-9]+/).map(capitalize);
  return `${words.join('').slice(0, 40)}${hash(route)}`;
}

/** FNV-1a of the UTF-16 units, as eight hexadecimal digits. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return state.toString(16).padStart(8, '0');
}

export function assignLogicalIds(
  resources: readonly Resource[],
  find: (id: string) => Resource | undefined,
): LogicalIds {
  const ids = new Map<Resource, string>();
  const taken = new Set<string>(Object.values(codeParameters));
  for (const resource of resources) {
    const name = usableName(resource);
    if (!name || !isLogicalId(name.value)) continue;
    ids.set(resource, name.value);
    taken.add(name.value);
  }
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const name = usableName(resource);
    const stem = resource.type && resourceRecords[resource.type].logicalIdStem;
    if (!name || !stem || ids.has(resource)) continue;
    let id: string;
    do {
      const count = (counts.get(stem) ?? 0) + 1;
      counts.set(stem, count);
      id = `${stem}${String(count).padStart(2, '0')}`;
    } while (taken.has(id));
    taken.add(id);
    ids.set(resource, id);
  }
  const of = (resource: Resource): string | undefined => ids.get(resource);
  return { of, claims: resources.flatMap((resource) => [...claimsOf(resource, of, find)]) };
}

function usableName(resource: Resource): Located<string> | undefined {
  const { name, type } = resource;
  return type && name && name.value !== '' && name.value.length <= maximumNameLength ? name : undefined;
}

function* claimsOf(
  resource: Resource,
  idOf: (resource: Resource) => string | undefined,
  find: (id: string) => Resource | undefined,
): Iterable<Claim> {
  const logicalId = idOf(resource);
  if (logicalId === undefined || !resource.name) return;
  const span = (resource.entry.value && writtenSpan(resource.entry.value, 'name')) ?? resource.name.node.span;
  const claim = (id: string, part?: string, at: Span = span): Claim => ({ logicalId: id, resource, part, span: at });
  if (resource.type === 'lambda-function') {
    if (resource.arn) return;
    yield claim(logicalId);
    yield claim(roleId(logicalId), 'role');
    yield claim(logGroupId(logicalId), 'log group');
    return;
  }
  yield claim(logicalId);
  if (resource.type === 'websocket-api') yield* apiParts(resource, logicalId, idOf, find, claim);
}

function* apiParts(
  api: WebSocketApi,
  logicalId: string,
  idOf: (resource: Resource) => string | undefined,
  find: (id: string) => Resource | undefined,
  claim: (id: string, part?: string, at?: Span) => Claim,
): Iterable<Claim> {
  yield claim(stageId(logicalId), 'stage');
  if (api.connections.length > 0) {
    yield claim(authorizerId(logicalId), 'authorizer');
    yield claim(authorizerPermissionId(logicalId), "permission of the authorizer's");
  }
  const routes = new Set<string>();
  const handlers = new Set<Resource>();
  for (const { route, operationMode, connections } of api.endpoints) {
    if (route && !routes.has(route.value)) {
      routes.add(route.value);
      const at = route.node.span;
      yield claim(routeId(logicalId, route.value), `route \`${route.value}\``, at);
      if (operationMode?.value === '2-way') {
        yield claim(routeResponseId(logicalId, route.value), `response of route \`${route.value}\``, at);
      }
    }
    const target = connections[0]?.target;
    const handler = target && find(target.value);
    const handlerId = handler && idOf(handler);
    if (!handler || handlerId === undefined || handlers.has(handler)) continue;
    handlers.add(handler);
    yield claim(integrationId(logicalId, handlerId), `integration with \`${handler.id.value}\``, target.node.span);
    yield claim(permissionId(logicalId, handlerId), `permission for \`${handler.id.value}\``, target.node.span);
  }
}

/** How many resources the project's template has, without authorizers that would never be called. */
export function resourceCount({ logicalIds, resources }: Project): number {
  const uncalled = resources.filter(
    (resource) =>
      resource.type === 'websocket-api' &&
      resource.connections.length > 0 &&
      !resource.endpoints.some(({ route }) => route?.value === '$connect'),
  );
  return new Set(logicalIds.claims.map(({ logicalId }) => logicalId)).size - uncalled.length * 2;
}
