// What a new template opens to more people.
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { readDeployed, type DeployedTemplate } from '../../../server/src/template/deployed.ts';
import { isLoss, type Effect } from '../../../server/src/template/impact-words.ts';
import { impactOf } from '../../../server/src/template/impact.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { descriptorText, type DescriptorResource } from '../../harness/descriptor.ts';

function templateOf(resources: Record<string, DescriptorResource>): string {
  return stringify(generate(bind(parse(descriptorText({ resources })))), 'yaml');
}

function read(text: string): DeployedTemplate {
  const template = readDeployed(text);
  if ('unreadable' in template) throw new Error(template.unreadable);
  return template;
}

function effectsOf(before: string, after: string): readonly Effect[] {
  return impactOf(read(before), read(after)).effects;
}

const handler = (name: string, connections?: DescriptorResource['connections']): DescriptorResource => ({
  type: 'lambda-function',
  name,
  runtime: 'nodejs22.x',
  entryPoint: 'a.b',
  ...(connections ? { connections } : {}),
});
const endpoint = (route: string, lambda = 'Send') => ({ route, operationMode: '1-way', connections: [lambda] });
const table = (name: string): DescriptorResource => ({
  type: 'dynamodb-table',
  name,
  key: { hash: { name: 'id', type: 'STRING' } },
});
const open = {
  type: 'websocket-api',
  name: 'Chat',
  routeSelectorProperty: 'action',
  endpoints: [endpoint('$connect'), endpoint('send')],
};
const guarded = { ...open, connections: ['Authorize'] };
const functions = { Authorize: handler('Authorize'), Send: handler('Send') };

function chatEffects(before: DescriptorResource, after: DescriptorResource): readonly Effect[] {
  return effectsOf(templateOf({ Chat: before, ...functions }), templateOf({ Chat: after, ...functions }));
}

describe('an API', () => {
  test('is opened if it loses its authorizer, which comes first and is a loss', () => {
    const [first] = chatEffects(guarded, { ...open, stage: 'test' });
    expect(first).toEqual({
      kind: 'opened',
      message: 'Anyone can connect to API Chat: its route $connect no longer has an authorizer.',
    });
    expect(first && isLoss(first)).toBe(true);
    expect(chatEffects(guarded, { ...open, name: 'Talk' })[0]).toEqual({
      kind: 'opened',
      message: 'Anyone can connect to API Talk: its route $connect no longer has an authorizer.',
    });
  });

  test('is opened if it no longer requires signatures, and not if an authorizer takes over', () => {
    const signed = { ...open, authorization: 'iam' };
    expect(chatEffects(signed, open)[0]?.kind).toBe('opened');
    expect(chatEffects(signed, guarded).map(({ kind }) => kind)).not.toContain('opened');
    expect(chatEffects(guarded, signed).map(({ kind }) => kind)).not.toContain('opened');
  });

  test('is opened if it loses $connect, where alone the authorizer is called', () => {
    expect(chatEffects(guarded, { ...guarded, endpoints: [endpoint('send')] })).toEqual([
      {
        kind: 'opened',
        message:
          'Anyone can connect to API Chat: its route $connect is deleted, and API Gateway calls the authorizer only there.',
      },
      { kind: 'lost', message: 'Route ChatConnectRoute is deleted.' },
    ]);
  });

  test('is not opened by what makes it more private, or leaves it as it is', () => {
    expect(chatEffects(open, guarded)).toEqual([]);
    expect(chatEffects({ ...guarded, endpoints: [endpoint('send')] }, guarded)).toEqual([]);
    expect(chatEffects(guarded, { ...guarded, endpoints: [...open.endpoints, endpoint('tell')] })).toEqual([]);
    expect(chatEffects(guarded, { ...guarded, connections: ['Send'] })).toEqual([]);
  });

  test('that is new and open is said once, not for each route', () => {
    const talk = { ...open, name: 'Talk' };
    const before = templateOf({ Chat: open, ...functions });
    expect(effectsOf(before, templateOf({ Chat: open, Talk: talk, ...functions }))).toEqual([
      { kind: 'published', message: 'Anyone can connect to API Talk, which is new: it has no authorizer.' },
    ]);
    const closed = { ...talk, connections: ['Authorize'] };
    expect(effectsOf(before, templateOf({ Chat: open, Talk: closed, ...functions }))).toEqual([]);
  });

  test('publishes its new routes if it is open, which is no loss', () => {
    const effects = chatEffects(open, { ...open, endpoints: [...open.endpoints, endpoint('tell'), endpoint('ask')] });
    expect(effects).toEqual([
      { kind: 'published', message: 'Anyone can use the new routes tell and ask of API Chat: it has no authorizer.' },
    ]);
    expect(effects.some(isLoss)).toBe(false);
    // A renamed route is as public as it was.
    expect(chatEffects(open, { ...open, endpoints: [endpoint('$connect'), endpoint('tell')] })).toEqual([
      { kind: 'lost', message: 'Route ChatRouteSend is deleted.' },
    ]);
  });
});

/** A descriptor with an open API, over whose route `$connect` something is laid. */
function withConnect(overlay: string): Analysis {
  return analyze(`${descriptorText({ resources: { Chat: open, ...functions } })}cloudformation:\n${overlay}`);
}

const laid = (properties: string): string =>
  `  Conditions:\n    IsOpen: !Equals [!Ref AWS::Region, eu-west-1]\n  Resources:\n    ChatConnectRoute:\n      ${properties}\n`;

const openNote = 'Anyone can connect to Chat: no authorizer is called.';
const unknownNote =
  'Anyone may be able to connect to Chat: whether $connect has an authorizer is decided only at deployment.';

describe('an API with an overlay', () => {
  test.each([
    ['AuthorizationType: AWS_IAM', undefined],
    ['ApiKeyRequired: true', undefined],
    ['ApiKeyRequired: false', openNote],
    ['ApiKeyRequired: !If [IsOpen, false, true]', unknownNote],
    ['AuthorizationType: !If [IsOpen, NONE, AWS_IAM]', unknownNote],
    ['AuthorizationType: !Ref AWS::NoValue', openNote],
    ['OperationName: Connect', openNote],
  ])('is noted as far as it is known who can connect: %s', (property, note) => {
    const analysis = withConnect(laid(`Properties: { ${property} }`));
    expect(analysis.errors.map(({ message }) => message)).toEqual([]);
    expect(analysis.openNote()).toBe(note);
  });

  test('is noted if its authorized route is there only under a condition that the API does not have', () => {
    const properties = 'Properties: { AuthorizationType: AWS_IAM }';
    const route = laid(`Condition: IsOpen\n      ${properties}`);
    expect(withConnect(route).openNote()).toBe(unknownNote);
    expect(withConnect(`${route}    Chat: { Condition: IsOpen }\n`).openNote()).toBeUndefined();
  });

  test('is not noted if the overlay has its route $connect', () => {
    const route = `  Resources:
    Door:
      Type: AWS::ApiGatewayV2::Route
      Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: AWS_IAM }
`;
    const chat = { ...open, authorization: 'iam', endpoints: [endpoint('send')] };
    const text = descriptorText({ resources: { Chat: chat, ...functions } });
    expect(analyze(text).findings.map(({ rule }) => rule.id)).toContain('iam-without-connect');
    expect(analyze(text).openNote()).toBe(openNote);
    expect(analyze(text).template('yaml')).toContain('Anyone can connect to Chat');
    const laidOver = analyze(`${text}cloudformation:\n${route}`);
    expect(laidOver.findings.map(({ rule }) => rule.id)).not.toContain('iam-without-connect');
    expect(laidOver.openNote()).toBeUndefined();
    expect(laidOver.template('yaml')).not.toContain('Anyone can connect to Chat');
  });

  test('is opened if only an API key is left of its authorizer, or if a condition decides', () => {
    const before = templateOf({ Chat: guarded, ...functions });
    const effect = (properties: string): Effect | undefined =>
      effectsOf(before, withConnect(laid(`Properties: { ${properties} }`)).template('yaml') ?? '')[0];
    expect(effect('ApiKeyRequired: true')).toEqual({
      kind: 'opened',
      message: 'Everyone with an API key can connect to API Chat: its route $connect no longer has an authorizer.',
    });
    expect(effect('AuthorizationType: !If [IsOpen, NONE, AWS_IAM]')).toEqual({
      kind: 'opened',
      message:
        'Anyone may be able to connect to API Chat: whether its route $connect has an authorizer is decided only at deployment.',
    });
    expect(effect('AuthorizationType: AWS_IAM')?.kind).not.toBe('opened');
  });
});

describe('a function', () => {
  const withAccess = (...access: readonly (readonly [string, string])[]): Record<string, DescriptorResource> => ({
    Send: handler(
      'Send',
      access.map(([to, level]) => ({ to, access: level })),
    ),
    Sessions: table('Sessions'),
  });
  const gained = {
    kind: 'widened',
    message: expect.stringMatching(
      /^Function Send gets more rights: .*dynamodb:BatchWriteItem.* on Sessions\.$/,
    ) as unknown,
  };

  test('gets more rights with another access, and fewer without a word', () => {
    const [reads, writes] = [
      templateOf(withAccess(['Sessions', 'read-only'])),
      templateOf(withAccess(['Sessions', 'read-write'])),
    ];
    expect(effectsOf(reads, writes)).toEqual([gained]);
    expect(effectsOf(writes, reads)).toEqual([]);
  });

  test('gets more rights with a connection to what exists, not to what is new or renamed', () => {
    const before = withAccess();
    expect(effectsOf(templateOf(before), templateOf(withAccess(['Sessions', 'read-write'])))).toEqual([gained]);
    const after = { ...withAccess(['Others', 'read-write']), Others: table('Others') };
    expect(effectsOf(templateOf(before), templateOf(after))).toEqual([]);
    const renamed = { ...withAccess(['Sessions', 'read-write']), Sessions: table('Connections') };
    const effects = effectsOf(templateOf(withAccess(['Sessions', 'read-write'])), templateOf(renamed));
    expect(effects.map(({ kind }) => kind)).toEqual(['lost']);
  });

  test('gets more rights when it may send to the clients of another API', () => {
    const before = templateOf({ Chat: open, Send: handler('Send'), Help: handler('Help') });
    const after = templateOf({ Chat: open, Send: handler('Send'), Help: handler('Help', ['Chat']) });
    expect(effectsOf(before, after)).toEqual([
      { kind: 'widened', message: 'Function Help gets more rights: execute-api:ManageConnections on Chat.' },
    ]);
  });

  test('of a handwritten template is judged only if its rights can be read', () => {
    const role = (policies: string): string => `Resources:
  Sessions: { Type: AWS::DynamoDB::Table, Properties: { KeySchema: [] } }
  Send: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt SendRole.Arn } }
  SendRole: { Type: AWS::IAM::Role, Properties: { ${policies} } }
`;
    const inline = (action: string, resource: string, more = ''): string =>
      role(
        `Policies: [{ PolicyName: A, PolicyDocument: { Statement: [{ Effect: Allow, Action: ${action}, Resource: ${resource}${more} }] } }]`,
      );
    const after = inline('[dynamodb:GetItem, dynamodb:PutItem]', '!GetAtt Sessions.Arn');
    const [had, all] = [inline('dynamodb:GetItem', '!GetAtt Sessions.Arn'), inline('dynamodb:*', '"*"')];
    expect(effectsOf(had, after)).toEqual([
      { kind: 'widened', message: 'Function Send gets more rights: dynamodb:PutItem on Sessions.' },
    ]);
    expect(effectsOf(all, after)).toEqual([]);
    expect(effectsOf(inline('dynamodb:GetItem', '!GetAtt Sessions.Arn', ', Condition: {}'), after)).toEqual([]);
    expect(effectsOf(role('ManagedPolicyArns: [AmazonDynamoDBFullAccess]'), after)).toEqual([]);
    const logging = 'iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    for (const arn of [`"arn:aws:${logging}"`, `!Sub "arn:\${AWS::Partition}:${logging}"`]) {
      expect(effectsOf(role(`ManagedPolicyArns: [${arn}]`), after)).toEqual([
        {
          kind: 'widened',
          message: 'Function Send gets more rights: dynamodb:GetItem and dynamodb:PutItem on Sessions.',
        },
      ]);
    }
    const joined = `!Join ["", ["arn:", !Ref "AWS::Partition", ":${logging}"]]`;
    expect(effectsOf(role(`ManagedPolicyArns: [${joined}]`), after)).toHaveLength(1);
    const attached = `${role('')}  Rights: { Type: AWS::IAM::Policy, Properties: { Roles: [!Ref SendRole], PolicyDocument: { Statement: { Effect: Allow, Action: dynamodb:GetItem, Resource: !GetAtt Sessions.Arn } } } }`;
    expect(effectsOf(attached, after)).toEqual(effectsOf(had, after));
    const logs = inline('logs:PutLogEvents', '!GetAtt Sessions.Arn');
    expect(effectsOf(role(`ManagedPolicyArns: ["arn:aws:${logging}"]`), logs)).toEqual([]);
  });
});
