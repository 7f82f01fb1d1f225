// The code that a new function starts with runs, and returns what AWS accepts.
import { describe, expect, test } from 'vitest';
import { canNameHandler, handlerStubs, type HandlerUse } from '../../server/src/language/handler-source.ts';

type Handler = (event: unknown) => Promise<unknown>;

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

async function answer(use: HandlerUse, event: unknown): Promise<unknown> {
  const url = `data:text/javascript,${encodeURIComponent(handlerStubs.nodejs.source(use, 'handler'))}`;
  const module: unknown = await import(/* @vite-ignore */ url);
  const handler = typeof module === 'object' && module !== null && 'handler' in module ? module.handler : undefined;
  if (!isHandler(handler)) throw new Error('The module exports no handler.');
  return await handler(event);
}

describe('a handler', () => {
  test.each([[['ask']], [['$default', 'ask']], [[]], [['*/ bad', '😀']]])(
    'of %j responds only to 2-way routes',
    async (routes) => {
      expect(await answer({ kind: 'handler', routes, responds: true }, { body: '{"a":1}' })).toEqual({
        statusCode: 200,
        body: '{"received":"{\\"a\\":1}"}',
      });
      expect(await answer({ kind: 'handler', routes, responds: false }, { body: '{"a":1}' })).toEqual({
        statusCode: 200,
      });
    },
  );

  test.each([['$connect'], ['$disconnect']])('of %s has no client to respond to', async (route) => {
    expect(await answer({ kind: 'handler', routes: [route], responds: true }, {})).toEqual({ statusCode: 200 });
  });
});

test('an authorizer denies everyone until it is implemented', async () => {
  const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/$connect';
  expect(await answer({ kind: 'authorizer' }, { methodArn })).toEqual({
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: methodArn }],
    },
  });
});

test('a stub cannot have a reserved word as its name, or a name that it uses itself', () => {
  const possible = ['handler', 'on_message', 'default', 'lambda', 'end', 'json', 'api.handler', '$', '1', ''].filter(
    canNameHandler,
  );
  expect(possible).toEqual(['handler', 'on_message']);
});
