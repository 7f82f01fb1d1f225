// Which connections are allowed: from where to where, and how many. The rules of each resource type are in its record.
import type { ConnectionRole, ConnectionRules } from './definition.ts';
import { deadLetterConnections } from './dead-letters.ts';
import { resourceRecords, resourceTypes, type ResourceType } from './index.ts';
import { endpointConnections } from './web-socket-api.ts';

export {
  accessLevels,
  anyConnection,
  functionConnection,
  type AccessLevel,
  type BucketEvent,
} from './common-properties.ts';
export type { ConnectionRole } from './definition.ts';

/** The start of a connection: a resource of some type, an endpoint of an API, or the `deadLetter` of a queue. */
export type ConnectionSource = ResourceType | 'endpoint' | 'dead-letter';

const sources = resourceTypes.flatMap((type): readonly ConnectionSource[] =>
  type === 'websocket-api' ? [type, 'endpoint'] : sourcesAt(type),
);

export interface AllowedConnection {
  readonly from: ConnectionSource;
  readonly to: ResourceType;
  readonly role: ConnectionRole;
  /** True if the connection requires `access`. If false, it must not have it. */
  readonly access: boolean;
  /** Markdown: what the connection does. */
  readonly docs: string;
}

interface RulesFrom extends ConnectionRules {
  readonly allowed: readonly Omit<AllowedConnection, 'from'>[];
}

function rulesFrom(source: ConnectionSource): RulesFrom {
  if (source === 'endpoint') return endpointConnections;
  return source === 'dead-letter' ? deadLetterConnections : resourceRecords[source].connections;
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

/** Where connections of a resource start: in its `connections`, and for a queue at its `deadLetter`. */
export function sourcesAt(source: ConnectionSource): readonly ConnectionSource[] {
  return source === 'sqs-queue' ? [source, 'dead-letter'] : [source];
}

/** The purpose of connections from there, which explains why no others are allowed. */
export function meaningOfConnections(from: ConnectionSource): string {
  return rulesFrom(from).meaning;
}

/** How many connections may start there. If absent, any number. */
export const maximumConnections: Readonly<Partial<Record<ConnectionSource, number>>> = Object.fromEntries(
  sources.map((source) => [source, rulesFrom(source).maximum]),
);
