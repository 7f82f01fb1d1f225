// What an import must not change quietly: what the source has switched off, the defaults of its tool, and who can connect.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importFiles } from '../../harness/import-files.ts';
import { get, readTemplate } from '../../harness/read-template.ts';
import { smallTemplate } from '../../harness/small-template.ts';

/** A template of an API and a table, with those properties of the route `$connect` and of the table besides. */
function template({ connect = '', table = '' }: { readonly connect?: string; readonly table?: string }): string {
  const sessions = `  Sessions:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      BillingMode: PAY_PER_REQUEST
      ${table}
`;
  return smallTemplate({ route: connect }, sessions, '$connect');
}

async function resultOf(
  path: string,
  text: string,
): Promise<{ readonly descriptor?: string; readonly refused?: string }> {
  const result = await importFiles(path, { [path]: text });
  return 'unreadable' in result ? { refused: result.unreadable } : { descriptor: result.descriptor };
}

/** The template of the project file that the file becomes, as data. */
async function templateOf(path: string, text: string): Promise<unknown> {
  const { descriptor = '', refused } = await resultOf(path, text);
  expect(refused).toBeUndefined();
  return readTemplate(analyze(descriptor).template('json') ?? '', 'json');
}

describe('of a table', () => {
  const expiryOf = (made: unknown): unknown =>
    get(made, 'Resources', 'Sessions', 'Properties', 'TimeToLiveSpecification');

  test('items that do not expire do not expire', async () => {
    const off = 'TimeToLiveSpecification: { AttributeName: ttl, Enabled: false }';
    expect(expiryOf(await templateOf('template.yaml', template({ table: off })))).toMatchObject({ Enabled: false });
    // Otherwise the file would say both.
    expect((await resultOf('template.yaml', template({ table: off }))).descriptor).not.toContain('timeToLive');
    const on = off.replace('false', 'true');
    expect(expiryOf(await templateOf('template.yaml', template({ table: on })))).toMatchObject({ Enabled: true });
  });
});

describe('of an API', () => {
  test.each([
    ['of no attribute', '!GetAtt Chat.Nothing'],
    ['of no mapping', '!FindInMap [Stages, live, type]'],
    ['of a resource that is missing', '!Ref Missing'],
    ['of no function', '{ Fn::Nothing: 1 }'],
  ])('a type of authorization %s is not left out: the file is refused', async (_, type) => {
    const result = await resultOf('template.yaml', template({ connect: `AuthorizationType: ${type}` }));
    expect(result.descriptor).toBeUndefined();
    expect(result.refused).toMatch(/^what it would become has an error that cannot be left out/);
  });

  test('a type of authorization that is a list stays', async () => {
    const made = await templateOf('template.yaml', template({ connect: 'AuthorizationType: [AWS_IAM]' }));
    const types = Object.values(get(made, 'Resources') ?? {}).flatMap((one: unknown) =>
      get(one, 'Type') === 'AWS::ApiGatewayV2::Route' ? [get(one, 'Properties', 'AuthorizationType')] : [],
    );
    expect(types).toEqual([['AWS_IAM']]);
  });
});

test('the log group of a function is found by the name of the function, and keeps its logs as long', async () => {
  const text = `${template({}).replace('Handler: send.handler', 'FunctionName: chat-send, Handler: send.handler')}
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: /aws/lambda/chat-send, RetentionInDays: 7 }
`;
  const made = await templateOf('template.yaml', text);
  const groups = Object.values(get(made, 'Resources') ?? {}).filter(
    (one) => get(one, 'Type') === 'AWS::Logs::LogGroup',
  );
  expect(groups.map((group) => get(group, 'Properties', 'RetentionInDays'))).toEqual([7]);
});

describe('of an Altostra project', () => {
  const imported = async (connection: object, resource: object): Promise<unknown> => {
    const lambda = {
      type: 'resource.compute.function',
      name: 'work',
      memory: 256,
      timeout: 6,
      entryPoint: 'functions/work.handler',
      runtime: 'nodejs22.x',
    };
    const resources = { Work01: lambda, From01: resource, To01: { type: 'resource.message-queue' } };
    const blueprints = [{ version: '2019-10-24', resources, connections: { From01: connection } }];
    const text = JSON.stringify({ id: 'chat', name: 'chat', blueprints });
    const { descriptor = '', refused } = await resultOf('project.json', text);
    expect(refused).toBeUndefined();
    return get(readTemplate(descriptor, 'yaml'), 'resources', 'From01');
  };

  test('a message is moved after three failures if the project does not say after how many', async () => {
    const from = await imported({ To01: { type: 'connection.queue.dead-letter' } }, { type: 'resource.message-queue' });
    expect(from).toMatchObject({ deadLetter: { to: 'To01', after: 3 } });
  });

  test.each([
    [['delete'], ['removed']],
    [['remove'], ['removed']],
    [['create-or-update'], ['created']],
    [undefined, ['created']],
  ])('a bucket invokes for the events %j only', async (eventsFilter, expected) => {
    const from = await imported(
      { Work01: { type: 'connection.file-store.trigger', eventsFilter } },
      { type: 'resource.file-store' },
    );
    expect(get(from, 'connections')).toEqual(expected.map((on) => ({ to: 'Work01', on })));
  });
});
