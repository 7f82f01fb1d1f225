// The logical IDs of CloudFormation: of each resource, and of the parts that it becomes in the template. An ID depends
// only on the resource's own names, so that edits elsewhere never make CloudFormation replace it. There are two
// exceptions: a name that cannot be an ID, for which the order of the file counts and a rule warns, and a part whose ID
// something else has.
import { capitalize } from '../wording.ts';
import { invokers, resourceRecords } from '../language/index.ts';
import { maximumNameLength } from '../language/common-properties.ts';
import { isGatewayRoute } from '../language/routes.ts';
import { groupBy } from './group-by.ts';
import { existingArn, oncePerProject } from './project.ts';
import type {
  ApiIds,
  FunctionIds,
  IdentifiedFunction,
  Invoker,
  Located,
  LogicalIds,
  Project,
  Resource,
  TriggerIds,
} from './project.ts';
import { calledAuthorizer, handlersOf, isInvoker, triggersOf } from './usage.ts';

/** The parameters of every template. Nothing else can have their names. */
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
export const eventSourceId = (source: string, lambda: string): string => `${source}${lambda}EventSource`;
export const subscriptionId = (source: string, lambda: string): string => `${source}${lambda}Subscription`;

/** What the ID of an output ends with, after that of its resource. Those of data resources are in their records. */
export const outputSuffixes = {
  clients: 'WebSocketUrl',
  callback: 'CallbackUrl',
  domainUrl: 'DomainUrl',
  domainTarget: 'DomainTarget',
  domainZone: 'DomainZone',
  function: 'FunctionArn',
} as const;

/**
 * A route as part of an ID. `sendMessage` becomes `SendMessage`. A route that would be ambiguous then (`SendMessage`,
 * `send-message`), or too long for the 255 characters of an ID, keeps only letters and digits and gets a hash.
 */
function routePart(route: string): string {
  if (/^[a-z][A-Za-z0-9]{0,127}$/.test(route)) return capitalize(route);
  const words = route.split(/[^A-Za-z0-9]+/).map(capitalize);
  return `${words.join('').slice(0, 40)}${hash(route)}`;
}

/** The ID, or its start and a hash if it is longer than that. */
export function shortId(id: string, limit: number): string {
  return id.length <= limit ? id : `${id.slice(0, limit - 8)}${hash(id)}`;
}

/** FNV-1a of the UTF-16 units, as eight hexadecimal digits. */
export function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return state.toString(16).padStart(8, '0');
}

export function assignLogicalIds({
  resources,
  find,
  parameters,
  overlay,
}: Pick<Project, 'resources' | 'find' | 'parameters' | 'overlay'>): LogicalIds {
  // A resource of the overlay with one of our IDs is laid over ours, so it takes no ID from them.
  const overlaid = overlay.entries.filter(({ section }) => section === 'Parameters');
  const reserved = [
    ...Object.values(codeParameters),
    ...parameters.map(({ name }) => name.value),
    ...overlaid.map(({ name }) => name),
  ];
  const ids = resourceIds(resources, reserved);
  const members = resources.map((resource) => {
    // An existing resource is not in the template.
    const own = existingArn(resource) ? undefined : ids.get(resource);
    return { resource, own, parts: [...partsOf(resource, ids, find)] };
  });
  const taken = [...reserved, ...members.flatMap(({ own }) => own ?? [])];
  const others = otherIds(
    members.flatMap(({ parts }) => parts),
    taken,
  );
  const idOf = ({ identity, wanted }: Part): string => others.get(identity) ?? wanted;
  return {
    of: (resource) => ids.get(resource),
    ofApi(api) {
      const id = ids.get(api);
      return id === undefined ? undefined : apiIds(id, idOf);
    },
    ofFunction(lambda) {
      const id = ids.get(lambda);
      return id === undefined ? undefined : functionIds(id, idOf);
    },
    ofTriggers(source) {
      const id = ids.get(source);
      return id === undefined ? undefined : triggerIds(source, id, idOf);
    },
    claims: members.flatMap(({ resource, own, parts }) => [
      ...(own === undefined ? [] : [{ logicalId: own, resource, isPart: false }]),
      ...parts.filter(isResource).map((part) => ({ logicalId: idOf(part), resource, isPart: true })),
    ]),
  };
}

function resourceIds(resources: readonly Resource[], reserved: readonly string[]): ReadonlyMap<Resource, string> {
  const ids = new Map<Resource, string>();
  const taken = new Set(reserved);
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
  return ids;
}

function usableName(resource: Resource): Located<string> | undefined {
  const { name, type } = resource;
  return type && name && name.value !== '' && name.value.length <= maximumNameLength ? name : undefined;
}

/** The parts in the template: resources, and parameters for code. If two want the same ID, the kind that is first here keeps it. */
const partKinds = [
  // AWS rejects a second one with the same name, so a new ID could not be deployed.
  'stage',
  'authorizer',
  'routeResponse',
  'route',
  // Its content would be lost.
  'logGroup',
  'integration',
  'role',
  'authorizerPermission',
  'permission',
  'accessLog',
  'domain',
  'mapping',
  'eventSource',
  'subscription',
  'triggerPermission',
  'codeKey',
] as const;

type PartKind = (typeof partKinds)[number];

interface Part {
  readonly kind: PartKind;
  /** Differs from that of every other part, and does not depend on the order of the file. */
  readonly identity: string;
  readonly wanted: string;
}

/** The ID of each part that cannot have the one it wants: that one followed by a hash. */
function otherIds(allParts: readonly Part[], ownIds: readonly string[]): ReadonlyMap<string, string> {
  // Two resources with the same name, which a rule reports, have the same parts.
  const byIdentity = new Map<string, Part>();
  const wantedIds = new Set<string>();
  for (const part of allParts) {
    byIdentity.set(part.identity, part);
    wantedIds.add(part.wanted);
  }
  if (wantedIds.size === byIdentity.size && !ownIds.some((id) => wantedIds.has(id))) return new Map();
  const parts = [...byIdentity.values()];
  const taken = new Set(ownIds);
  const rank = ({ kind }: Part): number => partKinds.indexOf(kind);
  const losers = [...groupBy(parts, ({ wanted }) => wanted)].flatMap(([wanted, group]) => {
    if (taken.has(wanted)) return group;
    return group.sort((a, b) => rank(a) - rank(b) || compare(a, b)).slice(1);
  });
  const used = new Set([...taken, ...parts.map(({ wanted }) => wanted)]);
  const others = new Map<string, string>();
  for (const { identity, wanted } of losers.sort(compare)) {
    let id: string;
    let attempt = 0;
    do id = `${wanted}${hash(`${identity}${attempt++ || ''}`)}`;
    while (used.has(id));
    used.add(id);
    others.set(identity, id);
  }
  return others;
}

/** The others are parameters. */
function isResource({ kind }: Part): boolean {
  return kind !== 'codeKey';
}

function compare(a: Part, b: Part): number {
  return a.identity < b.identity ? -1 : 1;
}

/** @param idOf what is wanted of each part: its ID, or the part itself */
function apiIds<T>(api: string, idOf: (part: Part) => T): ApiIds<T> {
  const part = (kind: PartKind, wanted: string, detail = ''): T =>
    idOf({ kind, identity: `${kind} ${api} ${detail}`, wanted });
  return {
    api,
    stage: part('stage', stageId(api)),
    authorizer: part('authorizer', authorizerId(api)),
    authorizerPermission: part('authorizerPermission', authorizerPermissionId(api)),
    accessLog: part('accessLog', `${api}AccessLog`),
    domain: part('domain', `${api}Domain`),
    mapping: part('mapping', `${api}Mapping`),
    route: (route) => part('route', routeId(api, route), route),
    routeResponse: (route) => part('routeResponse', routeResponseId(api, route), route),
    integration: (handler) => part('integration', integrationId(api, handler.logicalId), detailOf(handler)),
    permission: (handler) => part('permission', permissionId(api, handler.logicalId), detailOf(handler)),
  };
}

/** Existing resources can have the same name as others, because they are not in the template. */
function identityOf(resource: Resource, logicalId: string): string {
  return existingArn(resource) ? `arn ${resource.id.value}` : logicalId;
}

function detailOf({ lambda, logicalId }: IdentifiedFunction): string {
  return identityOf(lambda, logicalId);
}

function functionIds<T>(lambda: string, idOf: (part: Part) => T): FunctionIds<T> {
  return {
    lambda,
    role: idOf({ kind: 'role', identity: `role ${lambda}`, wanted: roleId(lambda) }),
    logGroup: idOf({ kind: 'logGroup', identity: `logGroup ${lambda}`, wanted: logGroupId(lambda) }),
    codeKey: idOf({ kind: 'codeKey', identity: `codeKey ${lambda}`, wanted: `${lambda}${codeParameters.key}` }),
  };
}

function triggerIds<T>(source: Invoker, id: string, idOf: (part: Part) => T): TriggerIds<T> {
  const part = (kind: PartKind, wanted: string, handler: IdentifiedFunction): T =>
    idOf({ kind, identity: `${kind} ${identityOf(source, id)} ${detailOf(handler)}`, wanted });
  return {
    eventSource: (handler) => part('eventSource', eventSourceId(id, handler.logicalId), handler),
    subscription: (handler) => part('subscription', subscriptionId(id, handler.logicalId), handler),
    permission: (handler) => part('triggerPermission', permissionId(id, handler.logicalId), handler),
  };
}

/** The resource's parts in the template. */
function* partsOf(resource: Resource, ids: ReadonlyMap<Resource, string>, find: Project['find']): Iterable<Part> {
  const id = ids.get(resource);
  if (id === undefined) return;
  if (resource.type === 'lambda-function' && !resource.arn) {
    const { role, logGroup, codeKey } = functionIds(id, (part) => part);
    yield* resource.code ? [role, logGroup, codeKey] : [role, logGroup];
  }
  if (isInvoker(resource)) yield* triggerParts(resource, id, ids, find);
  if (resource.type !== 'websocket-api') return;
  const parts = apiIds(id, (part) => part);
  yield parts.stage;
  if (resource.accessLogs?.value) yield parts.accessLog;
  if (resource.domain) yield* [parts.domain, parts.mapping];
  const authorizer = calledAuthorizer({ find }, resource);
  if (authorizer && ids.has(authorizer)) yield* [parts.authorizer, parts.authorizerPermission];
  const routes = new Set<string>();
  for (const { route, operationMode } of resource.endpoints) {
    if (!route || routes.has(route.value)) continue;
    routes.add(route.value);
    yield parts.route(route.value);
    if (operationMode?.value === '2-way') yield parts.routeResponse(route.value);
  }
  for (const { lambda } of handlersOf({ find }, resource)) {
    const logicalId = ids.get(lambda);
    if (logicalId === undefined) continue;
    yield parts.integration({ lambda, logicalId });
    yield parts.permission({ lambda, logicalId });
  }
}

function* triggerParts(
  resource: Invoker,
  id: string,
  ids: ReadonlyMap<Resource, string>,
  find: Project['find'],
): Iterable<Part> {
  const parts = triggerIds(resource, id, (part) => part);
  for (const { lambda } of triggersOf({ find }, resource)) {
    const logicalId = ids.get(lambda);
    if (logicalId === undefined) continue;
    const { kind } = invokers[resource.type].trigger;
    if (kind === 'polled') yield parts.eventSource({ lambda, logicalId });
    else yield parts.permission({ lambda, logicalId });
    if (kind === 'subscribed') yield parts.subscription({ lambda, logicalId });
  }
}

/** How many resources the project's template has, with those that its overlay adds. */
export function resourceCount(project: Project): number {
  const generated = claimsById(project);
  const added = project.overlay.entries.filter(({ section, name }) => section === 'Resources' && !generated.has(name));
  return generated.size + added.length;
}

/** What wants that logical ID. */
export function claimsOf(project: Project, logicalId: string): LogicalIds['claims'] {
  return claimsById(project).get(logicalId) ?? [];
}

const claimsById = oncePerProject(({ logicalIds }) => groupBy(logicalIds.claims, ({ logicalId }) => logicalId));
