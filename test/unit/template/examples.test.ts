// The examples: they have no problems, their handlers are there, and AWS's validator accepts their templates.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { diskFiles } from '../../../server/src/disk/disk-files.ts';
import { readSourceFolder } from '../../../server/src/files/source-files.ts';
import { get, isMap, readTemplate, resourcesOf, texts } from '../../harness/read-template.ts';
import { validatorFindings } from '../../harness/validate-template.ts';

const folderOfExamples = join(import.meta.dirname, '../../../examples');

const examples = [
  [
    'chat',
    {
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Stage': 1,
      'AWS::ApiGatewayV2::Authorizer': 1,
      'AWS::ApiGatewayV2::Route': 5,
      'AWS::ApiGatewayV2::RouteResponse': 3,
      'AWS::ApiGatewayV2::Integration': 5,
      'AWS::Lambda::Permission': 6,
      'AWS::Lambda::Function': 6,
      'AWS::IAM::Role': 6,
      'AWS::Logs::LogGroup': 6,
      'AWS::DynamoDB::Table': 1,
    },
  ],
  [
    'poll',
    {
      'AWS::ApiGatewayV2::Api': 2,
      'AWS::ApiGatewayV2::Stage': 2,
      'AWS::ApiGatewayV2::Authorizer': 1,
      'AWS::ApiGatewayV2::Route': 8,
      'AWS::ApiGatewayV2::RouteResponse': 5,
      // Results and Help handle routes of both APIs.
      'AWS::ApiGatewayV2::Integration': 8,
      'AWS::Lambda::Permission': 9,
      'AWS::Lambda::Function': 7,
      'AWS::IAM::Role': 7,
      'AWS::Logs::LogGroup': 7,
      'AWS::DynamoDB::Table': 2,
      'AWS::S3::Bucket': 1,
    },
  ],
  [
    'live-auction',
    {
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Stage': 1,
      'AWS::ApiGatewayV2::Authorizer': 1,
      'AWS::ApiGatewayV2::Route': 6,
      'AWS::ApiGatewayV2::RouteResponse': 4,
      'AWS::ApiGatewayV2::Integration': 6,
      // One for the authorizer, one for each handler and one for each schedule.
      'AWS::Lambda::Permission': 9,
      'AWS::Lambda::Function': 10,
      'AWS::IAM::Role': 10,
      'AWS::Logs::LogGroup': 10,
      'AWS::Lambda::EventSourceMapping': 1,
      'AWS::Events::Rule': 2,
      'AWS::DynamoDB::Table': 2,
      'AWS::SQS::Queue': 2,
    },
  ],
  [
    'ocpp-gateway',
    {
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Stage': 1,
      'AWS::ApiGatewayV2::DomainName': 1,
      'AWS::ApiGatewayV2::ApiMapping': 1,
      'AWS::ApiGatewayV2::Authorizer': 1,
      'AWS::ApiGatewayV2::Route': 2,
      'AWS::ApiGatewayV2::RouteResponse': 1,
      'AWS::ApiGatewayV2::Integration': 2,
      // One for the authorizer, one for each handler and one for the topic.
      'AWS::Lambda::Permission': 4,
      'AWS::Lambda::Function': 3,
      'AWS::IAM::Role': 3,
      // One for each function, and one for the access logs.
      'AWS::Logs::LogGroup': 4,
      'AWS::DynamoDB::Table': 1,
      'AWS::SNS::Topic': 1,
      'AWS::SNS::Subscription': 1,
      'AWS::CloudWatch::Alarm': 1,
    },
  ],
] as const;

test('all examples are tested', () => {
  expect(readdirSync(folderOfExamples).sort()).toEqual(examples.map(([name]) => name).sort());
});

describe.each(examples)('the example %s', (name, counts) => {
  const folder = join(folderOfExamples, name);
  const text = readFileSync(join(folder, 'websocket.yaml'), 'utf8');
  const analysis = analyze(text);
  const yaml = analysis.template('yaml') ?? '';
  const json = analysis.template('json') ?? '';

  test('has no problems, not even with its source files', async () => {
    const { sources } = await readSourceFolder(diskFiles, folder);
    expect(sources.files.size).toBeGreaterThan(3);
    expect(analyze(text, {}, { files: sources }).findings.map(({ message }) => message)).toEqual([]);
  });

  test.each([
    ['yaml', yaml],
    ['json', json],
  ] as const)("AWS's validator has nothing to say about the %s template", (format, template) => {
    expect(validatorFindings(template, format)).toEqual([]);
  });

  test('the validator detects a fault', () => {
    expect(validatorFindings(yaml.replace(/!Ref \w+Authorizer/, '!Ref Nothing'), 'yaml')).not.toEqual([]);
    expect(validatorFindings(json.replace(/"Ref": "\w+Authorizer"/, '"Ref": "Nothing"'), 'json')).not.toEqual([]);
  });

  test('both formats have the same content', () => {
    const { Metadata: metadata, ...content } = contentOf(readTemplate(json, 'json'));
    expect(readTemplate(yaml, 'yaml')).toEqual(content);
    // What is a comment in YAML is metadata in JSON.
    for (const note of texts(get(metadata, 'Notes'))) expect(yaml).toContain(`# ${note}`);
  });

  test('the template has everything that the example needs', () => {
    const found: Record<string, number> = {};
    for (const { type } of resourcesOf(readTemplate(json, 'json')).values()) found[type] = (found[type] ?? 0) + 1;
    expect(found).toEqual(counts);
  });
});

function contentOf(template: unknown): Readonly<Record<string, unknown>> {
  return isMap(template) ? template : {};
}
