// Which connections there are: from where to where, and how many. Each resource type's own rules stand in its record.
import type { ConnectionRole, ConnectionRules } from './definition.ts';
import { resourceRecords, resourceTypes, type ResourceType } from './index.ts';
import { endpointConnections } from './web-socket-api.ts';

export { accessLevels, connectionObject, type AccessLevel } from './common-properties.ts';
export type { ConnectionRole } from './definition.ts';

/** What starts a connection: a resource of some type, or an endpoint of an API. */
export type ConnectionSource = ResourceType | 'endpoint';

const sources = resourceTypes.flatMap((type): ConnectionSource[] =>
  type === 'websocket-api' ? [type, 'endpoint'] : [type],
);

export interface AllowedConnection {
  readonly from: ConnectionSource;
  readonly to: ResourceType;
  readonly role: ConnectionRole;
  /** True where the connection must say its access level; elsewhere it must not. */
  readonly access: boolean;
  /** Markdown: what the connection does. */
  readonly docs: string;
}

interface RulesFrom extends ConnectionRules {
  readonly allowed: readonly Omit<AllowedConnection, 'from'>[];
}

function rulesFrom(source: ConnectionSource): RulesFrom {
  return source === 'endpoint' ? endpointConnections : resourceRecords[source].connections;
}

export const allowedConnections: readonly AllowedConnection[] = sources.flatMap((from) =>
  rulesFrom(from).allowed.map((allowed) => ({ from, ...allowed })),
);

export function allowedFrom(from: ConnectionSource): readonly AllowedConnection[] {
  return allowedConnections.filter((allowed) => allowed.from === from);
}

export function findAllowed(from: ConnectionSource, to: ResourceType): AllowedConnection | undefined {
  return allowedConnections.find((allowed) => allowed.from === from && allowed.to === to);
}

/** Why a connection from there leads where it may alone. */
export function meaningOfConnections(from: ConnectionSource): string {
  return rulesFrom(from).meaning;
}

/** How many connections may start there; any number where there is none. */
export const maximumConnections: Readonly<Partial<Record<ConnectionSource, number>>> = Object.fromEntries(
  sources.map((source) => [source, rulesFrom(source).maximum]),
);
