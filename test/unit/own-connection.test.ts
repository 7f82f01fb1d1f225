// Functions that send to the connection of their own event: every plain notation is found, and nothing that is not certain.
import { describe, expect, test } from 'vitest';
import { exportsOf } from '../../server/src/sources/exports.ts';

/** The exports that send to their own connection. */
function senders(path: string, text: string): readonly string[] {
  return exportsOf(path, text)
    .exports.filter(({ sendsToOwnConnection }) => sendsToOwnConnection)
    .map(({ name }) => name);
}

const handler = (body: string): string => `export const handler = async (event) => {\n${body}\n};\n`;
const post = (id: string): string =>
  `await client.send(new PostToConnectionCommand({ ConnectionId: ${id}, Data: 'Hi' }));`;
const destructured = 'const { connectionId } = event.requestContext;\n';

describe('JavaScript and TypeScript that sends', () => {
  test.each([
    handler(post('event.requestContext.connectionId')),
    handler(post("event['requestContext']?.['connectionId']")),
    handler(post('event.requestContext!.connectionId as string')),
    handler(destructured + post('connectionId')),
    handler(`const { connectionId: id, stage } = event.requestContext;\n${post('id')}`),
    handler(`const { requestContext } = event;\nconst id = requestContext.connectionId;\n${post('id')}`),
    handler(`const { requestContext: { connectionId } } = event\n${post('connectionId')}`),
    handler(`let id: string = event.requestContext.connectionId;\n${post('id')}`),
    handler(
      'const ConnectionId = event.requestContext.connectionId;\napi.send(new PostToConnectionCommand({ Data: 1, ConnectionId }));',
    ),
    handler(
      `${destructured}const input = { ConnectionId: connectionId, Data: '1' };\nawait api.postToConnection(input).promise();`,
    ),
    handler(
      `${destructured}return api.postToConnection({ ConnectionId: connectionId, Data: '1' }).promise().catch((error) => {});`,
    ),
    handler(
      `${destructured}try { await save(connectionId ?? '');\n${post('connectionId')} } catch (error) { console.log(error); }`,
    ),
    handler(
      `${destructured}if (!event.headers) { return { statusCode: 401 }; } else if (x) { y(); }\n${post('connectionId')}`,
    ),
    handler(
      `${destructured}await Promise.all([save(connectionId), ${post('connectionId').replace('await ', '').replace(';', '')}]);`,
    ),
    handler(
      `${destructured}return { statusCode: 200, body: String(${post('connectionId').replace(';', '')}) };`
        .replace('{ statusCode: 200, body: String(', '[')
        .replace(') };', '];'),
    ),
    `export async function handler({ requestContext }) { ${post('requestContext.connectionId')} }`,
    `export async function handler({ requestContext: { connectionId } }: Event): Promise<{ statusCode: number }> { ${post('connectionId')} }`,
    `export const handler: Handler<Event, { statusCode: number }> = async (event: Event): Promise<Result> => { ${post('event.requestContext.connectionId')} };`,
    `exports.handler = async function (event, context) { ${post('event.requestContext.connectionId')} }`,
    `exports['handler'] = async event => { ${post('event.requestContext.connectionId')} }`,
    `module.exports = { async handler(event) { ${post('event.requestContext.connectionId')} } }`,
    `module.exports = { handler: async (event) => { ${post('event.requestContext.connectionId')} } }`,
    `const handler = async (event) => { ${post('event.requestContext.connectionId')} };\nmodule.exports = { handler };`,
    `async function handler(event) { ${post('event.requestContext.connectionId')} }\nexport { handler };`,
  ])('%s', (text) => {
    expect(senders('a.ts', text)).toEqual(['handler']);
  });
});

describe('JavaScript and TypeScript that may not', () => {
  test.each([
    ['to another client', handler(post('event.queryStringParameters.id'))],
    ['an ID from elsewhere', handler(`const connectionId = await find();\n${post('connectionId')}`)],
    ['under a condition', handler(`${destructured}if (event.isLate) { ${post('connectionId')} }`)],
    ['under a condition without braces', handler(`${destructured}if (event.isLate) ${post('connectionId')}`)],
    ['an `else`', handler(`${destructured}if (x) y();\nelse ${post('connectionId')}`)],
    ['an operator', handler(`${destructured}isLate && (${post('connectionId').slice(0, -1)});`)],
    ['a choice', handler(`${destructured}isLate ? ${post('connectionId').slice(0, -1)} : 0;`)],
    [
      'in a loop over others',
      handler(`${destructured}for (const { connectionId } of all) { ${post('connectionId')} }`),
    ],
    [
      'to all others',
      handler(`${destructured}await Promise.all(all.map(({ connectionId }) => ${post('connectionId').slice(6, -1)}));`),
    ],
    ['in an inner function', handler(`${destructured}async function later() { ${post('connectionId')} }`)],
    ['in a callback', handler(`${destructured}setTimeout(() => { ${post('connectionId')} }, 100);`)],
    ['in an expression', handler(`${destructured}queue(async () => ${post('connectionId').slice(0, -1)});`)],
    ['if something fails', handler(`${destructured}try { x(); } catch { ${post('connectionId')} }`)],
    [
      'a name that changes',
      handler(`let { connectionId } = event.requestContext;\nif (x) { connectionId = y; }\n${post('connectionId')}`),
    ],
    [
      'an event that changes',
      handler(`event = JSON.parse(event.Payload);\n${post('event.requestContext.connectionId')}`),
    ],
    [
      'a name that is declared again',
      handler(`${destructured}try { const connectionId = x; ${post('connectionId')} } finally {}`),
    ],
    [
      'code that asks for its route',
      handler(
        `if (event.requestContext.routeKey === '$connect') return ok;\n${post('event.requestContext.connectionId')}`,
      ),
    ],
    [
      'code that asks for its event',
      handler(`const { connectionId, eventType } = event.requestContext;\n${post('connectionId')}`),
    ],
    ['code that reads a message', handler(`if (!event.body) return ok;\n${post('event.requestContext.connectionId')}`)],
    [
      'code that takes a message',
      `export const handler = async ({ body, requestContext }) => { ${post('requestContext.connectionId')} }`,
    ],
    [
      'code that calls itself',
      handler(
        `if (x) { await lambda.send(new InvokeCommand(y)); return ok; }\n${post('event.requestContext.connectionId')}`,
      ),
    ],
    [
      'another function of the file',
      `export const handler = async (event) => {};\nasync function send(event) { ${post('event.requestContext.connectionId')} }`,
    ],
    ['a comment', handler(`// ${post('event.requestContext.connectionId')}`)],
    ['a string', handler(`const text = "${post('event.requestContext.connectionId')}";`)],
    ['half-typed code', handler(`${post('event.requestContext.connectionId')} if (`)],
    ['another context', handler(`const { connectionId } = context.requestContext;\n${post('connectionId')}`)],
    ['a part of the ID', handler(post('event.requestContext.connectionId.slice(1)'))],
    ['a text with the ID', handler(post('`${event.requestContext.connectionId}x`'))],
    ['a class', `export class handler { static async send(event) { ${post('event.requestContext.connectionId')} } }`],
  ])('%s', (_, text) => {
    expect(senders('a.ts', text)).toEqual([]);
  });

  test('only the function that sends, of several in a file', () => {
    const one = handler(post('event.requestContext.connectionId')).replace('handler', 'one');
    expect(senders('a.mjs', `${one}${handler('return ok;')}${one.replace('one', 'other')}`)).toEqual(['one', 'other']);
  });
});

const def = (...lines: readonly string[]): string =>
  `import boto3\n\ndef handler(event, context):\n${lines.map((line) => `    ${line}\n`).join('')}\nclient = 1\n`;
const call = (id: string): string => `client.post_to_connection(Data=b"Hi", ConnectionId=${id})`;
const assigned = 'connection_id = event["requestContext"]["connectionId"]';

describe('Python that sends', () => {
  test.each([
    def(call('event["requestContext"]["connectionId"]')),
    def(call("event.get('requestContext', {}).get('connectionId')")),
    def('"""Greets."""', '', assigned, '# Hello', call('connection_id')),
    def('request: dict = event["requestContext"]  # Of the event', 'id = request["connectionId"]', call('id')),
    def(assigned, 'try:', `    ${call('connection_id')}`, 'except Exception as error:', '    print(error)'),
    def(assigned, 'if not event.get("headers"):', '    return {"statusCode": 401}', call('connection_id')),
    def(assigned, 'return client.post_to_connection(', '    ConnectionId=connection_id,', '    Data=b"Hi",', ')'),
    def(assigned, 'with lock:', `    ${call('connection_id')}`, 'return {"statusCode": 200, "body": "Hi"}'),
    def(`${assigned}; ${call('connection_id')}`),
    def(assigned, call('connection_id')).replace('def', 'async def').replaceAll('\n', '\r\n'),
  ])('%s', (text) => {
    expect(senders('a.py', text)).toEqual(['handler']);
  });
});

describe('Python that may not', () => {
  test.each([
    ['to another client', def(call('event["queryStringParameters"]["id"]'))],
    ['under a condition', def(assigned, 'if late:', `    ${call('connection_id')}`)],
    ['under a condition on a line', def(assigned, `if late: ${call('connection_id')}`)],
    ['a `try` under a condition', def(assigned, 'if late:', '    try:', `        ${call('connection_id')}`)],
    ['an `else`', def(assigned, 'try:', '    x()', 'except X:', `    ${call('connection_id')}`)],
    ['to all others', def(assigned, 'for connection_id in others:', `    ${call('connection_id')}`)],
    ['a list of others', def(assigned, `[${call('connection_id')} for connection_id in others]`)],
    ['a name that changes', def(assigned, 'if x:', '    connection_id = y', call('connection_id'))],
    ['a name from a loop', def(assigned, 'for connection_id in others:', '    pass', call('connection_id'))],
    ['a name from a block', def(assigned, 'with x as connection_id:', `    ${call('connection_id')}`)],
    ['an event that changes', def('event = load(event)', assigned, call('connection_id'))],
    ['an inner function', def(assigned, 'def later():', `    ${call('connection_id')}`)],
    [
      'code that asks for its route',
      def(assigned, 'if event["requestContext"]["routeKey"] == "$connect":', '    return ok', call('connection_id')),
    ],
    [
      'code that reads a message',
      def(assigned, 'if event.get("body", "") == "":', '    return ok', call('connection_id')),
    ],
    ['code that calls itself', def(assigned, 'lambda_client.invoke(FunctionName=name)', call('connection_id'))],
    [
      'another function of the file',
      `${def('return ok')}\ndef send(event):\n    ${call('event["requestContext"]["connectionId"]')}\n`.replace(
        'send(event)',
        '_send(x, event)',
      ),
    ],
    ['a comment', def(`# ${call('event["requestContext"]["connectionId"]')}`, 'pass')],
    ['a string', def(`'''${call('event["requestContext"]["connectionId"]')}'''`)],
    ['a part of the ID', def(call('event["requestContext"]["connectionId"][1:]'))],
  ])('%s', (_, text) => {
    expect(senders('a.py', text)).toEqual([]);
  });
});
