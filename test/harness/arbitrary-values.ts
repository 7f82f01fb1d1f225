// Arbitrary names, routes and other values of descriptors.
import * as fc from 'fast-check';
import { runtimes } from '../../server/src/language/runtimes.ts';
import { hostileText } from './hostile-text.ts';
import type {
  DescriptorAttribute,
  DescriptorIndex,
  DescriptorKey,
  DescriptorParameter,
  DescriptorText,
} from './descriptor.ts';

/** Hostile text that a template can still hold: no control characters except tabs and line breaks, no lone surrogates. */
export const validText = hostileText.filter(
  (text) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text.replaceAll(/[\t\n\r\u007f-\u009f]/g, '')),
);

export const resourceId = fc
  .tuple(fc.constantFrom('Chat', 'send', 'Table_1', 'out-box', 'N', 'x9', 'Very-Long_Resource-Id'), fc.nat(99))
  .map(([stem, number]) => `${stem}${number}`);

export const alphanumericName = fc.oneof(
  fc.constantFrom('Chat', '123', '1e3', 'true', 'Null', 'y', '0x1F', 'constructor', 'A', 'B', 'AB', 'a'.repeat(64)),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{2,12}$/),
);

/** Names that are also the IDs of parts of resources with other such names. */
export const suffixedName = fc.constantFrom(
  ...['A', 'B', 'AB', 'ARoute', 'AConnect', 'ARouteA', 'ARouteAResponse', 'ARouteAResponseResponse', 'ARouteARole'],
  ...['AStage', 'AAuthorizer', 'AAuthorizerPermission', 'AConnectRoute', 'ADefaultRoute', 'ARouteStage', 'ABStage'],
  ...['ARole', 'BRole', 'ALogGroup', 'BLogGroup', 'ABIntegration', 'ABPermission', 'BAIntegration', 'BAPermission'],
);

export const otherName = fc.oneof(
  fc.constantFrom('my chat', 'chat-api', '${Chat}', "it's", 'é', '😀', 'a: b', 'line\nbreak'),
  validText.filter((text) => text !== '' && text.length <= 64),
);

/** Few are too long for CloudFormation, since a long text makes every test slower. */
export const description = fc.option(
  fc.oneof(
    { weight: 18, arbitrary: validText },
    { weight: 1, arbitrary: fc.constant('long '.repeat(300)) },
    { weight: 1, arbitrary: fc.constant('日本'.repeat(400)) },
  ),
  { nil: undefined },
);

export const route = fc.oneof(
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

export const suffixedRoute = fc.constantFrom(
  ...['$connect', '$disconnect', '$default', 'a', 'aResponse', 'aResponseResponse', 'routeA', 'routeAResponse'],
  ...['aRole', 'aLogGroup', 'stage', 'aStage', 'authorizer', 'bIntegration', 'bPermission', 'connectRoute'],
);

export const operationMode = fc.constantFrom('1-way', '2-way');
export const access = fc.constantFrom('read-only', 'write-only', 'read-write');

const current = runtimes.values.filter(({ deprecated }) => !deprecated);
export const runtime = fc.constantFrom(...current.map(({ value }) => value));

/** Each family of runtimes has its own format of entry points. */
export function entryPointsOf(value: string): readonly string[] {
  if (value.startsWith('java')) return ['a.b', 'chat.Send::handle', 'Send'];
  if (value.startsWith('dotnet')) return ['Chat', 'Chat::Chat.Send::Handle'];
  if (value.startsWith('provided')) return ['bootstrap', 'a.b'];
  return ['a.b', 'functions/send-message.handler', './x/y.z_$'];
}

export const environmentName = fc.oneof(
  fc.constantFrom('LOG_LEVEL', 'kind', 'TABLE_TABLE_11', 'WEBSOCKET_CHAT1', 'constructor', 'toString'),
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{1,12}$/).filter((name) => !/^(?:AWS|LAMBDA)_/i.test(name)),
);
export const arn = fc
  .tuple(
    fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    fc.constantFrom('', ':live', ':7', ':$LATEST'),
    fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
  )
  .map(([partition, qualifier, name]) => `arn:${partition}:lambda:eu-west-1:123456789012:function:${name}${qualifier}`);

const home = fc.constantFrom('aws', 'aws-cn').map((partition) => ({
  partition,
  place: partition === 'aws' ? 'eu-west-1:123456789012' : 'cn-north-1:210987654321',
}));

/** A data resource that exists already. */
export const existingData: fc.Arbitrary<{ readonly type: string; readonly arn: string }> = fc
  .tuple(home, fc.stringMatching(/^[a-z0-9][a-z0-9-]{2,12}[a-z0-9]$/), fc.boolean(), fc.nat(3))
  .map(([{ partition, place }, name, isFifo, kind]) => {
    const fifo = isFifo ? '.fifo' : '';
    const kinds = [
      { type: 'dynamodb-table', arn: `arn:${partition}:dynamodb:${place}:table/${name}` },
      { type: 'sqs-queue', arn: `arn:${partition}:sqs:${place}:${name}${fifo}` },
      { type: 'sns-topic', arn: `arn:${partition}:sns:${place}:${name}${fifo}` },
    ];
    return kinds[kind] ?? { type: 's3-bucket', arn: `arn:${partition}:s3:::${name}` };
  });

export const attribute = fc.record({
  name: fc.oneof(fc.constantFrom('id', 'connectionId', 'yes', '1'), fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/)),
  type: fc.constantFrom('STRING', 'NUMBER', 'BINARY'),
});

export const key: fc.Arbitrary<DescriptorKey> = fc
  .record({ hash: attribute, range: fc.option(attribute, { nil: undefined }) })
  .filter(({ hash, range }) => hash.name !== range?.name);

export const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** The indexes of a table with that key. An attribute has the same type in all keys, and no projection lists it. */
export function indexesBeside(tableKey: DescriptorKey): fc.Arbitrary<readonly DescriptorIndex[] | undefined> {
  const index = fc.record({
    name: fc.oneof(fc.constantFrom('byRoom', 'a.b', '123'), fc.stringMatching(/^[A-Za-z0-9_.-]{3,12}$/)),
    key,
    projection: fc.oneof(
      fc.constantFrom(undefined, 'all', 'keys-only'),
      fc.uniqueArray(fc.constantFrom('text', 'nick name', '${Chat}', 'at', 'é'), { minLength: 1, maxLength: 4 }),
    ),
  });
  return optional(
    fc.uniqueArray(index, { maxLength: 4, selector: ({ name }) => name }).map((indexes) => {
      const types = new Map(
        [...indexes.map((one) => one.key), tableKey]
          .flatMap(({ hash, range }) => (range ? [hash, range] : [hash]))
          .map(({ name, type }) => [name, type]),
      );
      const typed = ({ name, type }: DescriptorAttribute): DescriptorAttribute => ({
        name,
        type: types.get(name) ?? type,
      });
      return indexes.map(({ name, key: { hash, range }, projection }) => ({
        name,
        key: { hash: typed(hash), range: range && typed(range) },
        projection,
      }));
    }),
  );
}

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
export const extras = fc.record({
  architecture: optional(fc.constantFrom('x86_64', 'arm64')),
  code: optional(fc.constantFrom('send', './send/', 'functions/on connect', '.')),
  layers: optional(fc.uniqueArray(layer, { maxLength: 5, selector: (arn) => arn.replace(/:[0-9]+$/, '') })),
  reservedConcurrency: optional(fc.nat(100_000)),
  tracing: optional(fc.boolean()),
  permissions: optional(fc.array(permission, { maxLength: 3 })),
});

export const parameterName: fc.Arbitrary<string> = fc.constantFrom('pStage', 'pLevel', 'PARAMETER1');

/** Also the IDs of parts. */
export const suffixedParameterName: fc.Arbitrary<string> = fc.constantFrom(
  'pStage',
  'BStage',
  'BAuthorizer',
  'BConnectRoute',
  'BRouteA',
);

export function parameter(value: fc.Arbitrary<string>): fc.Arbitrary<DescriptorParameter> {
  return fc
    .record({ value, allowed: optional(fc.uniqueArray(value, { maxLength: 3 })), description, kind: fc.nat(3) })
    .map(({ value: usual, allowed, description, kind }) => ({
      description,
      ...(kind === 1 && { default: usual }),
      ...(kind === 2 && { secret: true }),
      ...(allowed && { allowed: [...new Set([...allowed, usual])] }),
    }));
}

export const stageName = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);

export const remoteValue = fc.constantFrom<DescriptorText>({ ssm: '/chat/level' }, { ssm: 'a.b-c_d:3' });

export const secretValue = fc.constantFrom<DescriptorText>(
  { secret: 'chat/api', key: 'token' },
  { secret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf' },
);
