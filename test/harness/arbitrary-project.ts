// Random valid descriptors over the whole language, as plain objects that a test can change before it writes them out.
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { dataResources } from '../../server/src/language/data-resources.ts';
import { runtimes } from '../../server/src/language/runtimes.ts';
import { bind } from '../../server/src/model/bind.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { hostileText } from './hostile-text.ts';

/** Hostile text that a template can still hold: no control characters except tabs and line breaks, no lone surrogates. */
const validText = hostileText.filter(
  (text) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text.replaceAll(/[\t\n\r\u007f-\u009f]/g, '')),
);

export interface DescriptorConnection {
  readonly to: string;
  readonly access?: string | undefined;
  readonly as?: string | undefined;
  readonly batchSize?: number | undefined;
  readonly on?: string | undefined;
}

export interface DescriptorEndpoint {
  readonly route: string;
  readonly operationMode: string;
  readonly connections?: readonly string[] | undefined;
}

/** A resource of any type, with the properties of its type. */
export interface DescriptorResource {
  readonly type: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly connections?: readonly (string | DescriptorConnection)[] | undefined;
  readonly endpoints?: readonly DescriptorEndpoint[] | undefined;
  readonly identitySource?: readonly string[] | undefined;
  readonly routeSelectorProperty?: string | undefined;
  readonly stage?: DescriptorText | undefined;
  readonly runtime?: string | undefined;
  readonly entryPoint?: string | undefined;
  readonly arn?: string | undefined;
  readonly memory?: number | undefined;
  readonly timeout?: number | undefined;
  readonly environment?: Readonly<Record<string, DescriptorText>> | undefined;
  readonly key?: object | undefined;
  readonly timeToLive?: string | undefined;
  readonly pointInTimeRecovery?: boolean | undefined;
  readonly fifo?: boolean | undefined;
  readonly visibilityTimeout?: number | undefined;
  readonly expression?: string | undefined;
  readonly architecture?: string | undefined;
  readonly layers?: readonly string[] | undefined;
  readonly code?: string | undefined;
  readonly reservedConcurrency?: number | undefined;
  readonly tracing?: boolean | undefined;
  readonly permissions?: readonly DescriptorPermission[] | undefined;
  readonly throttling?: { readonly rate: number; readonly burst: number } | undefined;
  readonly logging?: string | undefined;
  readonly accessLogs?: boolean | undefined;
  readonly authorization?: string | undefined;
  readonly domain?:
    { readonly name: string; readonly certificate: string; readonly path?: string | undefined } | undefined;
}

export interface DescriptorPermission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A string, or a map such as `{ parameter: Stage }`. */
export type DescriptorText = string | Readonly<Record<string, string>>;

export interface DescriptorParameter {
  readonly default?: string | undefined;
  readonly description?: string | undefined;
  readonly allowed?: readonly string[] | undefined;
  readonly secret?: boolean | undefined;
}

export interface Descriptor {
  readonly description?: string | undefined;
  readonly parameters?: Readonly<Record<string, DescriptorParameter>> | undefined;
  readonly resources: Readonly<Record<string, DescriptorResource>>;
}

// The library does not preserve block scalars that contain only spaces.
const yamlOptions = { aliasDuplicateObjects: false, blockQuote: false };

/** The text of a descriptor, in YAML or JSON, without undefined properties. */
export function descriptorText(descriptor: Descriptor, format: 'yaml' | 'json' = 'yaml'): string {
  return format === 'json' ? JSON.stringify(descriptor, null, 2) : stringify(descriptor, yamlOptions);
}

const resourceId = fc
  .tuple(fc.constantFrom('Chat', 'send', 'Table_1', 'out-box', 'N', 'x9', 'Very-Long_Resource-Id'), fc.nat(99))
  .map(([stem, number]) => `${stem}${number}`);

const alphanumericName = fc.oneof(
  fc.constantFrom('Chat', '123', '1e3', 'true', 'Null', 'y', '0x1F', 'constructor', 'A', 'B', 'AB', 'a'.repeat(64)),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{2,12}$/),
);

/** Names that are also the IDs of parts of resources with other such names. */
const suffixedName = fc.constantFrom(
  ...['A', 'B', 'AB', 'ARoute', 'AConnect', 'ARouteA', 'ARouteAResponse', 'ARouteAResponseResponse', 'ARouteARole'],
  ...['AStage', 'AAuthorizer', 'AAuthorizerPermission', 'AConnectRoute', 'ADefaultRoute', 'ARouteStage', 'ABStage'],
  ...['ARole', 'BRole', 'ALogGroup', 'BLogGroup', 'ABIntegration', 'ABPermission', 'BAIntegration', 'BAPermission'],
);

const otherName = fc.oneof(
  fc.constantFrom('my chat', 'chat-api', '${Chat}', "it's", 'é', '😀', 'a: b', 'line\nbreak'),
  validText.filter((text) => text !== '' && text.length <= 64),
);

const description = fc.option(fc.oneof(validText, fc.constant('long '.repeat(300)), fc.constant('日本'.repeat(400))), {
  nil: undefined,
});

const route = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('$connect', '$disconnect', '$default') },
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][A-Za-z]{1,9}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'send-message',
      'SendMessage',
      'chat:send',
      'user/join',
      'a*b',
      '*',
      'what?',
      '1',
      'a b',
      'é',
      'x${Chat}',
    ),
  },
  { weight: 1, arbitrary: validText.filter((text) => text !== '' && !text.startsWith('$')) },
);

const suffixedRoute = fc.constantFrom(
  ...['$connect', '$disconnect', '$default', 'a', 'aResponse', 'aResponseResponse', 'routeA', 'routeAResponse'],
  ...['aRole', 'aLogGroup', 'stage', 'aStage', 'authorizer', 'bIntegration', 'bPermission', 'connectRoute'],
);

const operationMode = fc.constantFrom('1-way', '2-way');
const access = fc.constantFrom('read-only', 'write-only', 'read-write');

const current = runtimes.values.filter(({ deprecated }) => !deprecated);
const runtime = fc.constantFrom(...current.map(({ value }) => value));

/** Each family of runtimes has its own format of entry points. */
function entryPointsOf(value: string): readonly string[] {
  if (value.startsWith('java')) return ['a.b', 'chat.Send::handle', 'Send'];
  if (value.startsWith('dotnet')) return ['Chat', 'Chat::Chat.Send::Handle'];
  if (value.startsWith('provided')) return ['bootstrap', 'a.b'];
  return ['a.b', 'functions/send-message.handler', './x/y.z_$'];
}

const environmentName = fc.oneof(
  fc.constantFrom('LOG_LEVEL', 'kind', 'TABLE_TABLE_11', 'WEBSOCKET_CHAT1', 'constructor', 'toString'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{1,12}$/).filter((name) => !/^(?:AWS|LAMBDA)_/i.test(name)),
);
const arn = fc
  .tuple(
    fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    fc.constantFrom('', ':live', ':7', ':$LATEST'),
    fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
  )
  .map(([partition, qualifier, name]) => `arn:${partition}:lambda:eu-west-1:123456789012:function:${name}${qualifier}`);

const attribute = fc.record({
  name: fc.oneof(fc.constantFrom('id', 'connectionId', 'yes', '1'), fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/)),
  type: fc.constantFrom('STRING', 'NUMBER', 'BINARY'),
});

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const layer = fc
  .tuple(fc.constantFrom('aws', 'aws-cn'), fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/), fc.integer({ min: 1, max: 99 }))
  .map(([partition, name, version]) => `arn:${partition}:lambda:eu-west-1:123456789012:layer:${name}:${version}`);

const permission = fc.record({
  actions: fc.array(fc.constantFrom('bedrock:InvokeModel', 's3:Get*', 'sqs:SendMessage', 'execute-api:Invoke'), {
    minLength: 1,
    maxLength: 3,
  }),
  resources: fc.array(
    fc.constantFrom(
      '*',
      'arn:aws:s3:::b/${aws:username}/*',
      'arn:aws:sqs:eu-west-1:123456789012:q',
      'arn:aws:iam::*:role/a b',
    ),
    { minLength: 1, maxLength: 3 },
  ),
});

/** What few functions have. */
const extras = fc.record({
  architecture: optional(fc.constantFrom('x86_64', 'arm64')),
  code: optional(fc.constantFrom('send', './send/', 'functions/on connect', '.')),
  layers: optional(fc.uniqueArray(layer, { maxLength: 5, selector: (arn) => arn.replace(/:[0-9]+$/, '') })),
  reservedConcurrency: optional(fc.nat(100_000)),
  tracing: optional(fc.boolean()),
  permissions: optional(fc.array(permission, { maxLength: 3 })),
});

interface Ids {
  readonly apis: readonly string[];
  readonly functions: readonly string[];
  readonly data: readonly string[];
  /** The names of parameters. The first one has only values that a stage can have. */
  readonly parameters: readonly string[];
}

const parameterName: fc.Arbitrary<string> = fc.constantFrom('pStage', 'pLevel', 'PARAMETER1');

/** Also the IDs of parts. */
const suffixedParameterName: fc.Arbitrary<string> = fc.constantFrom(
  'pStage',
  'BStage',
  'BAuthorizer',
  'BConnectRoute',
  'BRouteA',
);

function parameter(value: fc.Arbitrary<string>): fc.Arbitrary<DescriptorParameter> {
  return fc
    .record({ value, allowed: optional(fc.uniqueArray(value, { maxLength: 3 })), description, kind: fc.nat(3) })
    .map(({ value: usual, allowed, description, kind }) => ({
      description,
      ...(kind === 1 && { default: usual }),
      ...(kind === 2 && { secret: true }),
      ...(allowed && { allowed: [...new Set([...allowed, usual])] }),
    }));
}

const stageName = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);

const remoteValue = fc.constantFrom<DescriptorText>({ ssm: '/chat/level' }, { ssm: 'a.b-c_d:3' });

const secretValue = fc.constantFrom<DescriptorText>(
  { secret: 'chat/api', key: 'token' },
  { secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf' },
);

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
        fc.record({ runtime: fc.constant(value), entryPoint: fc.constantFrom(...entryPointsOf(value)) }),
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
  return plainData.chain((resource) => triggers(resource, ids).map((connections) => ({ ...resource, connections })));
}

/** Several functions, or for a bucket one for each event. */
function triggers(
  { type, fifo }: Pick<Properties, 'type' | 'fifo'>,
  { functions }: Ids,
): fc.Arbitrary<DescriptorResource['connections']> {
  if (functions.length === 0) return fc.constant(undefined);
  const to = fc.constantFrom(...functions);
  const batchSize = optional(fc.integer({ min: 1, max: fifo ? 10 : 10_000 }));
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
  fc
    .record({ hash: attribute, range: optional(attribute) })
    .filter(({ hash, range }) => hash.name !== range?.name)
    .chain((key) =>
      fc.record({
        type: fc.constant('dynamodb-table'),
        key: fc.constant(key),
        timeToLive: optional(fc.constantFrom('expiresAt', 'ttl', 'a b', '${Chat}')),
        pointInTimeRecovery: optional(fc.boolean()),
      }),
    ),
  // At least six times the longest timeout of a function.
  fc.record({
    type: fc.constant('sqs-queue'),
    fifo: optional(fc.boolean()),
    visibilityTimeout: optional(fc.integer({ min: 5400, max: 43_200 })),
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
}

/** The texts of valid descriptors, in YAML or JSON. */
export function arbitraryProject(options?: ArbitraryOptions): fc.Arbitrary<string> {
  return fc
    .tuple(arbitraryDescriptor(options), fc.constantFrom('yaml', 'json'))
    .map(([descriptor, format]) => descriptorText(descriptor, format));
}

/** Descriptors whose templates have resources. */
export function arbitraryDescriptor(options: ArbitraryOptions = {}): fc.Arbitrary<Descriptor> {
  return blindDescriptor(options).filter((descriptor) => {
    return bind(parse(descriptorText(descriptor))).logicalIds.claims.length > 0;
  });
}

/** Two APIs cannot have the same domain. */
function withOwnDomain(id: string, resource: Properties): Properties {
  const { domain } = resource;
  const label = id.toLowerCase().replaceAll('_', '-');
  return domain ? { ...resource, domain: { ...domain, name: `${label}.example.com` } } : resource;
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
        return resource ? [[id, { name: names[index] ?? id, ...withOwnDomain(id, resource) }]] : [];
      });
      return {
        description,
        ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
        resources: Object.fromEntries(entries),
      };
    });
}
