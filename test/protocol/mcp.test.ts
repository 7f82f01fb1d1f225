// The tools for agents by the Model Context Protocol: the built command line with messages on its standard input.
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { entries, property } from '../../scripts/json.mjs';
import { rules } from '../../server/src/rules/all-rules.ts';
import { commandLine, example } from '../harness/command-line.ts';

const { folder, run, runWith, file } = commandLine();
const text = readFileSync(example, 'utf8');
const chat = file('chat/websocket.yaml', text);
const broken = file('broken.websocket.yaml', text.replace('operationMode: 2-way', 'operationMode: both'));

/** Sends the lines and ends the input. Each line of the output is an answer. */
async function exchange(...lines: readonly (string | object)[]): Promise<unknown[]> {
  const input = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  const { status, out, err } = await runWith({ input }, 'mcp');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out === '' || out.endsWith('\n')).toBe(true);
  const answers = out.split('\n').slice(0, -1);
  return answers.map((line): unknown => JSON.parse(line));
}

const request = (id: string | number, method: string, params?: object): object => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params && { params }),
});
const toolCall = (name: string, input?: object): object => request(1, 'tools/call', { name, arguments: input });

/** The result of a call of a tool. */
async function call(name: string, input?: object): Promise<unknown> {
  const [answer] = await exchange(toolCall(name, input));
  return property(answer, 'result');
}

const textOf = (result: unknown): string => String(property(property(property(result, 'content'), '0'), 'text'));
const failure = (id: string | number | null, code: number): object => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: expect.any(String) as unknown },
});

test('a client is answered in its version of the protocol, or else in the latest, and told what the tools are', async () => {
  const clientInfo = { name: 'test', version: '1' };
  const hello = (protocolVersion: string): object =>
    request(protocolVersion, 'initialize', { protocolVersion, capabilities: {}, clientInfo });
  const [latest, other, unknown, list, pong, ...rest] = await exchange(
    hello('2025-06-18'),
    hello('2024-11-05'),
    hello('1999-01-01'),
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    request('a', 'tools/list'),
    request(2, 'ping'),
  );
  const serverInfo = { name: 'websocket-project', version };
  expect(latest).toMatchObject({ result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo } });
  expect(other).toMatchObject({ id: '2024-11-05', result: { protocolVersion: '2024-11-05' } });
  expect(unknown).toMatchObject({ id: '1999-01-01', result: { protocolVersion: '2025-11-25' } });
  const listed = entries(property(property(list, 'result'), 'tools')).map(([, tool]) => tool);
  const names = ['check_file', 'build_template', 'route_message', 'explain_rule', 'list_rules'];
  expect(listed.map((tool) => property(tool, 'name'))).toEqual(names);
  for (const tool of listed) {
    expect(tool).toMatchObject({
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
    });
  }
  expect(pong).toEqual({ jsonrpc: '2.0', id: 2, result: {} });
  expect(rest).toEqual([]);
});

describe('the tools give what the command line prints', () => {
  test('check_file', async () => {
    const printed: unknown = JSON.parse((await run('check', broken, '--format', 'json')).out);
    const data = property(await call('check_file', { file: broken }), 'structuredContent');
    const found = entries(property(data, 'problems')).map(([, problem]) => problem);
    expect(found.length).toBeGreaterThan(1);
    expect(printed).toMatchObject(found);
    expect(printed).toHaveLength(found.length);
  });

  test('build_template', async () => {
    const { out } = await run('build', chat);
    const result = await call('build_template', { file: chat });
    expect(textOf(result)).toBe(out);
    expect(property(result, 'structuredContent')).toEqual({ template: out, notes: [] });
  });

  test('route_message', async () => {
    const message = '{"action": "sendMessage"}';
    const result = await call('route_message', { file: chat, message });
    expect(`${textOf(result)}\n`).toBe((await run('route', chat, message)).out);
    expect(property(result, 'structuredContent')).toEqual(
      JSON.parse((await run('route', chat, message, '--json')).out),
    );
  });

  test('explain_rule and list_rules', async () => {
    const page = textOf(await call('explain_rule', { rule: 'duplicate-route' }));
    expect(page).toBe((await run('rules', 'duplicate-route')).out);
    const listed = property(property(await call('list_rules'), 'structuredContent'), 'rules');
    expect(listed).toHaveLength(rules.length);
    expect(listed).toEqual(JSON.parse((await run('rules', '--json')).out));
  });
});

describe('files', () => {
  test('are read as they are at the time of the call, with their settings and sources, and never written', async () => {
    const name = file('own/websocket.yaml', text);
    const before = readdirSync(folder, { recursive: true });
    const problems = async (): Promise<unknown> =>
      property(property(await call('check_file', { file: name }), 'structuredContent'), 'problems');
    // None of the source files are there.
    const missing = entries(await problems());
    expect(missing.map(([, problem]) => property(problem, 'rule'))).toContain('entry-point-not-found');
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    file('own/websocket-project.config.yaml', 'rules: { entry-point-not-found: off }\n');
    expect(entries(await problems()).map(([, problem]) => property(problem, 'rule'))).not.toContain(
      'entry-point-not-found',
    );
    file('own/websocket-project.config.yaml', 'rules: { entry-point-not-found: of }\n');
    expect(await call('check_file', { file: name })).toMatchObject({ isError: true });
  });

  test('that are none are not read', async () => {
    symlinkSync('/dev/zero', join(folder, 'to-device.yaml'));
    symlinkSync('/etc/passwd', join(folder, 'to-secret.yaml'));
    symlinkSync(chat, join(folder, 'to-project.yaml'));
    const notProject = 'was not read, because the name of a project file ends in .yaml, .yml or .json.';
    const expected = [
      `/etc/passwd ${notProject}`,
      `/dev/stdin ${notProject}`,
      `chat ${notProject}`,
      'missing.yaml cannot be read: no such file',
      `to-device.yaml ${notProject}`,
      `to-secret.yaml ${notProject}`,
    ];
    const names = expected.map((reason) => reason.split(' ')[0]);
    const answers = await exchange(...names.map((name) => toolCall('check_file', { file: name })));
    expect(answers.map((answer) => textOf(property(answer, 'result')))).toEqual(expected);
    for (const answer of answers) expect(answer).toMatchObject({ result: { isError: true } });
    expect(await call('check_file', { file: 'to-project.yaml' })).not.toHaveProperty('isError');
  });
});

describe('whatever arrives, the server answers it and goes on', () => {
  const invalid: readonly (readonly [string, string | object, number, string | number | null])[] = [
    ['text', 'hello', -32700, null],
    ['half a message', '{"jsonrpc": "2.0", "id": 1, "method"', -32700, null],
    ['bytes', '\u0000\u0007\ufffd', -32700, null],
    ['a header of the Language Server Protocol', 'Content-Length: 10', -32700, null],
    ['a message that is too long', `"${'x'.repeat(10_000_001)}"`, -32700, null],
    ['a number', '1', -32600, null],
    ['null', 'null', -32600, null],
    ['an empty batch', '[]', -32600, null],
    ['an object', {}, -32600, null],
    ['another version of JSON-RPC', { id: 1, method: 'ping' }, -32600, 1],
    ['an invalid ID', { jsonrpc: '2.0', id: {}, method: 'ping' }, -32600, null],
    ['an invalid method', { jsonrpc: '2.0', id: 1, method: 1 }, -32600, 1],
    ['an unknown method', request(1, 'resources/list'), -32601, 1],
    ['a method of objects', request(1, 'constructor'), -32601, 1],
    ['invalid parameters', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: 'all' }, -32602, 1],
    ['an unknown tool', toolCall('toString'), -32602, 1],
    ['no tool', request(1, 'tools/call', {}), -32602, 1],
    ['deep nesting', '['.repeat(100_000), -32700, null],
  ];

  test('what is invalid', async () => {
    const answers = await exchange(...invalid.map(([, line]) => line), request('next', 'ping'));
    const named = invalid.map(([what], index) => [what, answers[index]]);
    expect(named).toEqual(invalid.map(([what, , code, id]) => [what, failure(id, code)]));
    expect(answers.slice(invalid.length)).toEqual([{ jsonrpc: '2.0', id: 'next', result: {} }]);
  });

  test('an invalid input of a tool, which the model can correct', async () => {
    const result = await call('check_file', { path: 'websocket.yaml' });
    expect(result).toEqual({ content: [{ type: 'text', text: 'The input has no `file`.' }], isError: true });
    expect(textOf(await call('list_rules', { all: 'yes' }))).toBe(
      'The input must not have `all`, because the tool takes no input.',
    );
  });

  test('what needs no answer', async () => {
    const answers = await exchange(
      '',
      ' \r',
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } },
      { jsonrpc: '2.0', method: 'unknown' },
      { jsonrpc: '2.0', id: 1, result: {} },
      { jsonrpc: '2.0', id: 1, error: { code: 1, message: 'no' } },
    );
    expect(answers).toEqual([]);
  });

  test('a batch, as a version of the protocol has it', async () => {
    const [answers] = await exchange([request(1, 'ping'), { jsonrpc: '2.0', method: 'x' }, 1, request(2, 'ping')]);
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: {} },
      failure(null, -32600),
      { jsonrpc: '2.0', id: 2, result: {} },
    ]);
  });

  test('a last message without the end of its line', async () => {
    const { out } = await runWith({ input: JSON.stringify(request(1, 'ping')) }, 'mcp');
    expect(out).toBe('{"jsonrpc":"2.0","id":1,"result":{}}\n');
  });
});
