// Altostra projects: what becomes of each resource and each connection. Nothing is lost without an entry of the report.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject, type Import } from '../../../server/src/import/import.ts';
import { get, readTemplate } from '../../harness/read-template.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Members = { readonly [key: string]: Json };

const lambda: Members = {
  type: 'resource.compute.function',
  name: 'send',
  memory: 256,
  timeout: 6,
  entryPoint: 'functions/send.handler',
  runtime: 'nodejs22.x',
  packageType: 'zip',
  layers: [],
  environment: { variables: {} },
  endpointUrl: { enabled: false, authenticated: false },
};
const table: Members = {
  type: 'resource.table',
  name: 'sessions',
  tableName: '',
  key: { hash: { name: 'id', type: 'STRING' } },
};
const queue: Members = { type: 'resource.message-queue', delay: 0, retentionPeriod: 345600, maxMessageSize: 262144 };

interface Result extends Import {
  /** The descriptor as data. */
  readonly data: unknown;
  /** `left out: Property x of Y`. */
  readonly report: readonly string[];
}

async function imported(resources: Members, connections: Members = {}, more: Members = {}): Promise<Result> {
  const blueprint = { version: '2019-10-24', resources, connections, ...more };
  const text = JSON.stringify({ id: 'chat', name: 'chat', description: 'A chat', blueprints: [blueprint] }, null, 2);
  const result = await importProject({ path: 'project.json', text, read: () => Promise.resolve(undefined) });
  if ('unreadable' in result) throw new Error(result.unreadable);
  expect(analyze(result.descriptor).errors).toEqual([]);
  const report = result.entries.flatMap((entry) => (entry.kind === 'next step' ? [] : `${entry.kind}: ${entry.what}`));
  return { ...result, data: readTemplate(result.descriptor, 'yaml'), report };
}

async function refusal(text: string): Promise<string | undefined> {
  const result = await importProject({ path: 'project.json', text, read: () => Promise.resolve(undefined) });
  return 'unreadable' in result ? result.unreadable : undefined;
}

const api = (members: Members): Members => ({
  type: 'resource.web-socket-api',
  name: 'Chat',
  routeSelectorProperty: 'action',
  ...members,
});

describe('a WebSocket API', () => {
  const expected = [
    { route: '$connect', operationMode: '1-way', connections: ['Send01'] },
    { route: 'say', operationMode: '2-way', connections: ['Send01'] },
  ];

  test('with endpoints as resources', async () => {
    const endpoint = (route: string, operationMode: string): Members => ({
      type: 'resource.web-socket-api.endpoint',
      name: 'endpoint',
      route,
      operationMode,
      api: { type: 'ref', id: 'Chat01' },
    });
    const { data, report } = await imported(
      {
        Chat01: api({ endpoints: [{ type: 'ref', id: 'E1' }] }),
        E1: endpoint('$connect', '1-way'),
        E2: endpoint('say', '2-way'),
        Send01: lambda,
      },
      {
        E1: { Send01: { type: 'connection.trigger' } },
        E2: { Send01: { type: 'connection.trigger' } },
        Send01: { Chat01: { type: 'connection.resource-access' } },
      },
    );
    expect(get(data, 'resources', 'Chat01')).toEqual({
      type: 'websocket-api',
      name: 'Chat',
      routeSelectorProperty: 'action',
      endpoints: expected,
    });
    expect(get(data, 'resources', 'Send01', 'connections')).toEqual(['Chat01']);
    expect(report.filter((line) => !line.startsWith('taken: '))).toEqual([]);
  });

  test('with endpoints of its own', async () => {
    const { data } = await imported(
      {
        Chat01: {
          type: 'resource.websocket',
          name: 'my chat',
          routeSelectionExpression: '$request.body.action',
          routes: [
            { routeKey: '$connect', mode: 'one-way', handler: { type: 'ref', id: 'Send01' } },
            { routeKey: 'say', mode: 'two-way' },
          ],
        },
        Send01: lambda,
      },
      { Chat01: { Send01: { type: 'connection.trigger', route: 'say' } } },
    );
    expect(get(data, 'resources', 'Chat01')).toEqual({
      type: 'websocket-api',
      name: 'Chat01',
      routeSelectorProperty: 'action',
      endpoints: expected,
    });
  });

  const endpoints = [{ route: '$connect', operationMode: '1-way', handler: 'Send01' }];

  test('without a route selector has the usual one, and a remark', async () => {
    const { data, report } = await imported({
      Chat01: { type: 'resource.web-socket-api', name: 'Chat', endpoints },
      Send01: lambda,
    });
    expect(get(data, 'resources', 'Chat01', 'routeSelectorProperty')).toBe('action');
    expect(report).toContain('changed: Route selector of Chat01');
  });

  test.each<[string, Members, Members]>([
    ['by a connection', {}, { Chat01: { Check01: { type: 'connection.api.authorizer' } } }],
    ['by a property', { authorizer: { type: 'ref', id: 'Check01' } }, {}],
  ])('has its authorizer %s', async (_, members, connections) => {
    const resources = { Chat01: api({ endpoints, ...members }), Send01: lambda, Check01: lambda };
    const { data } = await imported(resources, connections);
    expect(get(data, 'resources', 'Chat01', 'connections')).toEqual(['Check01']);
  });

  test('with signed requests keeps them', async () => {
    const { data } = await imported({ Chat01: api({ endpoints, authorization: 'AWS_IAM' }), Send01: lambda });
    expect(get(data, 'resources', 'Chat01', 'authorization')).toBe('iam');
  });

  test.each<[string, Members, Members]>([
    ['is no function', {}, { Chat01: { Users01: { type: 'connection.api.authorizer' } } }],
    ['is nowhere', { authorizer: 'Nobody' }, {}],
    ['is of another kind', { authorizationType: 'JWT' }, {}],
    ['are two', { authorizer: ['Send01', 'Check01'] }, {}],
    ['is beside signed requests', { authorizer: 'Send01', authorization: 'iam' }, {}],
  ])('whose authorizer %s never becomes open', async (_, members, connections) => {
    const { data, report } = await imported(
      {
        Chat01: api({ endpoints, ...members }),
        Send01: lambda,
        Check01: lambda,
        Users01: { type: 'resource.user-pool' },
      },
      { ...connections, Send01: { Chat01: { type: 'connection.resource-access' } } },
    );
    expect(get(data, 'resources', 'Chat01')).toBeUndefined();
    expect(report).toEqual(
      expect.arrayContaining([
        'left out: WebSocket API Chat01',
        'left out: Route $connect of Chat01',
        'left out: Connection of Send01 to Chat01',
      ]),
    );
  });

  test('reports what has no route, or several handlers', async () => {
    const { report } = await imported({
      Chat01: api({
        endpoints: [
          ...endpoints,
          { operationMode: '1-way' },
          { type: 'ref', id: 'E9' },
          { route: 'a', handler: ['Send01', 'Check01', 'Nobody'] },
        ],
      }),
      Send01: lambda,
      Check01: lambda,
    });
    expect(report.filter((line) => line.startsWith('left out'))).toEqual([
      'left out: An endpoint of Chat01',
      'left out: Endpoint E9 of Chat01',
      'left out: Connection of route a to Check01',
      'left out: Connection of route a to Nobody',
    ]);
  });
});

test('functions', async () => {
  const { data, report } = await imported(
    {
      Old01: {
        ...lambda,
        runtime: 'nodejs12.x',
        reservedConcurrency: 1,
        environment: { variables: { LEVEL: 'debug', EMPTY: '', COUNT: 3, '1X': 'a', DEEP: { a: 'b' } } },
        policies: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'],
        isDefaultPrivateSubnets: true,
      },
      Image01: { ...lambda, packageType: 'image' },
    },
    {},
    {
      globalEnvironmentVariables: { LEVEL: 'info', REGION: 'eu' },
      parameters: { POOL_ID: { paths: ['resources/Old01/environment/variables/COUNT', 'resources/Old01/memory'] } },
    },
  );
  expect(get(data, 'resources', 'Old01')).toEqual({
    type: 'lambda-function',
    name: 'Old01',
    entryPoint: 'functions/send.handler',
    runtime: 'nodejs22.x',
    memory: 256,
    timeout: 6,
    reservedConcurrency: 1,
    environment: { LEVEL: 'debug', REGION: 'eu', EMPTY: '', COUNT: { parameter: 'PoolId' } },
  });
  expect(get(data, 'parameters')).toEqual({ PoolId: { default: '3' } });
  expect(get(data, 'cloudformation', 'Resources')).toEqual({
    Old01Role: { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'] } },
  });
  expect(report.filter((line) => !line.startsWith('taken'))).toEqual([
    'changed: Runtime of Old01',
    'left out: Variable 1X of Old01',
    'left out: Variable DEEP of Old01',
    'left out: Property isDefaultPrivateSubnets of Old01',
    'left out: Property packageType of Image01',
    'left out: Parameter POOL_ID for resources/Old01/memory',
    'changed: Parameter POOL_ID',
  ]);
});

test('tables, queues, topics, buckets and schedules', async () => {
  const { data, report } = await imported(
    {
      Work01: lambda,
      Simple01: {
        type: 'resource.table.simple',
        key: 'pk',
        tableName: 'my-table',
        throughput: { readUnits: 2, writeUnits: 3 },
      },
      Indexed01: {
        ...table,
        aws: { billingModel: 'PROVISIONED', throughput: { readUnits: 5, writeUnits: 5 }, encryption: 'KMS' },
        primaryIndexes: [
          {
            name: 'byName',
            key: { hash: { name: 'name', type: 'STRING' }, range: { name: 'at', type: 'NUMBER' } },
            projection: { type: 'table.index.projection.include', attributes: ['a'] },
          },
          {
            name: 'byKey',
            key: { hash: { name: 'k', type: 'BINARY' } },
            projection: { type: 'table.index.projection.all' },
          },
        ],
      },
      In01: { ...queue, delay: 5 },
      Failed01: queue,
      News01: { type: 'resource.notification-topic', displayName: 'News', topicName: 'my-news' },
      Files01: {
        type: 'resource.file-store',
        accessLevel: 'public',
        filesSources: [{ type: 'files-source.project-dir', path: 'files' }],
      },
      Every01: { type: 'resource.scheduler', rate: { amount: 1, unit: 'hours' } },
      Cron01: { type: 'resource.scheduler', cron: '0 0 L * ? 2027' },
      Odd01: { type: 'resource.scheduler', expression: 'rate(5 minutes)', rate: { amount: 'x', unit: 'moons' } },
      External01: {
        type: 'resource.external',
        externalResourceType: 'resource.table',
        identifier: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users',
      },
    },
    {
      Work01: {
        Simple01: { type: 'connection.resource-access', accessLevel: 'read-only' },
        External01: { type: 'connection.resource-access', accessLevel: 'read-write' },
        In01: { type: 'connection.resource-access', accessLevel: 'anything' },
        Work01: { type: 'connection.access.invocation' },
      },
      In01: {
        Work01: { type: 'connection.trigger' },
        Failed01: { type: 'connection.queue.dead-letter', retriesCount: 4 },
      },
      News01: { Work01: { type: 'connection.topic-subscription' }, In01: { type: 'connection.topic-subscription' } },
      Files01: { Work01: { type: 'connection.file-store.trigger', eventsFilter: ['create-or-update', 'delete'] } },
      Every01: { Work01: { type: 'connection.trigger' } },
      Nowhere: { Work01: { type: 'connection.trigger' } },
    },
  );
  expect(get(data, 'resources')).toMatchObject({
    Work01: {
      connections: [
        { to: 'Simple01', access: 'read-only' },
        { to: 'External01', access: 'read-write' },
      ],
    },
    Simple01: { key: { hash: { name: 'pk', type: 'STRING' } }, physicalName: 'my-table' },
    Indexed01: {
      indexes: [
        {
          name: 'byName',
          key: { hash: { name: 'name', type: 'STRING' }, range: { name: 'at', type: 'NUMBER' } },
          projection: ['a'],
        },
        { name: 'byKey', key: { hash: { name: 'k', type: 'BINARY' } } },
      ],
    },
    In01: { deadLetter: { to: 'Failed01', after: 4 }, connections: ['Work01'] },
    News01: { physicalName: 'my-news', connections: ['Work01'] },
    Files01: {
      connections: [
        { to: 'Work01', on: 'created' },
        { to: 'Work01', on: 'removed' },
      ],
    },
    Every01: { expression: 'rate(1 hour)', connections: ['Work01'] },
    Cron01: { expression: 'cron(0 0 L * ? 2027)' },
    Odd01: { expression: 'rate(5 minutes)' },
    External01: { arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' },
  });
  expect(get(data, 'cloudformation', 'Resources')).toEqual({
    Simple01: {
      Properties: {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 },
      },
    },
    In01: { Properties: { DelaySeconds: 5 } },
    News01: { Properties: { DisplayName: 'News' } },
  });
  expect(report.filter((line) => !line.startsWith('taken'))).toEqual([
    'left out: Property encryption of Indexed01',
    'changed: Capacity of Indexed01',
    'left out: Property accessLevel of Files01',
    'left out: Property filesSources of Files01',
    'left out: Property rate of Odd01',
    'left out: Connection of Work01 to In01',
    'left out: Connection of Work01 to Work01',
    'left out: Connection of News01 to In01',
    'left out: Connection of Nowhere to Work01',
  ]);
});

test('policies and custom resources', async () => {
  const allow = (statement: Members): Members => ({
    type: 'resource.access.policy',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] },
  });
  const attached = { Work01: { type: 'connection.access.policy-attachment' } };
  const { data, report } = await imported(
    {
      Work01: lambda,
      Sessions01: table,
      Plain01: allow({ Action: 'ses:SendEmail', Resource: '*' }),
      More01: allow({ Action: ['sts:AssumeRole'], Resource: ['*'] }),
      Complex01: allow({ Action: 'ses:*', Resource: { 'Fn::Sub': 'arn:aws:ses:${AWS::Region}:*:x' } }),
      Lost01: allow({ Action: 'ses:*', Resource: { Ref: 'Api01' } }),
      Api01: { type: 'resource.api', name: 'api' },
      Custom01: {
        type: 'resource.cloud-formation.custom-resources',
        resources: {
          One: {
            Type: 'Custom::One',
            Properties: { ServiceToken: { 'Fn::GetAtt': ['Work01', 'Arn'] }, Other: { Ref: 'Two' } },
          },
          Two: { Type: 'Custom::Two', Properties: { ServiceToken: { 'Fn::GetAtt': ['Work01', 'Arn'] } } },
          Three: { Type: 'Custom::Three', Properties: { Api: { Ref: 'Api01' } } },
        },
      },
    },
    { Plain01: attached, More01: attached, Complex01: attached, Lost01: attached },
  );
  expect(get(data, 'resources', 'Work01', 'permissions')).toEqual([
    { actions: ['ses:SendEmail'], resources: ['*'] },
    { actions: ['sts:AssumeRole'], resources: ['*'] },
  ]);
  expect(Object.keys(get(data, 'cloudformation', 'Resources') ?? {})).toEqual(['Complex01', 'One', 'Two']);
  expect(get(data, 'cloudformation', 'Resources', 'Complex01', 'Properties', 'Roles')).toEqual([{ Ref: 'Work01Role' }]);
  expect(report.filter((line) => line.startsWith('left out'))).toEqual([
    'left out: Custom resource Three',
    'left out: Resource Lost01',
    'left out: REST API Api01',
  ]);
});

test('a project with nothing for a project file is refused', async () => {
  expect(await refusal(JSON.stringify({ blueprints: [{ resources: { A: { type: 'resource.cdn' } } }] }))).toMatch(
    /has no WebSocket API/,
  );
  expect(await refusal(JSON.stringify({ blueprints: [] }))).toMatch(/no project of/);
  expect(await refusal(JSON.stringify({ blueprints: [{ resources: [] }] }))).toMatch(/no project of/);
});

test('hostile names and values are bounded', async () => {
  const { report, descriptor } = await imported({
    '__proto__\u001b': lambda,
    constructor: { type: 'constructor' },
    'a b: #c': { ...table, tableName: '*\n', toString: 'x', hasOwnProperty: [['y']] },
    'a b': table,
    a_b: table,
    'a-b': table,
    '-': table,
  });
  expect(descriptor).toContain('  R__proto___:\n');
  expect([...descriptor.matchAll(/^ {2}(a.*|R-.*):$/gm)].map(([, id]) => id)).toEqual([
    'a_b___c',
    'a_b',
    'a_b2',
    'a-b',
    'R-',
  ]);
  expect(report).toEqual(
    expect.arrayContaining(['left out: Resource constructor', 'left out: Property toString of a_b___c']),
  );
});

const samples = join(import.meta.dirname, '../../../../shared/samples/altostra');

describe.skipIf(!existsSync(samples))('public projects', () => {
  test.each(existsSync(samples) ? readdirSync(samples) : [])('%s', async (name) => {
    const text = readFileSync(join(samples, name), 'utf8');
    const result = await importProject({ path: name, text, read: () => Promise.resolve(undefined) });
    if ('unreadable' in result) throw new Error(result.unreadable);
    expect(analyze(result.descriptor).errors).toEqual([]);
    const source: unknown = JSON.parse(text);
    const resources = Object.entries(get(source, 'blueprints', 0, 'resources') ?? {});
    expect(resources.length).toBeGreaterThan(2);
    const known = JSON.stringify(result.entries.map((entry) => ('what' in entry ? entry.what : '')));
    const kept = readTemplate(result.descriptor, 'yaml');
    const lost = resources.filter(([id]) => get(kept, 'resources', id) === undefined && !known.includes(id));
    // Custom resources are listed by their own names.
    expect(lost.map(([, resource]) => get(resource, 'type'))).toEqual(name === '03.json' ? ['resource.cloud-formation.custom-resources'] : []); // prettier-ignore
  });
});
