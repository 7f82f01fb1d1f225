// The descriptor that an import writes: as a person would, and with nothing that reads as something else.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import type { Facts, ResourceFact } from '../../../server/src/import/facts.ts';
import { madeMap, readSource, type Made, type Place } from '../../../server/src/import/source.ts';
import { writeDescriptor } from '../../../server/src/import/write-descriptor.ts';
import { format } from '../../../server/src/syntax/format/format.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { factsOf } from '../../harness/facts.ts';
import { hostileText } from '../../harness/hostile-text.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isList, readTemplate } from '../../harness/read-template.ts';

const root = readSource('serverless.yml', 'service: chat');
if ('unreadable' in root) throw new Error(root.unreadable);
const place: Place = root.place;

const options = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

const none: Facts = {
  description: undefined,
  parameters: [],
  resources: [],
  cloudformation: new Map(),
  entries: [],
  files: [],
};

const lambda: ResourceFact = {
  id: 'send',
  type: 'lambda-function',
  name: 'SendLambdaFunction',
  place,
  properties: [],
  endpoints: [],
  connections: [],
};

const overlay = (members: { readonly [key: string]: Made }): Facts => ({
  ...none,
  cloudformation: new Map([['Resources', madeMap(place, members)]]),
});

test('a project, in the order and with the comments of a person', () => {
  const facts: Facts = {
    description: 'A chat: one room',
    parameters: [{ name: 'Stage', place, properties: [{ name: 'default', value: 'dev', place }] }],
    resources: [
      {
        ...lambda,
        id: 'Sessions',
        type: 'dynamodb-table',
        name: 'SessionsTable',
        properties: [
          { name: 'physicalName', value: 'sessions', place },
          {
            name: 'key',
            value: new Map([['hash', new Map([['name', 'connectionId'], ['type', 'STRING']])]]), // prettier-ignore
            place,
          },
        ],
        connections: [{ to: 'send', batchSize: 10, place }],
      },
      {
        ...lambda,
        properties: [
          { name: 'timeout', value: 6, place },
          { name: 'environment', value: new Map([['LEVEL', '012'], ['MODE', 'on']]), place }, // prettier-ignore
          { name: 'tracing', value: true, place },
          {
            name: 'runtime',
            value: 'nodejs22.x',
            place,
            comment: 'In serverless.yml: nodejs10.x, which AWS Lambda no longer creates.',
          },
          { name: 'entryPoint', value: 'handlers/send.handler', place },
        ],
        connections: [
          { to: 'Chat', place },
          { to: 'Sessions', access: 'read-write', as: 'TABLE_NAME', place },
          { to: 'Sessions', access: 'read-only', place, comment: 'Wide' },
        ],
      },
      {
        ...lambda,
        id: 'Chat',
        type: 'websocket-api',
        name: 'WebsocketsApi',
        comment: 'Two lines\nof a comment',
        properties: [
          { name: 'stage', value: new Map([['parameter', 'Stage']]), place },
          { name: 'identitySource', value: ['header.Auth'], place },
          { name: 'routeSelectorProperty', value: 'action', place },
        ],
        connections: [{ to: 'send', place }],
        endpoints: [
          { route: '$connect', operationMode: '1-way', handler: 'send', place },
          { route: 'a, b', operationMode: '2-way', handler: undefined, place, comment: 'MOCK' },
        ],
      },
    ],
    cloudformation: new Map([
      [
        'Conditions',
        madeMap(place, { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Same: { Condition: 'IsProd' } }),
      ],
      [
        'Resources',
        madeMap(place, {
          SessionsTable: { Condition: 'IsProd' },
          SendLogGroup: { Properties: { RetentionInDays: 7 } },
          ConnectLogGroup: { Properties: { RetentionInDays: { Ref: 'Days' } } },
          Alarm: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              AlarmName: { 'Fn::Sub': '${AWS::StackName}-alarm' },
              Dimensions: [{ Name: 'ApiId', Value: { Ref: 'WebsocketsApi' } }],
              AlarmActions: [
                { 'Fn::GetAtt': ['Topic', 'Arn'] },
                { 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] },
              ],
            },
          },
        }),
      ],
    ]),
    entries: [],
    files: [],
  };
  expect(writeDescriptor(facts)).toBe(`description: 'A chat: one room'

parameters:
  Stage: { default: dev }

resources:
  # Two lines
  # of a comment
  Chat:
    type: websocket-api
    name: WebsocketsApi
    routeSelectorProperty: action
    identitySource: [header.Auth]
    stage: { parameter: Stage }
    connections: [send]
    endpoints:
      - { route: $connect, operationMode: 1-way, connections: [send] }
      # MOCK
      - { route: 'a, b', operationMode: 2-way }

  send:
    type: lambda-function
    name: SendLambdaFunction
    entryPoint: handlers/send.handler
    # In serverless.yml: nodejs10.x, which AWS Lambda no longer creates.
    runtime: nodejs22.x
    timeout: 6
    environment:
      LEVEL: '012'
      MODE: 'on'
    tracing: true
    connections:
      - Chat
      - { to: Sessions, access: read-write, as: TABLE_NAME }
      # Wide
      - { to: Sessions, access: read-only }

  Sessions:
    type: dynamodb-table
    name: SessionsTable
    key:
      hash: { name: connectionId, type: STRING }
    physicalName: sessions
    connections:
      - { to: send, batchSize: 10 }

cloudformation:
  Conditions:
    IsProd: !Equals [!Ref Stage, prod]
    Same: !Condition IsProd
  Resources:
    SessionsTable:
      Condition: IsProd

    SendLogGroup: { Properties: { RetentionInDays: 7 } }
    ConnectLogGroup: { Properties: { RetentionInDays: !Ref Days } }

    Alarm:
      Type: AWS::CloudWatch::Alarm
      Properties:
        AlarmName: !Sub \${AWS::StackName}-alarm
        Dimensions:
          - { Name: ApiId, Value: !Ref WebsocketsApi }
        AlarmActions: [!GetAtt Topic.Arn, !If [IsProd, a, !Ref AWS::NoValue]]
`);
});

describe('a template in the words of a person', () => {
  const written = (value: Made): string => {
    const text = writeDescriptor(overlay({ X: { Properties: { Value: value, Other: 1 } } }));
    return text.slice(text.indexOf('Value:'), text.indexOf('        Other:'));
  };

  test.each<[string, Made, string]>([
    ['a function in another one', { 'Fn::Base64': { 'Fn::Sub': 'a' } }, 'Value: { Fn::Base64: !Sub a }\n'],
    ['a function of another tool', { 'Fn::Length': ['a'] }, 'Value: { Fn::Length: [a] }\n'],
    ['a key that a function has as well', { Ref: 'a', Other: 'b' }, 'Value: { Ref: a, Other: b }\n'],
    ['a condition of a policy', { Condition: 'x' }, 'Value: { Condition: x }\n'],
    ['a nested attribute', { 'Fn::GetAtt': ['A', 'Outputs.B'] }, 'Value: !GetAtt A.Outputs.B\n'],
    ['a computed attribute', { 'Fn::GetAtt': ['A', { Ref: 'B' }] }, 'Value: !GetAtt [A, !Ref B]\n'],
    ['variables of a text', { 'Fn::Sub': ['${a}', { a: { Ref: 'B' } }] }, 'Value: !Sub\n          - ${a}\n          - { a: !Ref B }\n'], // prettier-ignore
    [
      'lines',
      { 'Fn::Sub': 'a\n  b # c\n\nd: e\n' },
      'Value: !Sub |\n          a\n            b # c\n\n          d: e\n',
    ],
    ['lines without a line break at the end', ['a\nb'], 'Value:\n          - |-\n            a\n            b\n'],
    ['lines that would not show all', 'a \nb', 'Value: "a \\nb"\n'],
    ['a list of lists', [[{ a: 'b' }], []], 'Value:\n          - - { a: b }\n          - []\n'],
  ])('%s', (_, value, expected) => {
    expect(written(value)).toBe(expected);
  });

  test('numbers as they were, and account IDs with their zeros', () => {
    const template = readSource(
      'template.yaml',
      'Resources: { X: { Properties: { a: 012345678901, b: 10, c: 1.50, d: null, e: True } } }',
    );
    const text = writeDescriptor({ ...none, cloudformation: new Map([['Resources', sectionOf(template)]]) });
    expect(text).toContain("a: '012345678901'\n        b: 10\n        c: 1.5\n        d: null\n        e: true\n");
  });

  function sectionOf(template: ReturnType<typeof readSource>) {
    const resources = 'unreadable' in template ? undefined : template.entries.get('Resources')?.value;
    if (resources?.kind !== 'map') throw new Error('The template has no resources.');
    return resources;
  }
});

test('a long comment has several lines, and a long list or map as well', () => {
  const text = writeDescriptor({
    ...none,
    resources: [
      {
        ...lambda,
        comment: 'word '.repeat(40).trim(),
        properties: [
          { name: 'layers', value: Array.from({ length: 3 }, (_, index) => `arn:${'a'.repeat(40)}:${index}`), place },
        ],
      },
    ],
  });
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).toContain(`    layers:\n      - arn:${'a'.repeat(40)}:0\n`);
  expect(text.match(/^ {2}# word/gm)).toHaveLength(3);
});

/** The bare resource ID for a connection with nothing else, and no empty lists. */
function dataOf(descriptor: unknown): unknown {
  const data: unknown = JSON.parse(JSON.stringify(descriptor), (_, value: unknown) => {
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (keys.length === 1 && keys[0] === 'to') return get(value, 'to');
    return isList(value) && value.length === 0 ? undefined : value;
  });
  return data;
}

test('every project is read back as it was', { timeout: patience }, () => {
  fc.assert(
    fc.property(arbitraryDescriptor({ overlays: true }), (descriptor) => {
      const text = writeDescriptor(factsOf(descriptorText(descriptor, 'json')));
      expect(format(text, options)).toEqual([]);
      expect(dataOf(readTemplate(text, 'yaml'))).toEqual(dataOf(descriptor));
      expect(errorsIn(text)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
});

function errorsIn(text: string): string[] {
  return analyze(text)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule.id);
}

test('no text is read as something else', { timeout: patience }, () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (one, two, three) => {
      const text = writeDescriptor({
        ...overlay({
          X: {
            Type: 'AWS::SNS::Topic',
            Properties: { [one]: two, list: [one, [two], three], sub: { 'Fn::Sub': one }, map: { [two]: three } },
          },
        }),
        description: one,
        resources: [
          {
            ...lambda,
            comment: one,
            properties: [
              { name: 'environment', value: new Map([['A', two], ['B', three]]), place, comment: two }, // prettier-ignore
              { name: 'layers', value: [one, two, three], place },
            ],
            endpoints: [{ route: three, operationMode: '1-way', handler: undefined, place, comment: three }],
          },
        ],
      });
      for (const version of ['1.1', '1.2'] as const) {
        const data = readTemplate(text, 'yaml', version);
        expect(get(data, 'description')).toBe(one);
        expect(get(data, 'resources', 'send')).toMatchObject({
          environment: { A: two, B: three },
          layers: [one, two, three],
          endpoints: [{ route: three, operationMode: '1-way' }],
        });
        const properties = get(data, 'cloudformation', 'Resources', 'X', 'Properties');
        expect(properties).toMatchObject({ list: [one, [two], three], sub: { 'Fn::Sub': one } });
        expect(Object.entries(properties ?? {})).toContainEqual(expect.arrayContaining([one]));
      }
      expect(format(text, options)).toEqual([]);
    }),
    { numRuns: runs * 4, seed },
  );
});
