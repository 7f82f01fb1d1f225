// The messages about two templates' differences, and how handwritten templates are read.
import { describe, expect, test } from 'vitest';
import type { Impact } from '../../../server/src/protocol.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { readDeployed, type DeployedTemplate } from '../../../server/src/template/deployed.ts';
import { isLoss } from '../../../server/src/template/impact-words.ts';
import { impactOf } from '../../../server/src/template/impact.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import {
  descriptorText,
  type Descriptor,
  type DescriptorIndex,
  type DescriptorResource,
} from '../../harness/descriptor.ts';

function templateOf(descriptor: Descriptor, format: 'yaml' | 'json' = 'json'): string {
  return stringify(generate(bind(parse(descriptorText(descriptor)))), format);
}

function read(text: string): DeployedTemplate {
  const template = readDeployed(text);
  if ('unreadable' in template) throw new Error(template.unreadable);
  return template;
}

function compared(before: string, after: string): Impact {
  return impactOf(read(before), read(after));
}

function messagesOf(before: string, after: string): readonly string[] {
  return compared(before, after).effects.map(({ message }) => message);
}

const chat = {
  type: 'websocket-api',
  name: 'Chat',
  routeSelectorProperty: 'action',
  endpoints: [{ route: 'send', operationMode: '1-way', connections: ['Send'] }],
};
const send = { type: 'lambda-function', name: 'Send', runtime: 'nodejs22.x', entryPoint: 'a.b' };
const sessions = { type: 'dynamodb-table', name: 'Sessions', key: { hash: { name: 'id', type: 'STRING' } } };
const resources = { Chat: chat, Send: send, Sessions: sessions };

/** The messages for an edit of this descriptor. */
function saidOf(edit: Partial<Record<keyof typeof resources, DescriptorResource | undefined>>): readonly string[] {
  const after = Object.fromEntries(
    Object.entries<DescriptorResource | undefined>({ ...resources, ...edit }).flatMap(([id, resource]) =>
      resource ? [[id, resource] as const] : [],
    ),
  );
  const { effects, summary } = compared(templateOf({ resources }, 'yaml'), templateOf({ resources: after }, 'yaml'));
  return [...effects.map(({ message }) => message), summary];
}

describe('in words', () => {
  test('another name is a loss', () => {
    expect(saidOf({ Chat: { ...chat, name: 'Talk' } })).toEqual([
      'API Chat is replaced by Talk: it gets a new URL, and its clients are disconnected.',
      'CloudFormation adds 5, updates 2 and deletes 5 resources.',
    ]);
    expect(saidOf({ Sessions: { ...sessions, name: 'Others' } })).toEqual([
      'Table Sessions is replaced by Others: the new one starts without its items. The old one is kept outside of the stack.',
      'CloudFormation adds 1 and deletes 1 resource.',
    ]);
  });

  test('another stage, key or type is a loss too', () => {
    expect(saidOf({ Chat: { ...chat, stage: 'test' } })[0]).toBe(
      "Stage ChatStage is replaced because its StageName changes: its API's URL changes, and its clients are disconnected.",
    );
    expect(saidOf({ Sessions: { ...sessions, key: { hash: { name: 'other', type: 'STRING' } } } })[0]).toBe(
      'Table Sessions is replaced because its KeySchema changes: the new one starts without its items. The old one is kept outside of the stack.',
    );
    // The CDK considers this an update, since the specification only mentions the replacement in its documentation.
    expect(saidOf({ Sessions: { ...sessions, key: { hash: { name: 'id', type: 'NUMBER' } } } })).toEqual([
      'Table Sessions is replaced because its AttributeDefinitions changes: the new one starts without its items. The old one is kept outside of the stack.',
      'CloudFormation replaces 1 resource.',
    ]);
    expect(saidOf({ Sessions: { type: 'sqs-queue', name: 'Sessions' } })[0]).toBe(
      'CloudFormation rejects the update of Table Sessions: its type would change to AWS::SQS::Queue, but the type of a resource cannot change. Give the new resource another name.',
    );
  });

  test('DynamoDB adds or removes one index at once, and changes none', () => {
    const index = (name: string, attribute: string, projection?: string | readonly string[]) => ({
      name,
      key: { hash: { name: attribute, type: 'STRING' } },
      projection,
    });
    const saidOfIndexes = (before: readonly DescriptorIndex[], after: readonly DescriptorIndex[]): readonly string[] =>
      messagesOf(
        templateOf({ resources: { Sessions: { ...sessions, indexes: before } } }),
        templateOf({ resources: { Sessions: { ...sessions, indexes: after } } }),
      );
    const [room, user] = [index('byRoom', 'room'), index('byUser', 'user')];
    expect(saidOfIndexes([], [room])).toEqual([]);
    expect(saidOfIndexes([room, user], [user])).toEqual([]);
    expect(saidOfIndexes([room, user], [user, room])).toEqual([]);
    expect(saidOfIndexes([index('byRoom', 'room', ['a', 'b'])], [index('byRoom', 'room', ['b', 'a'])])).toEqual([]);
    expect(saidOfIndexes([], [room, user])).toEqual([
      'DynamoDB rejects the update of Table Sessions: it adds byRoom and byUser, and one deployment can add or remove one index of a table. Deploy them one after the other.',
    ]);
    expect(saidOfIndexes([room], [user])).toEqual([
      'DynamoDB rejects the update of Table Sessions: it adds byUser and removes byRoom, and one deployment can add or remove one index of a table. Deploy them one after the other.',
    ]);
    for (const other of [index('byRoom', 'user'), index('byRoom', 'room', 'keys-only')]) {
      expect(saidOfIndexes([room], [other])).toEqual([
        'DynamoDB rejects the update of Table Sessions: it cannot change the index byRoom. Add what you need under another name, and remove the old index in a later deployment.',
      ]);
    }
    // A new table can have any.
    expect(
      messagesOf(
        templateOf({ resources: { Send: send } }),
        templateOf({ resources: { Send: send, Sessions: { ...sessions, indexes: [room, user] } } }),
      ),
    ).toEqual([]);
    const replaced = { ...sessions, key: { hash: { name: 'other', type: 'STRING' } }, indexes: [room, user] };
    expect(saidOf({ Sessions: replaced })).not.toContainEqual(expect.stringContaining('rejects'));
  });

  test('DynamoDB does not change the attribute of the time to live', () => {
    const saidOfTimeToLive = (before?: string, after?: string): readonly string[] =>
      messagesOf(
        templateOf({ resources: { Sessions: { ...sessions, timeToLive: before } } }),
        templateOf({ resources: { Sessions: { ...sessions, timeToLive: after } } }),
      );
    expect(saidOfTimeToLive('ttl', 'expiresAt')).toEqual([
      'DynamoDB rejects the update of Table Sessions: it cannot change the attribute of the time to live from ttl to expiresAt. Deploy it without a time to live first, and with the new attribute an hour later.',
    ]);
    expect(saidOfTimeToLive(undefined, 'expiresAt')).toEqual([]);
    expect(saidOfTimeToLive('expiresAt', undefined)).toEqual([]);
    expect(saidOfTimeToLive('expiresAt', 'expiresAt')).toEqual([]);
  });

  test('a replaced resource cannot keep its physical name, and neither can one with another logical ID', () => {
    const named = { ...sessions, physicalName: 'chat' };
    const saidOfNamed = (after: DescriptorResource): readonly string[] =>
      messagesOf(templateOf({ resources: { Sessions: named } }), templateOf({ resources: { Sessions: after } }));
    const key = { hash: { name: 'other', type: 'STRING' } };
    expect(saidOfNamed({ ...named, key })).toEqual([
      'CloudFormation rejects the update of Table Sessions: it is replaced because its KeySchema changes, and the new one cannot have the TableName chat while the old one has it. Change that as well.',
    ]);
    expect(saidOfNamed({ ...named, key, physicalName: 'talk' })).toEqual([
      'Table Sessions is replaced because its TableName changes: the new one starts without its items. The old one is kept outside of the stack.',
    ]);
    expect(saidOfNamed({ ...named, name: 'Others' })).toEqual([
      'CloudFormation rejects Table Others, and rolls the update back: Sessions has the TableName chat, and keeps it outside of the stack. Use another name.',
    ]);
    expect(saidOfNamed({ ...named, timeToLive: 'at' })).toEqual([]);
  });

  test('so is a removed resource, but not the parts that go with it', () => {
    expect(saidOf({ Chat: undefined, Sessions: undefined })).toEqual([
      'API Chat is deleted: its URL is lost.',
      'Table Sessions is removed from the stack: it is kept, but no longer managed by CloudFormation.',
      'CloudFormation updates 2 and deletes 6 resources.',
    ]);
    expect(
      saidOf({ Chat: { ...chat, endpoints: [{ ...chat.endpoints[0], route: 'tell', operationMode: '1-way' }] } })[0],
    ).toBe('Route ChatRouteSend is deleted.');
    const asked = { ...chat, endpoints: [{ route: 'send', operationMode: '2-way', connections: ['Send'] }] };
    expect(messagesOf(templateOf({ resources: { ...resources, Chat: asked } }), templateOf({ resources }))).toEqual([
      "Route response ChatRouteSendResponse is deleted: clients no longer get the function's response.",
    ]);
  });

  test('so is a numbered ID that goes to another resource', () => {
    const inbox = { type: 'sqs-queue', name: 'in-box' };
    const outbox = { type: 'sqs-queue', name: 'out-box' };
    const before = templateOf({ resources: { Inbox: inbox, Outbox: outbox } });
    const after = templateOf({ resources: { Inbox: { ...inbox, name: 'inBox' }, Outbox: outbox } });
    expect(messagesOf(before, after)).toEqual([
      'Queue SQSQueue01 is reused, unchanged, for Outbox, and Inbox becomes inBox.',
      'Queue SQSQueue02 is replaced by SQSQueue01: the new one starts without its messages. The old one is kept outside of the stack.',
    ]);
    const renamed = templateOf({ resources: { Input: inbox, Outbox: outbox } });
    expect(messagesOf(before, renamed)).toEqual([]);
  });

  test('a part that is replaced, as when a function handles another route, is only counted', () => {
    const added = { route: 'tell', operationMode: '1-way', connections: ['Send'] };
    const { changes, effects } = compared(
      templateOf({ resources }),
      templateOf({ resources: { ...resources, Chat: { ...chat, endpoints: [...chat.endpoints, added] } } }),
    );
    expect(changes).toContainEqual(expect.objectContaining({ logicalId: 'ChatSendPermission', action: 'replace' }));
    expect(effects.filter(isLoss)).toEqual([]);
  });

  test('updates are only counted', () => {
    expect(saidOf({ Send: { ...send, memory: 1024 } })).toEqual(['CloudFormation updates 1 resource.']);
  });
});

const processed =
  ', so it is the source of what is deployed. Compare with the processed template: aws cloudformation get-template --stack-name STACK --template-stage Processed';

/** For handwritten templates in YAML. */
function changesOf(before: string, after: string): readonly (readonly [string, string, ...string[]])[] {
  return compared(`Resources:\n${before}`, `Resources:\n${after}`).changes.map(
    ({ logicalId, action, causes }) => [logicalId, action, ...causes.map(({ property }) => property)] as const,
  );
}

const waysOut =
  'under other logical IDs until the end of the update, and cannot have them twice. Deploy a second stack and let a custom domain lead to it, give the deployed resources the new logical IDs with a stack refactoring of CloudFormation, or, if clients may be disconnected in between, deploy the existing template without them first.';

describe('a handwritten template', () => {
  const queue = (value: string): string => `  A: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: ${value} } }`;

  test.each([
    ['!GetAtt B.Arn', '{ Fn::GetAtt: [B, Arn] }'],
    ['!GetAtt [B, Arn]', '{ Fn::GetAtt: B.Arn }'],
    ['!Ref B', '{ Ref: B }'],
    ['!Sub "${B}"', '{ Fn::Sub: "${B}" }'],
    ['!Join ["", [!Ref B, c]]', '{ Fn::Join: ["", [{ Ref: B }, c]] }'],
    ['!Sub ["${B}", {}]', '!Sub "${B}"'],
    ['!Sub ["${B}", {}]', '{ Fn::Sub: ["${B}", {}] }'],
    ['!If [C, 1, "true"]', '{ Fn::If: [C, "1", true] }'],
    ['{ a: 1, b: 2 }', '{ b: 2, a: 1 }'],
  ])('%s is %s', (one, other) => {
    expect(changesOf(queue(one), queue(other))).toEqual([]);
  });

  test('does not depend on the order of DependsOn', () => {
    const queue = (waits: string): string => `  A: { Type: AWS::SQS::Queue, DependsOn: ${waits} }`;
    expect(changesOf(queue('[B, C]'), queue('[C, B]'))).toEqual([]);
    expect(changesOf(queue('[B]'), queue('B'))).toEqual([]);
    expect(changesOf(queue('[B]'), queue('[B, C]'))).toEqual([['A', 'update', 'DependsOn']]);
  });

  test.each([
    ['!Ref B', '!Sub "${B}"'],
    ['!Base64 x', '!Sub x'],
    ['{ Fn::Base64: !Ref B }', '{ Fn::Base64: B }'],
    ['[a, b]', '[b, a]'],
    ['01', '1'],
  ])('%s is not %s', (one, other) => {
    expect(changesOf(queue(one), queue(other))).toEqual([['A', 'update', 'KmsMasterKeyId']]);
  });

  test.each([
    '!Ref T',
    '!GetAtt T.Arn',
    '!Sub "arn:${T}"',
    '!Sub "${ T.Arn }"',
    '!Sub ["${x}", { x: !Ref T }]',
    '[{ a: [!Ref T] }]',
  ])('%s changes when T is replaced', (reference) => {
    const table = (key: string): string => `  T: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [${key}] } }\n`;
    const route = `  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: ${reference}, RouteKey: x } }\n`;
    const api = '  U: { Type: AWS::ApiGatewayV2::Stage, Properties: { StageName: !Ref R } }';
    expect(changesOf(route + table('a') + api, route + table('b') + api)).toEqual([
      ['R', 'replace', 'ApiId'],
      ['T', 'replace', 'KeySchema'],
      ['U', 'replace', 'StageName'],
    ]);
  });

  test('replaces a table if the type of an attribute changes, but not if an attribute is added or removed', () => {
    const table = (...attributes: readonly string[]): string => {
      const items = attributes.map((attribute) => {
        const [name = '', type = ''] = attribute.split(' ');
        return `{ AttributeName: ${name}, AttributeType: ${type} }`;
      });
      return `  T: { Type: AWS::DynamoDB::Table, Properties: { AttributeDefinitions: [${items.join(', ')}] } }`;
    };
    const replaced = [['T', 'replace', 'AttributeDefinitions']];
    const updated = [['T', 'update', 'AttributeDefinitions']];
    expect(changesOf(table('id S', 'at N'), table('id S', 'at S'))).toEqual(replaced);
    expect(changesOf(table('id S'), table('at S', 'id N'))).toEqual(replaced);
    expect(changesOf(table('id S', 'at N'), table('id S'))).toEqual(updated);
    expect(changesOf(table('id S'), table('at N', 'id S'))).toEqual(updated);
  });

  test('deletes a bucket only if it is empty', () => {
    const queue = '  Q: { Type: AWS::SQS::Queue }\n';
    expect(messagesOf(`Resources:\n${queue}  B: { Type: AWS::S3::Bucket }`, `Resources:\n${queue}`)).toEqual([
      'Bucket B is deleted if it is empty; otherwise it is kept outside of the stack.',
    ]);
  });

  test('may replace a resource of an unknown type, and keeps it according to its policies', () => {
    const db = (size: number, policy = ''): string =>
      `  Db: { Type: AWS::RDS::DBInstance, ${policy} Properties: { Size: ${size} } }`;
    expect(changesOf(db(1), db(2))).toEqual([['Db', 'mayReplace', 'Size']]);
    expect(changesOf(db(1), db(1, 'DeletionPolicy: Retain,'))).toEqual([['Db', 'update', 'DeletionPolicy']]);
    const gone = (policy: string): readonly string[] => messagesOf(`Resources:\n${db(1, policy)}`, 'Resources: {}');
    expect(gone('DeletionPolicy: Retain,')).toEqual([
      'AWS::RDS::DBInstance Db is removed from the stack: it is kept, but no longer managed by CloudFormation.',
    ]);
    expect(gone('DeletionPolicy: Delete,')).toEqual(['AWS::RDS::DBInstance Db is deleted.']);
  });

  test('is read from the answer of GetTemplate, which has YAML as text and JSON as it is', () => {
    const template = templateOf({ resources });
    const yaml = JSON.stringify({ TemplateBody: templateOf({ resources }, 'yaml'), StagesAvailable: ['Original'] });
    const json = JSON.stringify({ TemplateBody: JSON.parse(template) as unknown, StagesAvailable: ['Original'] });
    expect(read(yaml)).toEqual(read(template));
    expect(read(json)).toEqual(read(template));
  });

  test('may have ? in place of characters that are not ASCII', () => {
    const greeting = { ...send, description: 'Grüße, schöne Größe' };
    const greetings = { ...chat, endpoints: [{ ...chat.endpoints[0], route: 'grüßen', operationMode: '2-way' }] };
    const names = { ...sessions, key: { hash: { name: 'schlüssel', type: 'STRING' } } };
    const template = templateOf({ resources: { Chat: greetings, Send: greeting, Sessions: names } });
    const answer = template.replaceAll(/[^\n -~]/gu, '?');
    expect(answer).toContain('gr??en');
    expect(compared(answer, template)).toEqual({
      changes: [],
      effects: [{ kind: 'assumed', message: expect.stringContaining('were not compared') as unknown }],
      summary: 'CloudFormation changes no resources.',
      replacesGenerated: true,
    });
    // Bytes instead of characters.
    expect(compared(template.replaceAll(/[^\n -~]/gu, '??'), template).changes).toEqual([]);
    expect(compared(answer, template.replaceAll('schön', 'alt')).changes).toMatchObject([{ logicalId: 'Send' }]);
    // A template that has such characters is not an answer.
    expect(compared(template.replaceAll('ü', '?'), template).changes).not.toEqual([]);
    const asked = templateOf({ resources: { Send: { ...send, description: 'What?' } } });
    const answered = templateOf({ resources: { Send: { ...send, description: 'Übung' } } });
    expect(compared(asked, answered).effects).toEqual([]);
    expect(compared(asked, answered).changes).toHaveLength(1);
  });

  test('keeps its URL if the API keeps its logical ID and its stage the name', () => {
    const api = (id: string, stage: string, name: string): string => `Resources:
  ${id}: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Chat, RouteSelectionExpression: a } }
  ${stage}: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref ${id}, StageName: ${name} } }
`;
    const summaryOf = (before: string, after: string): string => compared(before, after).summary;
    const before = api('Chat', 'Stage', 'prod');
    const same = /The URL of API Chat stays the same\.$/;
    expect(summaryOf(before, before.replace('a }', 'b }'))).toMatch(same);
    expect(summaryOf(before, api('Chat', 'ChatStage', 'prod'))).toMatch(same);
    expect(summaryOf(before, api('Chat', 'Stage', 'dev'))).not.toMatch(same);
    expect(summaryOf(before, api('Talk', 'Stage', 'prod'))).not.toMatch(same);
    // Between two generated templates, only what is lost is said.
    const generated = templateOf({ resources: { Chat: chat, Send: send } });
    expect(summaryOf(generated, generated.replace('action', 'type'))).not.toMatch(same);
  });

  test('loses nothing with what only belongs to other resources', () => {
    const before = `Resources:
  Topic: { Type: AWS::SNS::Topic }
  Rights: { Type: AWS::IAM::Policy, Properties: { PolicyName: a, PolicyDocument: {} } }
  Deployment: { Type: AWS::ApiGatewayV2::Deployment, Properties: { ApiId: a } }
  CDKMetadata: { Type: AWS::CDK::Metadata }
  Key: { Type: AWS::KMS::Key }
`;
    expect(messagesOf(before, 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n')).toEqual([
      'AWS::KMS::Key Key is deleted.',
    ]);
  });

  test('has the names of the account and its parents until the end of the update', () => {
    const saidOfMoved = (type: string, properties: string, more = ''): readonly string[] => {
      const template = (id: string): string =>
        `Resources:\n  ${id}: { Type: '${type}', Properties: { ${properties} } }\n${more}`;
      return messagesOf(template('Old'), template('New'));
    };
    const rejects = (name: string): unknown => [
      expect.stringMatching(new RegExp(`^CloudFormation rejects .* New, and rolls the update back: Old has .*${name}`)),
    ];
    expect(saidOfMoved('AWS::IAM::Role', 'RoleName: chat')).toEqual(rejects('RoleName chat'));
    expect(saidOfMoved('AWS::Logs::LogGroup', 'LogGroupName: chat')).toEqual(rejects('LogGroupName chat'));
    expect(saidOfMoved('AWS::Events::Rule', 'Name: chat')).toEqual(rejects('Name chat'));
    expect(saidOfMoved('AWS::ApiGatewayV2::DomainName', 'DomainName: ws.example.com')).toEqual(
      rejects('ws.example.com'),
    );
    const mapping = 'DomainName: !Ref Domain, ApiId: a, Stage: b';
    expect(saidOfMoved('AWS::ApiGatewayV2::ApiMapping', mapping)).toEqual(rejects('ApiMappingKey'));
    expect(saidOfMoved('AWS::ApiGatewayV2::ApiMapping', `${mapping}, ApiMappingKey: c`)).toEqual(
      rejects('ApiMappingKey c'),
    );
    const polls = 'FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn';
    expect(saidOfMoved('AWS::Lambda::EventSourceMapping', polls)).toEqual(rejects('EventSourceArn'));
    // Without a name, CloudFormation chooses one.
    expect(saidOfMoved('AWS::IAM::Role', 'Path: /')).toEqual([]);
  });

  test('has the names of routes and stages until the end of the update', () => {
    const api = '  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Chat, RouteSelectionExpression: a } }\n';
    const route = (id: string, key: string): string =>
      `  ${id}: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: ${key} } }\n`;
    const stage = (id: string): string =>
      `  ${id}: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Chat, StageName: prod } }\n`;
    const kindsOf = (before: string, after: string): readonly string[] =>
      compared(`Resources:\n${before}`, `Resources:\n${after}`).effects.map(({ kind }) => kind);
    const before = api + stage('Stage') + route('Default', '$default');
    const after = api + stage('ChatStage') + route('ChatDefaultRoute', '$default');
    expect(messagesOf(`Resources:\n${before}`, `Resources:\n${after}`)).toEqual([
      `CloudFormation rejects the update, and rolls it back: Chat has the route $default and the stage prod ${waysOut}`,
    ]);
    expect(compared(`Resources:\n${before}`, `Resources:\n${after}`).changes).toContainEqual(
      expect.objectContaining({ logicalId: 'ChatStage', action: 'add', conflictsWith: 'Stage' }),
    );
    expect(kindsOf(before, before)).toEqual([]);
    expect(kindsOf(before, api + stage('Stage') + route('Other', 'send'))).toEqual(['lost']);
    // However many there are, and however they refer to the API.
    const many = (prefix: string, ref: string): string =>
      api +
      ['$connect', '$disconnect', 'a', 'b', 'c', 'd']
        .map((key, index) => route(`${prefix}${index}`, key).replace('!Ref Chat', ref))
        .join('') +
      `  ${prefix}Auth: { Type: AWS::ApiGatewayV2::Authorizer, Properties: { ApiId: ${ref}, Name: check } }\n`;
    expect(
      messagesOf(`Resources:\n${many('One', '!Ref Chat')}`, `Resources:\n${many('Two', '!GetAtt Chat.ApiId')}`),
    ).toEqual([
      `CloudFormation rejects the update, and rolls it back: Chat has the routes $connect, $disconnect, a, b, c and 1 more and the authorizer check ${waysOut}`,
    ]);
    // In a new API, all names are free.
    const other = after.replaceAll('Chat:', 'Talk:').replaceAll('!Ref Chat', '!Ref Talk');
    expect(kindsOf(before, other)).not.toContain('rejected');
    expect(kindsOf(before, after.replace('Name:', 'ProtocolType: WEBSOCKET, Name:'))).not.toContain('rejected');
  });

  test.each([
    ['', 'it is empty'],
    ['# nothing\n', 'it is not a CloudFormation template: it has no Resources'],
    ['hello', 'it is not a CloudFormation template: it has no Resources'],
    ['Resources: []', 'it is not a CloudFormation template: it has no Resources'],
    ['Resources: { title: Hello }', 'it is not a CloudFormation template: title in its Resources has no Type'],
    ['Resources: { cpu: 2 }', 'it is not a CloudFormation template: cpu in its Resources has no Type'],
    ['Resources: { A: { Type: 1 } }', 'it is not a CloudFormation template: A in its Resources has no Type'],
    ['{"Resources": {"Chat": null}}', 'it is not a CloudFormation template: Chat in its Resources has no Type'],
    ['{"TemplateBody": "hello"}', 'it is not a CloudFormation template: it has no Resources'],
    ['{"TemplateBody": "Resources: ["}', 'it cannot be parsed (line 1)'],
    ['Transform: AWS::Serverless-2016-10-31\nResources: {}', `it has a Transform${processed}`],
    [
      'Resources: { Send: { Type: AWS::Serverless::Function } }',
      `Send has the type AWS::Serverless::Function${processed}`,
    ],
    ['Resources: {}\nA: [', 'it cannot be parsed (line 2)'],
    ['['.repeat(100_000), 'it cannot be parsed (line 1)'],
    [`# ${'x'.repeat(1_000_000)}`, 'it cannot be parsed (line 1)'],
  ])('that is none says why: %.20j', (text, unreadable) => {
    expect(readDeployed(text)).toEqual({ unreadable });
  });
});
