// What the rules about connections share: in which list each stands, and how it is taken out.
import { findAllowed } from '../language/connections.ts';
import type { Connection, Endpoint, Project, Resource } from '../model/project.ts';
import { connectionsOf } from '../model/references.ts';
import { addEntry, removeEntry, removeItem, setValue, type Edit } from '../syntax/edits.ts';
import { addItem, addTextItem } from '../syntax/insertions.ts';
import { findEntry, type MapNode } from '../syntax/tree.ts';

/** A resource's or an endpoint's own connections, one after the other. */
export interface ConnectionList {
  readonly resource: Resource;
  /** Absent for the connections of the resource itself. */
  readonly endpoint: Endpoint | undefined;
  readonly connections: readonly Connection[];
}

export function connectionLists(project: Project): ConnectionList[] {
  return project.resources.flatMap((resource): ConnectionList[] => {
    const own = { resource, endpoint: undefined, connections: resource.connections };
    if (resource.type !== 'websocket-api') return [own];
    const ofEndpoints = resource.endpoints.map((endpoint) => ({
      resource,
      endpoint,
      connections: endpoint.connections,
    }));
    return [own, ...ofEndpoints];
  });
}

/** Whether the connection leads somewhere, and may lead there. */
export function isAllowed({ source, target }: Connection, project: Project): boolean {
  const type = project.find(target.value)?.type;
  return source !== undefined && type !== undefined && findAllowed(source, type) !== undefined;
}

/** The resource that the connection starts from, be it from one of its endpoints. */
export function resourceOf(project: Project, connection: Connection): Resource | undefined {
  return connectionsOf(project).find((from) => from.connection === connection)?.resource;
}

/** Takes the connection out of its list, and the whole list with its last one; nothing for a list written elsewhere. */
export function removeConnection(project: Project, connection: Connection): Edit[] {
  const from = connectionsOf(project).find((candidate) => candidate.connection === connection);
  const map = from?.endpoint?.map ?? from?.resource.map;
  const list = map && connectionList(map);
  const item = list?.items.find(({ value }) => value === connection.node);
  if (!map || !list || !item) return [];
  // Nobody would look at the identity sources any more.
  const isAuthorizer = from?.resource.type === 'websocket-api' && !from.endpoint;
  if (isAuthorizer && list.items.length === 1 && findEntry(map, 'identitySource')) return [];
  const entry = findEntry(map, 'connections');
  const isAlone = list.items.length === 1 && entry !== undefined && map.entries.length > 1;
  return [isAlone ? removeEntry(project.tree, map, entry) : removeItem(project.tree, list, item)];
}

/** One more connection of the resource or endpoint; nothing where its list is written elsewhere. */
export function addConnection(
  { tree }: Project,
  { map }: Pick<Resource, 'map'>,
  connection: string | { to: string; access: string },
): Edit[] {
  if (!map) return [];
  const entry = findEntry(map, 'connections');
  if (!entry) return [addEntry(tree, map, 'connections', [connection])];
  if (!entry.value) return [setValue(entry, [connection])];
  if (entry.value.kind !== 'list') return [];
  const isText = typeof connection === 'string';
  return [isText ? addTextItem(tree, entry.value, connection) : addItem(tree, entry.value, connection)];
}

function connectionList(map: MapNode): Extract<MapNode['entries'][number]['value'], { kind: 'list' }> | undefined {
  const list = findEntry(map, 'connections')?.value;
  return list?.kind === 'list' ? list : undefined;
}
