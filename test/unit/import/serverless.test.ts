// Services of the Serverless Framework as templates. What they should be is known from the framework itself:
// `test/imports/serverless-packaged/` has services with the templates that `serverless package` (3.40.0) wrote for them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject } from '../../../server/src/import/import.ts';
import { readServerless } from '../../../server/src/import/serverless/serverless.ts';
import type { SourceTemplate } from '../../../server/src/import/source-template.ts';
import { readSource, type Place } from '../../../server/src/import/source.ts';
import { plain } from '../../harness/plain-value.ts';
import { get, isList, isMap, readTemplate, resourcesOf, walk } from '../../harness/read-template.ts';

const services = join(import.meta.dirname, '../../imports/serverless-packaged');
const samples = join(import.meta.dirname, '../../../../shared/samples/serverless');

interface Reading {
  readonly stage?: string;
  /** The other files of the service, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
}

async function readService(text: string, { stage, files = {} }: Reading = {}): Promise<SourceTemplate> {
  const root = readSource('serverless.yml', text);
  if ('unreadable' in root) throw new Error(root.unreadable);
  const read = (path: string): Promise<string | undefined> => Promise.resolve(files[path]);
  const template = await readServerless({ path: 'serverless.yml', text, stage, read }, root);
  if ('unreadable' in template) throw new Error(template.unreadable);
  return template;
}

/** A service with a function `main` that has those lines, and the rest. */
function serviceWith(rest: string, main = ''): string {
  return `service: demo
provider: { name: aws, runtime: nodejs22.x }
functions:
  main:
    handler: main.handler
${main.replaceAll(/^/gm, '    ')}
${rest}`;
}

function propertiesOf(template: SourceTemplate, id: string): unknown {
  return plain(template.resources.get(id)?.properties);
}

/** The text of the place, up to its end of line. */
function lineAt({ file, span }: Place): string {
  return file.text.slice(span.start).split('\n', 1)[0] ?? '';
}

describe.each(readdirSync(services))('the packaged service %s', (name) => {
  const folder = join(services, name);
  const files = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const packaged = resourcesOf(readTemplate(files['packaged.json'] ?? '', 'json'));
  const service = files['serverless.yml'] ?? '';

  /** What the framework makes for itself, and what depends on the code. */
  const own = /^ServerlessDeploymentBucket(Policy)?$|LambdaVersion/;
  const expected = [...packaged].filter(([id]) => !own.test(id));

  test('has the resources that the framework makes of it, and no others', async () => {
    const { resources } = await readService(service, { files });
    const made = [...resources].map(([id, { type }]) => `${id} ${type}`);
    expect(made.sort()).toEqual(expected.map(([id, { type }]) => `${withoutHash(id)} ${type}`).sort());
  });

  const isRole = ([, { type }]: (typeof expected)[number]): boolean => type === 'AWS::IAM::Role';

  test.each(expected.filter((one) => !isRole(one)))('has the properties of %s', async (id, { properties }) => {
    const template = await readService(service, { files });
    expect(comparable(propertiesOf(template, withoutHash(id)), name)).toEqual(comparable(properties, name));
  });

  test.each(expected.filter(isRole))('gives the rights that the framework gives to %s', async (id, { properties }) => {
    const role = propertiesOf(await readService(service, { files }), id);
    expect(rightsOf(role)).toEqual(rightsOf(properties));
    const without = (value: unknown): unknown => (isList(value) && value.length === 0 ? undefined : value);
    for (const key of ['Path', 'PermissionsBoundary', 'ManagedPolicyArns', 'AssumeRolePolicyDocument']) {
      expect(get(role, key)).toEqual(without(get(properties, key)));
    }
  });
});

/** The ID of a deployment has a hash of the whole API. */
function withoutHash(id: string): string {
  return id.replace(/^(WebsocketsDeployment)(?!Stage$).+/, '$1');
}

/**
 * Without what the import leaves to CloudFormation or to the descriptor: names that are made of the service's name, and what
 * refers to them by these names, a description that is always the same, the place of the code. Texts are joined, and numbers are texts, as in the environment.
 */
function comparable(value: unknown, service: string): unknown {
  if (isList(value)) return value.map((item) => comparable(item, service));
  if (!isMap(value)) return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  const parts = get(value, 'Fn::Join', 1);
  if (get(value, 'Fn::Join', 0) === '' && isList(parts)) {
    return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');
  }
  const left = Object.entries(value).filter(
    ([key, member]) =>
      !['Code', 'LogGroupName', 'DeploymentId'].includes(key) &&
      !(key === 'FunctionName' && typeof member === 'string' && member.startsWith(`${service}-`)) &&
      !(key === 'Name' && typeof member === 'string' && /-rule-\d+$/.test(member)) &&
      !(key === 'SourceArn' && /"rule"|EventBridgeRule/.test(JSON.stringify(member))) &&
      member !== 'Serverless Websockets',
  );
  return Object.fromEntries(left.map(([key, member]) => [key, comparable(member, service)]));
}

/** Each action with each resource. Those of logs and functions have names that are left to CloudFormation. */
function rightsOf(role: unknown): readonly string[] {
  const statements = [...walk(role)].filter(([, value]) => get(value, 'Effect') === 'Allow').map(([, value]) => value);
  const rights = statements.flatMap((statement) =>
    [get(statement, 'Action')].flat().flatMap((action) =>
      [get(statement, 'Resource')].flat().map((resource) => {
        if (String(action).startsWith('logs:')) return 'logs';
        return action === 'lambda:InvokeFunction' ? action : `${String(action)} ${JSON.stringify(resource)}`;
      }),
    ),
  );
  return [...new Set(rights)].sort();
}

describe('WebSocket events', () => {
  const routesOf = async (events: string): Promise<readonly string[]> => {
    const template = await readService(serviceWith('', `events:\n${events}`));
    return [...template.resources.values()]
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
      .map(
        ({ properties, place }) =>
          `${JSON.stringify(plain(properties?.entries.get('RouteKey')?.value))} at ${lineAt(place)}`,
      );
  };

  test('can be short, long, of the older plugin, and have their properties beside them', async () => {
    expect(await routesOf('  - websocket: $connect\n  - websocket:\n      route: $default')).toEqual([
      '"$connect" at $connect',
      '"$default" at $default',
    ]);
    expect(await routesOf('  - websocket:\n      routeKey: send\n  - websocket:\n    route: leave')).toEqual([
      '"send" at send',
      '"leave" at leave',
    ]);
  });

  test('with an authorizer that cannot be resolved are not open', async () => {
    const template = await readService(
      serviceWith('', 'events:\n  - websocket: { route: $connect, authorizer: "${ssm:/authorizer}" }'),
    );
    expect(propertiesOf(template, 'SconnectWebsocketsRoute')).toMatchObject({ AuthorizationType: 'CUSTOM' });
    expect(propertiesOf(template, 'AuthorizerWebsocketsAuthorizer')).toMatchObject({
      AuthorizerUri: { 'Fn::Join': ['', expect.arrayContaining([{ Ref: 'Authorizer' }])] },
      IdentitySource: ['route.request.header.Auth'],
    });
  });

  test('of an API that exists are left out, each with its place', async () => {
    const text = serviceWith('', 'events:\n  - websocket: $connect\n  - websocket: send').replace(
      'runtime: nodejs22.x',
      'runtime: nodejs22.x, apiGateway: { websocketApiId: abc123 }',
    );
    const { resources, entries } = await readService(text);
    expect([...resources.keys()]).toEqual(['MainLambdaFunction', 'MainLogGroup', 'IamRoleLambdaExecution']);
    expect(
      entries.map((entry) => [entry.kind, 'what' in entry && entry.what, entry.place && lineAt(entry.place)]),
    ).toEqual([
      ['left out', 'Route `$connect`', '$connect'],
      ['left out', 'Route `send`', 'send'],
    ]);
  });

  test('with the same route leave one out', async () => {
    const text = serviceWith('', 'events:\n  - websocket: send').replace(
      'functions:',
      'functions:\n  other:\n    handler: other.handler\n    events: [websocket: send]',
    );
    const { resources, entries } = await readService(text);
    expect(plain(resources.get('sendWebsocketsRoute')?.properties)).toMatchObject({
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'MainWebsocketsIntegration' }]] },
    });
    expect(entries).toMatchObject([{ kind: 'left out', what: 'Route `send`' }]);
  });
});

describe('variables', () => {
  const valueOf = async (written: string, rest = '', reading: Reading = {}): Promise<unknown> => {
    const template = await readService(serviceWith(rest, `environment:\n  VALUE: ${written}`), reading);
    return get(propertiesOf(template, 'MainLambdaFunction'), 'Environment', 'Variables', 'VALUE');
  };

  test.each([
    ['${self:service}-${self:provider.stage}', 'demo-dev'],
    ["${opt:stage, 'x'}", 'x'],
    ['${opt:stage, self:provider.stage}', 'dev'],
    ['${opt:stage}', 'dev'],
    ["${opt:size, ${opt:other, 'small'}}", 'small'],
    ['${self:custom.${sls:stage}.name}', 'nested'],
    ['${self:custom.list.1}', 'second'],
    ["${env:NAME, 'default'}", 'default'],
    ['${env:COUNT, 5}', 5],
    ["${strToBool('true')}", true],
    ["${param:size, 'none'}", 'large'],
    ['${file(config.yml):a.b}', 'from yml'],
    ['${file(./config.json):a}', 'from json'],
    ['${file(deep/../text.txt)}', 'a text'],
    ["${file(missing.yml):a, 'fallback'}", 'fallback'],
    ['${aws:accountId}', { Ref: 'AWS::AccountId' }],
    ['id-${aws:accountId}', { 'Fn::Sub': 'id-${AWS::AccountId}' }],
    ["'arn:#{AWS::Region}:x'", { 'Fn::Sub': 'arn:${AWS::Region}:x' }],
    [
      '!Sub https://${Api}.${self:custom.dev.name}.${aws:region}',
      { 'Fn::Sub': 'https://${Api}.nested.${AWS::Region}' },
    ],
    ['${AWS::Region}', '${AWS::Region}'],
    ['${self:custom.reference}', { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ['${ssm:/chat/level}', '{{resolve:ssm:/chat/level}}'],
  ])('%s is %j', async (written, expected) => {
    const rest = `custom:
  dev: { name: nested }
  list: [first, second]
  reference: !GetAtt Table.Arn
params:
  default: { size: large }`;
    const files = { 'config.yml': 'a: { b: from yml }', 'config.json': '{"a": "from json"}', 'text.txt': 'a text' };
    expect(await valueOf(written, rest, { files })).toEqual(expected);
  });

  test.each([
    ['${env:TOKEN}', { Type: 'String' }],
    ["${ssm:/chat/token, 'none'}", { Type: 'String', Default: 'none' }],
    ['${cf:other.Url}', { Type: 'String' }],
    ['${s3:bucket/key}', { Type: 'String' }],
    ['${file(config.js):token}', { Type: 'String' }],
    ['${file(../config.yml):token}', { Type: 'String' }],
    ['${file(/etc/passwd)}', { Type: 'String' }],
    ['${self:custom.missing}', { Type: 'String' }],
    ['${plugin:token}', { Type: 'String' }],
    ['${self:functions.main.environment.VALUE}', { Type: 'String' }],
    ['${self:custom.never, ', { Type: 'String' }],
  ])('%s is a parameter', async (written, expected) => {
    const template = await readService(serviceWith('', `environment:\n  VALUE: "${written}"`));
    const [[name, parameter] = ['', undefined]] = [...(template.parameters?.entries ?? [])];
    expect(plain(parameter?.value)).toEqual(expected);
    expect(propertiesOf(template, 'MainLambdaFunction')).toMatchObject({
      Environment: { Variables: { VALUE: { Ref: name } } },
    });
    expect(template.entries).toMatchObject([{ kind: 'changed', before: written, after: `parameter ${name}` }]);
    expect(template.entries[0]?.place && lineAt(template.entries[0].place)).toBe(`"${written}"`);
  });

  test('follow the stage that is chosen', async () => {
    expect(await valueOf("${opt:stage, 'x'}-${sls:stage}", '', { stage: 'prod' })).toBe('prod-prod');
  });

  test('never read the environment of the process', async () => {
    expect(await valueOf("${env:PATH, 'default'}")).toBe('default');
  });

  test('that are not used are no parameters', async () => {
    const template = await readService(serviceWith('custom: { a: "${env:TOKEN}" }'));
    expect(template.parameters).toBeUndefined();
    expect(template.entries).toEqual([]);
  });

  test('can be whole sections in files', async () => {
    const text = `service: demo
provider: \${file(provider.yml)}
functions: \${file(functions.yml)}
resources: ['\${file(tables.yml)}', '\${file(more.yml)}']`;
    const files = {
      'provider.yml': 'name: aws\nruntime: nodejs22.x\niam: { role: { statements: "${file(statements.yml)}" } }',
      'functions.yml': 'main: { handler: main.handler, events: "${file(events.yml)}" }',
      'events.yml': '- websocket: $connect\n- websocket: $default',
      'statements.yml': '- { Effect: Allow, Action: [a:B], Resource: "*" }',
      'tables.yml': 'Resources: { First: { Type: AWS::SNS::Topic } }',
      'more.yml': 'Resources: { First: { Properties: { TopicName: news } }, Second: { Type: AWS::SQS::Queue } }',
    };
    const template = await readService(text, { files });
    expect([...template.resources.keys()]).toEqual(
      expect.arrayContaining(['SconnectWebsocketsRoute', 'SdefaultWebsocketsRoute', 'First', 'Second']),
    );
    expect(propertiesOf(template, 'First')).toEqual({ TopicName: 'news' });
    expect(template.resources.get('SconnectWebsocketsRoute')?.place.file.path).toBe('events.yml');
    expect(JSON.stringify(propertiesOf(template, 'IamRoleLambdaExecution'))).toContain('a:B');
    expect(template.entries).toEqual([]);
  });

  test('whose sections are programs are left out in words', async () => {
    const template = await readService('service: demo\nprovider: { name: aws }\nfunctions: ${file(functions.js)}');
    expect(template.entries).toEqual([
      {
        kind: 'left out',
        what: 'Functions',
        place: template.entries[0]?.place,
        why: '`${file(functions.js)}` has no known value. The file `functions.js` is a program, which an import does not run.',
        todo: 'Run `serverless package` and import `.serverless/cloudformation-template-update-stack.json`, which has all values.',
      },
    ]);
  });
});

test('a service becomes a descriptor', async () => {
  const folder = join(services, 'chat');
  const text = readFileSync(join(folder, 'serverless.yml'), 'utf8');
  const read = (path: string): Promise<string | undefined> => Promise.resolve(readFileSync(join(folder, path), 'utf8'));
  const outcome = await importProject({ path: 'serverless.yml', text, read });
  expect(outcome).toMatchObject({ source: 'serverless' });
  const analysis = analyze('descriptor' in outcome ? outcome.descriptor : '');
  expect(analysis.findings.filter(({ rule }) => rule.severity === 'error')).toEqual([]);
  const generated = [...resourcesOf(readTemplate(analysis.template('json') ?? '', 'json')).values()];
  const routes = generated.filter(({ type }) => type === 'AWS::ApiGatewayV2::Route');
  expect(routes.map(({ properties }) => [get(properties, 'RouteKey'), get(properties, 'AuthorizationType')])).toEqual([
    ['$connect', 'CUSTOM'],
    ['$disconnect', 'NONE'],
    ['rooms/send-message.v1', 'NONE'],
    ['$default', 'NONE'],
  ]);
});

test('a service that is a program is refused with what to import instead', async () => {
  const read = (): Promise<undefined> => Promise.resolve(undefined);
  const outcome = await importProject({ path: 'serverless.ts', text: 'export default {};', read });
  expect('unreadable' in outcome && outcome.unreadable).toMatch(/^it is a program.*serverless package/);
});

describe('refused in words are', () => {
  test.each([
    ['a part of a service', 'Resources: {}', 'no Serverless service'],
    ['a service of another cloud', 'service: a\nprovider: { name: google }', 'deploys to `google`'],
    ['a service that expands without end', laughs(), 'expand to more values'],
  ])('%s', async (_, text, words) => {
    await expect(readService(text)).rejects.toThrow(words);
  });
});

/** Ten times ten times … the same list. */
function laughs(): string {
  const levels = Array.from({ length: 12 }, (__, index) =>
    index === 0
      ? 'l0: [ha, ha]'
      : `l${index}: [${Array(10)
          .fill(`"\${self:custom.l${index - 1}}"`)
          .join(', ')}]`,
  );
  return serviceWith(`custom: { ${levels.join(', ')} }`, 'tags: ${self:custom.l11}');
}

describe('hostile files are bounded', () => {
  test.each([
    ['10,000 nested variables', '${self:custom.'.repeat(10_000)],
    ['a text that doubles forty times', '${self:custom.t40}'],
    ['a long chain', '${self:custom.c5000}'],
    ['a file that includes itself', '${file(loop.yml):a}'],
    ['a variable of the whole service', '${self:}'],
    ['a name of JavaScript', '${self:__proto__.constructor}'],
  ])('%s', async (_, written) => {
    const doubling = Array.from({ length: 41 }, (__, index) =>
      index === 0 ? 't0: xxxxxxxxxx' : `t${index}: "\${self:custom.t${index - 1}}\${self:custom.t${index - 1}}"`,
    );
    const chain = Array.from({ length: 5001 }, (__, index) =>
      index === 0 ? 'c0: end' : `c${index}: "\${self:custom.c${index - 1}}"`,
    );
    const text = serviceWith(`custom: { ${[...doubling, ...chain].join(', ')} }`, `environment:\n  VALUE: ${written}`);
    const start = performance.now();
    const outcome = await readService(text, { files: { 'loop.yml': 'a: "${file(loop.yml):a}"' } }).then(
      (template) => JSON.stringify(propertiesOf(template, 'MainLambdaFunction')),
      (error: unknown) => String(error),
    );
    expect(outcome).toMatch(/"Ref"|expand to more values/);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test.skipIf(!existsSync(samples)).each(existsSync(samples) ? readdirSync(samples) : [])(
  'the routes of the sample %s are in its template or left out',
  async (file) => {
    const text = readFileSync(join(samples, file), 'utf8');
    const files = { 'infra/dynamodb.yml': readFileSync(join(samples, '02.yml'), 'utf8') };
    const written = [...text.matchAll(/- websocket: *(\S+)|\broute(?:Key)?: *(\S+)/g)].map(
      ([, short, long]) => short ?? long,
    );
    if (file === '02.yml') {
      await expect(readService(text)).rejects.toThrow('no Serverless service');
      return;
    }
    const { resources, entries } = await readService(text, { files });
    const routes = [...resources.values()].flatMap(({ type, properties }) =>
      type === 'AWS::ApiGatewayV2::Route' ? [plain(properties?.entries.get('RouteKey')?.value)] : [],
    );
    const leftOut = entries.flatMap((entry) =>
      entry.kind === 'left out' ? (/^Route `(.*)`$/.exec(entry.what)?.[1] ?? []) : [],
    );
    expect([...routes, ...leftOut].map(String).sort()).toEqual(written.map(String).sort());
    expect(JSON.stringify([...resources.values()].map(({ properties }) => plain(properties)))).not.toMatch(
      /\$\{[a-z]+[:(]/,
    );
  },
);
