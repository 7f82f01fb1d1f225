// Random valid descriptors over the whole language, as plain objects that a test can change before it writes them out.
import * as fc from 'fast-check';
import { dataResources } from '../../server/src/language/data-resources.ts';
import { withArbitraryOverlay } from './arbitrary-overlay.ts';
import { type DescriptorConnection, type DescriptorResource, type Descriptor, descriptorText } from './descriptor.ts';
import {
  resourceId,
  validText,
  alphanumericName,
  suffixedName,
  otherName,
  description,
  route,
  suffixedRoute,
  operationMode,
  access,
  runtime,
  entryPointsOf,
  existingData,
  environmentName,
  arn,
  key,
  indexesBeside,
  optional,
  extras,
  parameterName,
  suffixedParameterName,
  parameter,
  stageName,
  remoteValue,
  secretValue,
} from './arbitrary-values.ts';

interface Ids {
  readonly apis: readonly string[];
  readonly functions: readonly string[];
  readonly data: readonly string[];
  /** The names of parameters. The first one has only values that a stage can have. */
  readonly parameters: readonly string[];
}

type Properties = Omit<DescriptorResource, 'name' | 'description'>;

function connectionTo(ids: readonly string[]): fc.Arbitrary<readonly string[] | undefined> {
  return ids.length === 0 ? fc.constant(undefined) : optional(fc.constantFrom(...ids).map((id) => [id]));
}

/** What few APIs have. */
const apiExtras = fc.record({
  throttling: optional(
    fc.record({ rate: fc.integer({ min: 1, max: 10_000 }), burst: fc.integer({ min: 1, max: 5000 }) }),
  ),
  logging: optional(fc.constantFrom('off', 'errors', 'all')),
  accessLogs: optional(fc.boolean()),
  authorization: optional(fc.constant('iam')),
  domain: optional(
    fc.record({
      name: fc.constant('ws.example.com'),
      certificate: fc.constant('arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012'),
      path: optional(fc.constantFrom('chat', 'v1')),
    }),
  ),
});

function api({ functions, parameters }: Ids, route: fc.Arbitrary<string>): fc.Arbitrary<Properties> {
  const endpoint = fc.record({ route, operationMode, connections: connectionTo(functions) });
  return fc
    .record({
      type: fc.constant('websocket-api'),
      routeSelectorProperty: fc.constantFrom('action', 'detail.type', 'a.b-c._d', 'kind'),
      endpoints: fc.uniqueArray(endpoint, { selector: (item) => item.route, minLength: 1, maxLength: 7 }),
      connections: connectionTo(functions),
      identitySource: optional(
        fc.uniqueArray(fc.constantFrom('querystring.token', 'header.Authorization', 'header.X-1_a'), { maxLength: 3 }),
      ),
      stage: optional(
        fc.oneof(stageName, stageName, ...parameters.slice(0, 1).map((parameter) => fc.constant({ parameter }))),
      ),
      more: fc.oneof({ weight: 2, arbitrary: fc.constant<Partial<Properties>>({}) }, apiExtras),
    })
    .map(({ identitySource, more: { authorization, ...more }, ...rest }) =>
      rest.connections ? { ...rest, ...more, identitySource } : { ...rest, ...more, authorization },
    );
}

function lambda({ apis, data, parameters }: Ids): fc.Arbitrary<Properties> {
  const as = optional(fc.constantFrom('TABLE_NAME', 'CALLBACK_URL', 'kind', 'toString'));
  const toData = data.length === 0 ? [] : [fc.record({ to: fc.constantFrom(...data), access, as })];
  const toApi = apis.length === 0 ? [] : [fc.constantFrom(...apis), fc.record({ to: fc.constantFrom(...apis), as })];
  const connections = optional(fc.array(fc.oneof(fc.constantFrom(undefined), ...toApi, ...toData), { maxLength: 5 }));
  const code = fc.oneof(
    {
      weight: 4,
      arbitrary: runtime.chain((value) =>
        fc.record({
          runtime: fc.constant(value),
          entryPoint: fc.constantFrom(...entryPointsOf(value)),
          physicalName: optional(fc.constant('named')),
        }),
      ),
    },
    { weight: 1, arbitrary: fc.record({ arn }) },
  );
  const text = fc.oneof(
    validText,
    validText,
    validText,
    remoteValue,
    secretValue,
    ...parameters.map((parameter) => fc.constant({ parameter })),
  );
  return fc
    .record({
      code,
      memory: optional(fc.integer({ min: 128, max: 10240 })),
      timeout: optional(fc.integer({ min: 1, max: 900 })),
      environment: optional(fc.dictionary(environmentName, text, { maxKeys: 4 })),
      connections: connections.map((items) => items?.flatMap(withOwnVariable)),
      more: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, extras),
    })
    .map(({ code, more, ...rest }) => ({ type: 'lambda-function', ...code, ...rest, ...more }));
}

/** The connection with a variable that no other connection of the function has. */
function withOwnVariable(
  connection: string | DescriptorConnection | undefined,
  index: number,
): readonly (string | DescriptorConnection)[] {
  if (connection === undefined) return [];
  if (typeof connection === 'string' || connection.as === undefined) return [connection];
  return [{ ...connection, as: `${connection.as}_${index}` }];
}

/** A data resource, which may invoke functions. */
function data(ids: Ids): fc.Arbitrary<Properties> {
  const own = fc
    .tuple(plainData, optional(fc.constant('named')))
    .map(([properties, physicalName]) => ({ ...properties, physicalName }));
  const either: fc.Arbitrary<Properties> = fc.oneof(
    { weight: 4, arbitrary: own },
    { weight: 1, arbitrary: existingData },
  );
  return either.chain((resource) => triggers(resource, ids).map((connections) => ({ ...resource, connections })));
}

/** Several functions, or for a bucket one for each event. */
function triggers(
  { type, arn, ...resource }: Pick<Properties, 'type' | 'fifo' | 'arn'>,
  { functions }: Ids,
): fc.Arbitrary<DescriptorResource['connections']> {
  const isFifo = deliversInOrder({ ...resource, arn });
  const canInvoke = arn === undefined || type === 'sqs-queue' || (type === 'sns-topic' && !isFifo);
  if (functions.length === 0 || !canInvoke) return fc.constant(undefined);
  const to = fc.constantFrom(...functions);
  const batchSize = optional(fc.integer({ min: 1, max: isFifo ? 10 : 10_000 }));
  const connection =
    type === 's3-bucket'
      ? fc.record({ to, on: fc.constantFrom('created', 'removed') })
      : type === 'sns-topic' || type === 'schedule'
        ? to
        : fc.oneof(to, fc.record({ to, batchSize }));
  const keyOf = (one: string | DescriptorConnection): string => (typeof one === 'string' ? one : (one.on ?? one.to));
  const some = fc.uniqueArray<string | DescriptorConnection, string>(connection, { maxLength: 3, selector: keyOf });
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, some);
}

const plainData: fc.Arbitrary<Properties> = fc.oneof(
  key.chain((tableKey) =>
    fc.record({
      type: fc.constant('dynamodb-table'),
      key: fc.constant(tableKey),
      indexes: indexesBeside(tableKey),
      timeToLive: optional(fc.constantFrom('expiresAt', 'ttl', 'a b', '${Chat}')),
      pointInTimeRecovery: optional(fc.boolean()),
    }),
  ),
  // At least six times the longest timeout of a function.
  fc.record({
    type: fc.constant('sqs-queue'),
    fifo: optional(fc.boolean()),
    visibilityTimeout: optional(fc.integer({ min: 5400, max: 43_200 })),
    // To another queue, which `withOtherQueue` chooses if there is one.
    deadLetter: fc.record({ to: fc.constant(''), after: fc.integer({ min: 1, max: 1000 }) }),
  }),
  fc.constantFrom(
    ...Object.keys(dataResources).flatMap((type) =>
      type === 'dynamodb-table' || type === 'sqs-queue' ? [] : { type },
    ),
  ),
);

function schedule(ids: Ids): fc.Arbitrary<Properties> {
  return fc.record({
    type: fc.constant('schedule'),
    expression: fc.constantFrom(
      'rate(1 minute)',
      'rate(90 minutes)',
      'cron(0/15 8-17 ? * MON-FRI *)',
      'cron(0 0 L * ? 2027)',
    ),
    connections: triggers({ type: 'schedule' }, ids),
  });
}

export interface ArbitraryOptions {
  /** Whether names are all letters and digits, so that no logical ID depends on the order of the file. */
  readonly alphanumericNames?: boolean;
  /** Whether names and routes end like the IDs of parts, so that IDs collide. */
  readonly suffixedNames?: boolean;
  /** Whether some have an overlay. */
  readonly overlays?: boolean;
}

/** The texts of valid descriptors, in YAML or JSON. */
export function arbitraryProject(options?: ArbitraryOptions): fc.Arbitrary<string> {
  return fc
    .tuple(arbitraryDescriptor(options), fc.constantFrom('yaml', 'json'))
    .map(([descriptor, format]) => descriptorText(descriptor, format));
}

/** Descriptors whose templates have resources. */
export function arbitraryDescriptor(options: ArbitraryOptions = {}): fc.Arbitrary<Descriptor> {
  // An existing resource has no part in the template.
  const descriptors = blindDescriptor(options).filter(({ resources }) => {
    return Object.values(resources).some(({ arn }) => arn === undefined);
  });
  return options.overlays ? descriptors.chain(withArbitraryOverlay) : descriptors;
}

/** Two APIs cannot have the same domain, nor two resources the same physical name. */
function withOwnNames(id: string, resource: Properties): Properties {
  const { domain, physicalName } = resource;
  const label = id.toLowerCase().replaceAll('_', '-');
  return {
    ...resource,
    domain: domain && { ...domain, name: `${label}.example.com` },
    physicalName: physicalName === undefined ? undefined : `own-${label}${resource.fifo === true ? '.fifo' : ''}`,
  };
}

function deliversInOrder({ fifo, arn }: Pick<Properties, 'fifo' | 'arn'>): boolean {
  return fifo === true || arn?.endsWith('.fifo') === true;
}

/** Dead letters go to the next queue of the same kind, so that they never come back. */
function withOtherQueue(
  id: string,
  { deadLetter, ...resource }: Properties,
  resources: ReadonlyMap<string, Properties | undefined>,
): Properties {
  const ids = [...resources.keys()];
  const isSuited = (other: Properties | undefined): boolean =>
    other?.type === 'sqs-queue' && deliversInOrder(other) === deliversInOrder(resource);
  const to = ids.slice(ids.indexOf(id) + 1).find((one) => isSuited(resources.get(one)));
  return deadLetter && to !== undefined ? { ...resource, deadLetter: { ...deadLetter, to } } : resource;
}

function blindDescriptor(options: ArbitraryOptions): fc.Arbitrary<Descriptor> {
  const { alphanumericNames = false, suffixedNames = false } = options;
  const plainName = alphanumericNames
    ? alphanumericName
    : fc.oneof({ weight: 4, arbitrary: alphanumericName }, otherName);
  const name = suffixedNames ? suffixedName : plainName;
  return fc
    .record({
      ids: fc.uniqueArray(resourceId, {
        minLength: 2,
        maxLength: 11,
        selector: (id) => id.toUpperCase().replaceAll('-', '_'),
      }),
      apis: fc.constantFrom(0, 1, 1, 1, 2, 2, 3),
      functions: fc.nat(5),
      schedules: fc.constantFrom(0, 0, 0, 1, 2),
      parameters: fc.oneof(
        fc.constant<string[]>([]),
        fc.uniqueArray(suffixedNames ? suffixedParameterName : parameterName, { maxLength: 3 }),
      ),
    })
    .chain(({ ids: all, apis, functions, schedules, parameters }) => {
      const ids = {
        apis: all.slice(0, apis),
        functions: all.slice(apis, apis + functions),
        data: all.slice(apis + functions + schedules),
        parameters,
      };
      const resources = all.map((id) => {
        const properties = ids.apis.includes(id)
          ? api(ids, suffixedNames ? suffixedRoute : route)
          : ids.functions.includes(id)
            ? lambda(ids)
            : ids.data.includes(id)
              ? data(ids)
              : schedule(ids);
        return fc
          .record({ properties, description })
          .map(({ properties: { type, ...rest }, description }) => ({ type, description, ...rest }));
      });
      const own = fc.tuple(...parameters.map((_, index) => parameter(index === 0 ? stageName : validText)));
      return fc.record({
        description,
        parameters: own.map((all) => new Map(parameters.map((name, index) => [name, all[index] ?? {}]))),
        ids: fc.shuffledSubarray(all, { minLength: all.length }),
        names: fc.uniqueArray(name, { minLength: all.length, maxLength: all.length }),
        resources: fc.tuple(...resources).map((items) => new Map(all.map((id, index) => [id, items[index]]))),
      });
    })
    .map(({ description, parameters, ids, names, resources }) => {
      const entries = ids.flatMap((id, index): [string, DescriptorResource][] => {
        const resource = resources.get(id);
        if (!resource) return [];
        const own = withOtherQueue(id, withOwnNames(id, resource), resources);
        return [[id, { name: names[index] ?? id, ...own }]];
      });
      return {
        description,
        ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
        resources: Object.fromEntries(entries),
      };
    });
}
