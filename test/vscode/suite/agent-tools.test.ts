// The tools for language models, called as an agent of the editor calls them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributes } from '../../../package.json';
import { change, exampleUri, openExample } from '../example';

async function call(tool: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`websocketProject_${tool}`, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('tools for agents', () => {
  it('are offered with their descriptions and schemas', () => {
    const offered = vscode.lm.tools.filter(({ name }) => name.startsWith('websocketProject_'));
    assert.deepEqual(
      offered.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
      contributes.languageModelTools.map(({ name, modelDescription: description, inputSchema }) => ({
        name,
        description,
        inputSchema,
      })),
    );
    assert.equal(offered.length, 5);
  });

  for (const [what, file] of [
    ['a path in the folder', () => 'websocket.yaml'],
    ['a path that starts with the name of the folder', () => 'chat/websocket.yaml'],
    ['an absolute path', () => exampleUri('websocket.yaml').path],
    ['a URI', () => exampleUri('websocket.yaml').toString()],
  ] as const) {
    it(`find a file that is not open by ${what}`, async () => {
      assert.equal(await call('check_file', { file: file() }), `${file()} has no problems.`);
    });
  }

  it('check what is in the editor, saved or not', async () => {
    const { document } = await openExample('websocket.yaml');
    await change(document, 'operationMode: 2-way', 'operationMode: both');
    const file = 'websocket.yaml';
    assert.match(
      await call('check_file', { file }),
      /^websocket\.yaml:\d+:\d+: error: .* \[invalid-operation-mode\]\n/,
    );
    await assert.rejects(call('build_template', { file }), /websocket\.yaml has errors\. Fix them first\./);
  });

  it('build the template, follow a message and explain rules', async () => {
    const file = 'websocket.yaml';
    assert.match(await call('build_template', { file }), /^AWSTemplateFormatVersion: /m);
    const routed = await call('route_message', { file, message: '{"action": "sendMessage"}' });
    assert.match(routed, /^Chat → sendMessage\n/);
    assert.match(await call('list_rules', {}), /^duplicate-route \(error\): /m);
    assert.match(await call('explain_rule', { rule: 'duplicate-route' }), /^# duplicate-route\n/);
  });

  it('say what is wrong with an input', async () => {
    await assert.rejects(
      call('check_file', { file: 'missing.yaml' }),
      /There is no file missing\.yaml in the open folders/,
    );
    await assert.rejects(call('check_file', { file: 'README.md' }), /README\.md is not a WebSocket project file/);
    await assert.rejects(call('explain_rule', { rule: 'duplicate-rout' }), /Did you mean `duplicate-route`\?/);
  });
});
