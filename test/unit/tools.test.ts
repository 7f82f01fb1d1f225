// The tools for agents: their inputs and results are what their schemas say, according to ajv, and what is wrong is said.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { mcpServer } from '../../server/src/tools/mcp.ts';
import { faultOf, ToolError, type ToolHost } from '../../server/src/tools/tool.ts';
import { callTool, tools, type ToolAnswer } from '../../server/src/tools/tools.ts';
import { patience } from '../harness/property-runs.ts';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const texts: Readonly<Record<string, string>> = {
  'websocket.yaml': example,
  'broken.yaml': example
    .replace('operationMode: 2-way', 'operationMode: both')
    .replace('route: setNickname', 'route: "setNickname "'),
  'open.yaml': example.replace(/ {4}(identitySource|connections: \[Authorize).*\n/g, ''),
  'empty.yaml': '',
};
const host: ToolHost = {
  async analyze(file) {
    const text = texts[file];
    if (text === undefined) throw new ToolError(`${file} cannot be read: no such file`);
    return Promise.resolve(analyze(text));
  },
  pageOf: (rule) => `# ${rule}\n`,
};

async function call(name: string, input: unknown): Promise<ToolAnswer> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  const answer = await callTool(tool, input, host);
  if (answer.failed === undefined) {
    const validate = ajv.compile(tool.output);
    expect(validate(answer.data), JSON.stringify(validate.errors)).toBe(true);
  }
  return answer;
}

test.each(tools.map((tool) => [tool.name, tool] as const))(
  '%s takes the inputs that its schema allows',
  (_, tool) => {
    const validate = ajv.compile(tool.input);
    const names = fc.constantFrom(...Object.keys(tool.input.properties), 'other', 'toString');
    const values = fc.oneof(
      fc.constantFrom('json', 'connect', 'allow', 'x', 1, null, true, undefined),
      fc.array(fc.string(), { maxLength: 1 }),
      fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 1), { maxKeys: 1 }),
    );
    const inputs = fc.oneof(values, fc.dictionary(names, values, { maxKeys: 4 }));
    fc.assert(
      fc.property(inputs, (input) => {
        expect(faultOf(tool.input, input) === undefined, JSON.stringify(input)).toBe(validate(input));
      }),
      { numRuns: 300 },
    );
  },
  patience,
);

describe('check_file', () => {
  test('returns the problems with their places, as text and as data', async () => {
    const answer = await call('check_file', { file: 'broken.yaml' });
    const lines = (answer.failed ?? answer.text).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^broken\.yaml:\d+:\d+: warning: .* \[padded-route\]$/);
    expect(lines[1]).toMatch(/^broken\.yaml:\d+:\d+: error: .* \[invalid-operation-mode\]$/);
    expect(lines[2]).toBe('2 problems. No template can be generated until the errors are fixed.');
    const [line, column] = [...(/:(\d+):(\d+):/.exec(lines[0] ?? '') ?? [])].slice(1).map(Number);
    expect(answer).toMatchObject({
      data: { file: 'broken.yaml', problems: [{ line, column, severity: 'warning' }, { severity: 'error' }] },
    });
  });

  test('says that a file has no problems', async () => {
    const answer = await call('check_file', { file: 'websocket.yaml' });
    expect(answer).toMatchObject({ text: 'websocket.yaml has no problems.', data: { problems: [] } });
  });
});

describe('build_template', () => {
  test.each(['yaml', 'json'] as const)('returns the template: %s', async (format) => {
    const template = analyze(example).template(format);
    const answer = await call('build_template', { file: 'websocket.yaml', format });
    expect(answer).toEqual({ text: template, data: { template, notes: [] } });
  });

  test('notes that anyone can connect', async () => {
    const answer = await call('build_template', { file: 'open.yaml' });
    expect(answer.failed ?? answer.text).toMatch(/\nNote: Anyone can connect to Chat: no authorizer is called\.$/);
  });

  test.each(['build_template', 'route_message'])('%s names the errors of a file that has some', async (name) => {
    const { failed } = await call(name, { file: 'broken.yaml', ...(name === 'route_message' && { message: '{}' }) });
    expect(failed).toMatch(/^broken\.yaml has errors\. Fix them first\.\nbroken\.yaml:.* \[invalid-operation-mode\]$/);
  });
});

describe('route_message', () => {
  test.each([
    ['a message', { message: '{"action": "dance"}' }, { route: '$default', reply: { kind: 'body', function: 'Help' } }],
    ['a connection', { event: 'connect', query: { token: 'x' } }, { route: '$connect', reply: { kind: 'accepted' } }],
    [
      'one that is refused',
      { event: 'connect', query: { token: 'x' }, authorizer: 'deny' },
      { reply: { status: 403 } },
    ],
    ['a disconnection', { event: 'disconnect' }, { route: '$disconnect', reply: null }],
  ])('follows %s', async (_, asked, data) => {
    expect(await call('route_message', { file: 'websocket.yaml', ...asked })).toMatchObject({ data });
  });

  test.each([
    ['has no message', {}, 'The input has no `message`.'],
    ['names no API', { message: '', api: 'Feed' }, 'There is no API `Feed` in the file. It has `Chat`.'],
  ])('says so if the input %s', async (_, asked, failed) => {
    expect(await call('route_message', { file: 'websocket.yaml', ...asked })).toEqual({ failed });
  });
});

describe('the rules', () => {
  test('are listed, and each is explained', async () => {
    const answer = await call('list_rules', {});
    expect(answer.failed ?? answer.text).toContain('duplicate-route (error): ');
    expect(await call('explain_rule', { rule: 'duplicate-route' })).toMatchObject({ text: '# duplicate-route\n' });
  });

  test.each([
    ['duplicate-rout', 'There is no rule `duplicate-rout`. Did you mean `duplicate-route`?'],
    ['../README', 'There is no rule `../README`. list_rules lists them all.'],
  ])('do not include %s', async (rule, failed) => {
    expect(await call('explain_rule', { rule })).toEqual({ failed });
  });
});

test('a fault of a tool is logged, and does not end the server', async () => {
  const faults: unknown[] = [];
  const faulty: ToolHost = { ...host, analyze: async () => Promise.reject(new TypeError('a fault')) };
  const server = mcpServer('1.0.0', faulty, (error) => faults.push(error));
  const request = { jsonrpc: '2.0', id: 'a', method: 'tools/call' };
  const params = { name: 'check_file', arguments: { file: 'websocket.yaml' } };
  expect(JSON.parse((await server(JSON.stringify({ ...request, params }))) ?? '')).toEqual({
    jsonrpc: '2.0',
    id: 'a',
    error: { code: -32603, message: 'The server has a fault. Its log says more.' },
  });
  expect(faults).toEqual([new TypeError('a fault')]);
});
