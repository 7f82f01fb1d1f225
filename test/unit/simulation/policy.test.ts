// What return values mean: an authorizer's policy, evaluated as IAM does, and a function's response.
import { describe, expect, test } from 'vitest';
import { decide, matches } from '../../../server/src/simulation/policy.ts';
import { readResponse } from '../../../server/src/simulation/response.ts';

const api = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5';
const methodArn = `${api}/prod/$connect`;

const statement = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke'): object => ({
  Effect,
  Resource,
  Action,
});
const policy = (...Statement: object[]): object => ({
  principalId: 'ada',
  policyDocument: { Version: '2012-10-17', Statement },
});
const answerTo = (value: unknown): string => decide(value, methodArn).answer;

describe('the policy of an authorizer', () => {
  test.each([
    [methodArn, 'allow'],
    ['*', 'allow'],
    [`${api}/*`, 'allow'],
    [`${api}/prod/*`, 'allow'],
    [`${api}/*/$connect`, 'allow'],
    [`${api}/prod/$connec?`, 'allow'],
    ['arn:aws:execute-api:*:*:a1b2c3d4e5/prod/$connect', 'allow'],
    // The mistake that REST APIs teach: a WebSocket API has no method between stage and route.
    [`${api}/prod/*/*`, 'deny'],
    [`${api}/prod/GET/*`, 'deny'],
    [`${api}/dev/*`, 'deny'],
    [`${api}/prod/$CONNECT`, 'deny'],
    ['arn:*:a1b2c3d4e5/prod/$connect', 'failure'],
    ['prod/$connect', 'failure'],
  ])('that allows %s: %s', (resource, expected) => {
    expect(answerTo(policy(statement('Allow', resource)))).toBe(expected);
  });

  test.each([
    ['execute-api:*', 'allow'],
    ['EXECUTE-API:INVOKE', 'allow'],
    ['*', 'allow'],
    [['execute-api:ManageConnections', 'execute-api:Invoke'], 'allow'],
    ['execute-api:ManageConnections', 'deny'],
    ['invoke', 'deny'],
  ])('for the action %s: %s', (action, expected) => {
    expect(answerTo(policy(statement('Allow', '*', action)))).toBe(expected);
  });

  test('denies if any statement denies, whatever the order', () => {
    expect(answerTo(policy(statement('Allow', '*'), statement('Deny', methodArn)))).toBe('deny');
    expect(answerTo(policy(statement('Deny', methodArn), statement('Allow', '*')))).toBe('deny');
    expect(answerTo(policy(statement('Deny', `${api}/dev/*`), statement('Allow', '*')))).toBe('allow');
  });

  test('says what the policy allows instead', () => {
    const { steps } = decide(policy(statement('Allow', `${api}/prod/*/*`)), methodArn);
    expect(steps.map(({ text }) => text)).toEqual([
      'Its policy allows `a1b2c3d4e5/prod/*/*`, which does not match `a1b2c3d4e5/prod/$connect`. Return the `methodArn` of the event.',
    ]);
  });

  test('can be one statement instead of a list, or about everything else', () => {
    const one = { principalId: 'ada', policyDocument: { Statement: statement('Allow', '*') } };
    expect(answerTo(one)).toBe('allow');
    const others = { Effect: 'Allow', NotAction: 's3:*', NotResource: `${api}/dev/*` };
    expect(answerTo(policy(others))).toBe('allow');
  });

  test.each([
    [undefined],
    [null],
    ['allow'],
    [[]],
    [{}],
    [{ isAuthorized: true }],
    [{ principalId: 'ada' }],
    [{ ...policy(statement('Allow', '*')), principalId: undefined }],
    [policy()],
    [policy(statement('allow', '*'))],
    [policy({ Effect: 'Allow', Action: 'execute-api:Invoke' })],
    [policy(statement('Allow', [1]))],
    [{ ...policy(statement('Allow', '*')), context: { roles: ['admin'] } }],
    [{ ...policy(statement('Allow', '*')), context: { profile: {} } }],
    [{ ...policy(statement('Allow', '*')), context: 'admin' }],
  ])('is invalid: %j', (value) => {
    const { answer, steps } = decide(value, methodArn);
    expect([answer, steps.length]).toEqual(['failure', 1]);
  });

  test('has a context, which becomes strings', () => {
    const context = { team: 'blue', level: 3, isAdmin: false };
    expect(decide({ ...policy(statement('Allow', '*')), context }, methodArn).context).toEqual({
      team: 'blue',
      level: '3',
      isAdmin: 'false',
      principalId: 'ada',
    });
  });
});

test('wildcards match in a time that does not explode', () => {
  expect(matches('a*b?d', 'a--bcd')).toBe(true);
  expect(matches('', '')).toBe(true);
  expect(matches('*', '')).toBe(true);
  expect(matches('?', '')).toBe(false);
  expect(matches('*a'.repeat(2000), 'a'.repeat(1999))).toBe(false);
});

describe('the response of a function', () => {
  test.each([
    [{ statusCode: 200 }, { statusCode: 200 }],
    [{ statusCode: '200' }, { statusCode: 200 }],
    [
      { statusCode: 500, body: 'Hi', isBase64Encoded: false, headers: {} },
      { statusCode: 500, body: 'Hi' },
    ],
    [{ statusCode: 200, body: null }, { statusCode: 200 }],
    [
      { statusCode: 200, headers: { 'sec-websocket-protocol': 'v1' } },
      { statusCode: 200, subprotocol: 'v1' },
    ],
    [
      { statusCode: 200, multiValueHeaders: { 'Sec-WebSocket-Protocol': ['v2'] } },
      { statusCode: 200, subprotocol: 'v2' },
    ],
  ])('%j is valid', (value, answer) => {
    expect(readResponse(value)).toEqual({ answer, steps: [] });
  });

  test.each([
    [undefined],
    [null],
    ['OK'],
    [200],
    [[]],
    [{}],
    [{ status: 200 }],
    [{ statusCode: 'ok' }],
    [{ statusCode: 200.5 }],
    [{ statusCode: 42 }],
    [{ statusCode: 200, body: { text: 'Hi' } }],
    [{ statusCode: 200, body: 1 }],
  ])('%j is invalid, with the reason', (value) => {
    const { answer, steps } = readResponse(value);
    expect([answer, steps.length]).toEqual(['failure', 1]);
  });
});
