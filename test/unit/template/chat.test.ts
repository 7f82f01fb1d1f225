// The complete template of the chat example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { readTemplate, resourcesOf } from '../../harness/read-template.ts';
import { createValidator, type Validator } from '../../harness/validate-template.ts';

const path = join(import.meta.dirname, '../../../examples/chat/websocket.yaml');
const analysis = analyze(readFileSync(path, 'utf8'));
const yaml = analysis.template('yaml') ?? '';
const json = analysis.template('json') ?? '';

let validator: Validator;
beforeAll(() => {
  validator = createValidator();
}, 120_000);
afterAll(() => validator.free());

test('the example has no errors', () => {
  expect(analysis.errors).toEqual([]);
});

test.each([
  ['yaml', yaml],
  ['json', json],
] as const)("AWS's validator has nothing to say about the %s template", (format, text) => {
  expect(validator.findings(text, format)).toEqual([]);
});

test('the validator detects a fault', () => {
  expect(validator.findings(yaml.replace('!Ref ChatAuthorizer', '!Ref Nothing'), 'yaml')).not.toEqual([]);
  expect(validator.findings(json.replace('"Ref": "ChatAuthorizer"', '"Ref": "Nothing"'), 'json')).not.toEqual([]);
});

test('both formats have the same content', () => {
  expect(readTemplate(yaml, 'yaml')).toEqual(readTemplate(json, 'json'));
});

test('the template has everything that the chat needs', () => {
  const counts: Record<string, number> = {};
  for (const { type } of resourcesOf(readTemplate(json, 'json')).values()) counts[type] = (counts[type] ?? 0) + 1;
  expect(counts).toEqual({
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
  });
});
