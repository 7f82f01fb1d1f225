// Which connections there are: from where to where, how many, and what each of them means.
import type { EnumType, ObjectType, ConnectionType, ListType, Plain, Property, ResourceType } from './definition.ts';

export type AccessLevel = 'read-only' | 'write-only' | 'read-write';

export const accessLevels: EnumType<AccessLevel> = {
  kind: 'enum',
  noun: 'an access level',
  values: [
    { value: 'read-only', otherNames: ['read', 'r', 'ro'], docs: 'The function may read from the resource.' },
    {
      value: 'write-only',
      otherNames: ['write', 'w', 'wo'],
      docs: 'The function may write to the resource, but not read from it.',
    },
    {
      value: 'read-write',
      otherNames: ['rw', 'full'],
      docs: 'The function may read from the resource and write to it.',
    },
  ],
};

/** What starts a connection: a resource of some type, or an endpoint of an API. */
export type ConnectionSource = ResourceType | 'endpoint';

export type ConnectionRole = 'authorizer' | 'handler' | 'send' | 'access';

export interface AllowedConnection {
  readonly from: ConnectionSource;
  readonly to: ResourceType;
  readonly role: ConnectionRole;
  /** True where the connection must say its access level; elsewhere it must not. */
  readonly access: boolean;
  /** Markdown: what the connection does. */
  readonly docs: string;
}

export const allowedConnections: readonly AllowedConnection[] = [
  {
    from: 'websocket-api',
    to: 'lambda-function',
    role: 'authorizer',
    access: false,
    docs: "The function is the API's authorizer: it decides whether a client may connect.",
  },
  {
    from: 'endpoint',
    to: 'lambda-function',
    role: 'handler',
    access: false,
    docs: "The function handles the route's requests.",
  },
  {
    from: 'lambda-function',
    to: 'websocket-api',
    role: 'send',
    access: false,
    docs: "The function may send messages to the API's connected clients.",
  },
  ...(['dynamodb-table', 'sqs-queue', 'sns-topic', 's3-bucket'] as const).map((to): AllowedConnection => ({
    from: 'lambda-function',
    to,
    role: 'access',
    access: true,
    docs: 'The function may use the resource, as far as `access` allows.',
  })),
];

const ofData = 'nothing runs there that could use a connection';

/** Why a connection from there leads where it may alone. */
export const meaningOfConnections: Readonly<Record<ConnectionSource, string>> = {
  'websocket-api': 'the connection of an API is its authorizer',
  endpoint: 'the connection of an endpoint is what handles its requests',
  'lambda-function': 'the connections of a function are the data that it uses and the APIs to whose clients it sends',
  'dynamodb-table': ofData,
  'sqs-queue': ofData,
  'sns-topic': ofData,
  's3-bucket': ofData,
};

/** How many connections may start there. */
export const maximumConnections: Readonly<Partial<Record<ConnectionSource, number>>> = {
  'websocket-api': 1,
  endpoint: 1,
};

export function allowedFrom(from: ConnectionSource): readonly AllowedConnection[] {
  return allowedConnections.filter((allowed) => allowed.from === from);
}

export function findAllowed(from: ConnectionSource, to: ResourceType): AllowedConnection | undefined {
  return allowedConnections.find((allowed) => allowed.from === from && allowed.to === to);
}

export const connectionObject: ObjectType = {
  kind: 'object',
  noun: 'a connection',
  docs: 'A connection to another resource, with the access that it gives.',
  properties: [
    {
      name: 'to',
      otherNames: ['target', 'resource', 'id'],
      type: { kind: 'string' },
      required: true,
      docs: 'The id of the resource to connect to.',
    },
    {
      name: 'access',
      type: accessLevels,
      requiredFor: 'a data resource',
      docs: 'What a function may do with a data resource. Required on a connection to a table, queue, topic or bucket; an error on any other.',
      example: 'read-write',
    },
  ],
};

const connection: ConnectionType = { kind: 'connection', object: connectionObject };
const connectionList: ListType = { kind: 'list', items: connection };

/** The `connections` property, with what it means, and is called elsewhere, where it stands. */
export function connectionsProperty(docs: string, example: Plain, otherNames: readonly string[] = []): Property {
  return { name: 'connections', type: connectionList, docs, example, otherNames };
}
