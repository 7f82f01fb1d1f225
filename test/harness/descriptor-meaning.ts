// What a descriptor means, as plain values: two descriptors that mean the same have the same values, however they are
// written. Knows the language by its documentation only.
import { get, isList, isMap, readTemplate } from './read-template.ts';

type Values = Readonly<Record<string, unknown>>;

/** With defaults written out, and without comments, order where it does not matter, and descriptions that a template cannot have. */
export function meaningOf(descriptor: string): unknown {
  const root = withSenders(readTemplate(descriptor, 'yaml'));
  const resources = mapAt(root, 'resources');
  const names = namesOf(resources);
  const kept = Object.entries(resources).filter(
    ([id, resource]) => get(resource, 'arn') === undefined || isUsed(root, id),
  );
  return {
    description: shortened(get(root, 'description')),
    parameters: mapValues(mapAt(root, 'parameters'), (parameter) =>
      withDefaults({ secret: false, allowed: [] }, parameter),
    ),
    resources: Object.fromEntries(
      kept.map(([id, resource]) => [names.get(id) ?? id, resourceMeaning(resource, resources, names)]),
    ),
    cloudformation: get(root, 'cloudformation'),
  };
}

/** Every handler can send to the clients of its API, whether it has a connection to it or not. */
function withSenders(root: unknown): Values {
  const resources = mapAt(root, 'resources');
  const apis = Object.entries(resources).map(([id, api]) => ({ id, endpoints: listAt(api, 'endpoints') }));
  const sending = Object.entries(resources).map(([id, resource]) => {
    const own = connectionsOf(resource);
    const more = apis.flatMap(({ id: to, endpoints }) => {
      const isHandler = endpoints.some((endpoint) =>
        connectionsOf(endpoint).some((connection) => connection['to'] === id),
      );
      return isHandler && !own.some((connection) => connection['to'] === to) ? [{ to }] : [];
    });
    return [id, more.length === 0 ? resource : { ...mapOf(resource), connections: [...own, ...more] }] as const;
  });
  return { ...mapOf(root), resources: Object.fromEntries(sending) };
}

/** An existing resource is known by its ARN: nothing else of it is in a template. */
function namesOf(resources: Values): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(resources).map(([id, resource]) => {
      const arn = get(resource, 'arn');
      return [id, typeof arn === 'string' ? arn.replace(/:\$LATEST$/, '').replace(/^arn:[a-z-]+/, 'arn:aws') : id];
    }),
  );
}

function isUsed(root: unknown, id: string): boolean {
  const resources = mapAt(root, 'resources');
  const isTarget = Object.values(resources).some((resource) => {
    if (get(resource, 'type') === 'lambda-function' && get(resource, 'arn') !== undefined) return false;
    const all = [
      ...connectionsOf(resource),
      ...listAt(resource, 'endpoints').flatMap(connectionsOf),
      { to: get(resource, 'deadLetter', 'to') },
    ];
    return all.some(({ to }) => to === id);
  });
  // A queue or topic that exists can invoke functions.
  return isTarget || (get(resources[id], 'type') !== 'lambda-function' && connectionsOf(resources[id]).length > 0);
}

const defaults: Readonly<Record<string, Values>> = {
  'websocket-api': { stage: 'prod', logging: 'off', accessLogs: false, identitySource: [], endpoints: [] },
  'lambda-function': {
    memory: 512,
    timeout: 6,
    architecture: 'x86_64',
    tracing: false,
    layers: [],
    environment: {},
    permissions: [],
  },
  'dynamodb-table': { pointInTimeRecovery: false, indexes: [] },
  'sqs-queue': { fifo: false },
};

function resourceMeaning(resource: unknown, resources: Values, names: ReadonlyMap<string, string>): unknown {
  const type = String(get(resource, 'type'));
  const named = (target: unknown): string => names.get(String(target)) ?? String(target);
  const given = withDefaults(defaults[type] ?? {}, resource);
  const connections = connectionsOf(resource).map((connection) => ({ ...connection, to: named(connection['to']) }));
  const common = { ...given, description: shortened(given['description']), connections: sorted(connections) };
  if (given['arn'] !== undefined) return { type, connections: type === 'lambda-function' ? [] : common.connections };
  switch (type) {
    case 'websocket-api':
      return {
        ...common,
        endpoints: sorted(
          listAt(given, 'endpoints').map((endpoint) => ({
            route: get(endpoint, 'route'),
            ...mapOf(endpoint),
            connections: connectionsOf(endpoint).map(({ to }) => named(to)),
          })),
        ),
      };
    case 'lambda-function':
      return {
        ...common,
        code: folderOf(given['code']),
        environment: variablesOf(given, resources, named),
        connections: sorted(connectionsOf(resource).map(({ to, access }) => ({ to: named(to), access }))),
        permissions: permissionsOf(given),
      };
    case 'dynamodb-table':
      return {
        ...common,
        description: undefined,
        indexes: listAt(given, 'indexes').map((index) => withDefaults({ projection: 'all' }, index)),
      };
    case 'sqs-queue':
      return {
        ...common,
        description: undefined,
        visibilityTimeout: given['visibilityTimeout'] ?? usualVisibility(resource, resources),
      };
    case 's3-bucket':
      return {
        ...common,
        description: undefined,
        connections: sorted(connections.map((connection) => ({ on: 'created', ...connection }))),
      };
    case 'sns-topic':
      return { ...common, description: undefined };
    default:
      return common;
  }
}

const prefixes: Readonly<Record<string, string>> = {
  'websocket-api': 'WEBSOCKET',
  'dynamodb-table': 'TABLE',
  'sqs-queue': 'QUEUE',
  'sns-topic': 'TOPIC',
  's3-bucket': 'BUCKET',
};

/** The function's own variables, which have precedence, and those by which it finds what it connects to. */
function variablesOf(lambda: unknown, resources: Values, named: (id: unknown) => string): unknown {
  const found = connectionsOf(lambda).map(({ to, as }) => {
    const prefix = prefixes[String(get(resources[String(to)], 'type'))] ?? '';
    const id = String(to).toUpperCase();
    const name = typeof as === 'string' ? as : `${prefix}_${id.replaceAll(/[^A-Z0-9_]/g, '_')}`;
    return [name, `the address of ${named(to)}`] as const;
  });
  return { ...Object.fromEntries(found), ...mapAt(lambda, 'environment') };
}

/** Each action on each resource. */
function permissionsOf(lambda: unknown): readonly string[] {
  const pairs = listAt(lambda, 'permissions').flatMap((permission) =>
    listAt(permission, 'actions').flatMap((action) =>
      listAt(permission, 'resources').map((resource) => `${String(action)} on ${String(resource)}`),
    ),
  );
  return [...new Set(pairs)].sort();
}

/** Six times the longest timeout of a function that the queue invokes; without one, what SQS has. */
function usualVisibility(queue: unknown, resources: Values): unknown {
  const timeouts = connectionsOf(queue).map(({ to }) => Number(get(resources[String(to)], 'timeout') ?? 6));
  return timeouts.length === 0 ? undefined : 6 * Math.max(...timeouts);
}

/** In their long form. */
function connectionsOf(value: unknown): readonly Values[] {
  return listAt(value, 'connections').map((connection) => (isMap(connection) ? connection : { to: connection }));
}

/** A template has no empty descriptions, and shortens long ones. */
function shortened(text: unknown): unknown {
  return typeof text === 'string' && text !== '' ? text.slice(0, 80) : undefined;
}

/** The folder of the descriptor is where code is anyway. */
function folderOf(code: unknown): unknown {
  return typeof code === 'string' && code !== '.' ? code.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '') : undefined;
}

function sorted(values: readonly Values[]): readonly Values[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function withDefaults(otherwise: Values, value: unknown): Values {
  // Nothing is written after some colons.
  const given = Object.entries(mapOf(value)).filter(([, item]) => item !== null);
  return { ...otherwise, ...Object.fromEntries(given) };
}

function mapValues(values: Values, change: (value: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function mapAt(value: unknown, key: string): Values {
  return mapOf(get(value, key));
}

function mapOf(value: unknown): Values {
  return isMap(value) ? value : {};
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = get(value, key);
  return isList(list) ? list : [];
}
