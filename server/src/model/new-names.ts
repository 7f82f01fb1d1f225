// IDs, names and routes for what is about to be added to a project, without collisions.
import { capitalize } from '../wording.ts';
import { findProperty, type ResourceType } from '../language/index.ts';
import { maximumNameLength } from '../language/common-properties.ts';
import { gatewayRoutes } from '../language/routes.ts';
import { endpointObject } from '../language/web-socket-api.ts';
import {
  authorizerId,
  authorizerPermissionId,
  claimsOf,
  codeParameters,
  integrationId,
  logGroupId,
  permissionId,
  roleId,
  routeId,
  routeResponseId,
  stageId,
} from './logical-ids.ts';
import { findParameter } from './parameters.ts';
import { resourcesOfType, type Project, type Resource, type WebSocketApi } from './project.ts';

/**
 * The wanted ID, with a number appended if it is taken as an ID or as a name.
 * @param resource the one that gets the ID, if it already exists
 */
export function newId(project: Project, wanted: string, type: ResourceType, resource?: Resource): string {
  const others = project.resources.filter((other) => other.id.node !== resource?.id.node);
  const ids = new Set(others.map(({ id }) => id.value));
  return numbered(
    wanted,
    (id) => !ids.has(id) && idsOf(project, id, type).every((one) => isFree(project, one, resource)),
  );
}

/** A name that can be the logical ID, derived from the resource ID; undefined if that has no letters or digits. */
export function newName(
  project: Project,
  id: string,
  type: ResourceType | undefined,
  resource?: Resource,
): string | undefined {
  const wanted = alphanumeric(id);
  if (wanted === '') return undefined;
  const isPossible = (name: string): boolean =>
    idsOf(project, name, type, resource).every((one) => isFree(project, one, resource));
  return isPossible(wanted) ? wanted : numbered(wanted.slice(0, maximumNameLength - 3), isPossible);
}

/** Letters that do not decompose into a base letter and a mark, and how they are transliterated. */
const spellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ł: 'l',
  Ł: 'L',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
};

/** `chat-api` becomes `chatApi`. Empty if there are no letters or digits. */
export function alphanumeric(text: string): string {
  const [first = '', ...others] = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\0-\x7f]/g, (letter) => spellings[letter] ?? letter)
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = first + others.map(capitalize).join('');
  return joined.slice(0, maximumNameLength);
}

/** The route of the language's example, with a number appended if the API already has it. */
export function newRoute({ endpoints }: WebSocketApi): string {
  const example = findProperty(endpointObject, 'route')?.example;
  const wanted = typeof example === 'string' ? example : '';
  return numbered(wanted, (candidate) => !endpoints.some(({ route }) => route?.value === candidate));
}

/** The wanted text, with the first number that makes it free in place of its own. */
export function numbered(wanted: string, isFree: (candidate: string) => boolean): string {
  const stem = /^.*[^0-9]/s.exec(wanted)?.[0] ?? wanted;
  let candidate = wanted;
  // A project has at most a few hundred resources.
  for (let number = 2; number < 1000 && !isFree(candidate); number++) candidate = `${stem}${number}`;
  return candidate;
}

/** Whether the template has something else with that logical ID that cannot have another one. */
export function isTakenName(project: Project, name: string, resource?: Resource): boolean {
  const isOther = (other: Resource): boolean => other.id.node !== resource?.id.node;
  return (
    Object.values<string>(codeParameters).includes(name) ||
    findParameter(project, name) !== undefined ||
    isAdded(project, name) ||
    claimsOf(project, name).some((claim) => !claim.isPart && isOther(claim.resource))
  );
}

/** Whether nothing has that logical ID, apart from the resource to be renamed. */
function isFree(project: Project, logicalId: string, except?: Resource): boolean {
  return (
    !Object.values<string>(codeParameters).includes(logicalId) &&
    !findParameter(project, logicalId) &&
    !isAdded(project, logicalId) &&
    claimsOf(project, logicalId).every(({ resource }) => resource.id.node === except?.id.node)
  );
}

/** Whether the overlay adds something with that logical ID, rather than laying something over what is generated. */
function isAdded(project: Project, logicalId: string): boolean {
  const { overlay } = project;
  const isParameter = overlay.find('Parameters', logicalId) !== undefined;
  return (
    isParameter || (overlay.find('Resources', logicalId) !== undefined && claimsOf(project, logicalId).length === 0)
  );
}

/** The logical IDs that a resource with that name would claim. */
function idsOf(project: Project, name: string, type: ResourceType | undefined, resource?: Resource): string[] {
  if (type === 'websocket-api') {
    const endpoints = resource?.type === 'websocket-api' ? resource.endpoints : [];
    const routes = [
      ...gatewayRoutes.map(({ route }) => route),
      ...endpoints.flatMap(({ route }) => route?.value ?? []),
    ];
    const handlers = endpoints.flatMap(({ connections: [connection] }) => {
      const handler = connection && project.find(connection.target.value);
      return (handler && project.logicalIds.of(handler)) ?? [];
    });
    return [
      name,
      stageId(name),
      authorizerId(name),
      authorizerPermissionId(name),
      ...routes.flatMap((route) => [routeId(name, route), routeResponseId(name, route)]),
      ...handlers.flatMap((handler) => [integrationId(name, handler), permissionId(name, handler)]),
    ];
  }
  if (type === 'lambda-function') {
    const apis = resourcesOfType(project, 'websocket-api').flatMap((api) => project.logicalIds.of(api) ?? []);
    return [
      name,
      roleId(name),
      logGroupId(name),
      ...apis.flatMap((api) => [integrationId(api, name), permissionId(api, name)]),
    ];
  }
  return [name];
}
