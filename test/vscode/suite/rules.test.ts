// Breaking any one rule in the example shows exactly one diagnostic, on the text at fault.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ruleOf } from '../editor';
import { eventually, exampleUri } from '../example';

interface Breakage {
  readonly rule: string;
  readonly old: string;
  readonly broken: string;
  /** The text that the diagnostic must cover, and the text around it. */
  readonly at: string;
  readonly within?: string;
}

const breakages: readonly Breakage[] = [
  { rule: 'yaml-syntax', old: 'connections: [Help]', broken: 'connections: [Help', at: '[', within: '[Help' },
  { rule: 'missing-property', old: '    routeSelectorProperty: action\n', broken: '', at: 'Chat', within: 'Chat:' },
  { rule: 'unknown-property', old: 'identitySource:', broken: 'identitySources:', at: 'identitySources' },
  { rule: 'wrong-type', old: '[querystring.token]', broken: '5', at: '5', within: 'identitySource: 5' },
  { rule: 'unknown-resource-type', old: 'type: dynamodb-table', broken: 'type: dynamo-table', at: 'dynamo-table' },
  { rule: 'invalid-operation-mode', old: 'operationMode: 2-way', broken: 'operationMode: 2way', at: '2way' },
  { rule: 'non-alphanumeric-name', old: 'name: Chat\n', broken: 'name: chat-api\n', at: 'chat-api' },
  { rule: 'invalid-name-length', old: 'name: Chat\n', broken: `name: ${'C'.repeat(65)}\n`, at: 'C'.repeat(65) },
  {
    rule: 'duplicate-route',
    old: 'route: sendMessage',
    broken: 'route: setNickname',
    at: 'setNickname',
    within: 'setNickname\n        operationMode: 2-way\n        connections: [SendMessage]',
  },
  { rule: 'malformed-route', old: 'route: $default', broken: 'route: $defalt', at: '$defalt' },
  { rule: 'unknown-resource', old: 'connections: [Help]', broken: 'connections: [Helper]', at: 'Helper' },
  {
    rule: 'connection-not-allowed',
    old: 'connections: [Help]',
    broken: 'connections: [Sessions]',
    at: 'Sessions',
    within: '[Sessions]',
  },
  {
    rule: 'duplicate-key',
    old: '    name: Chat\n',
    broken: '    name: Chat\n    name: Chat\n',
    at: 'name',
    within: 'name: Chat\n    # A',
  },
  { rule: 'invalid-format', old: '[querystring.token]', broken: '[token]', at: 'token', within: '[token]' },
  {
    rule: 'identity-source-without-authorizer',
    old: '    connections: [Authorize]\n',
    broken: '',
    at: 'identitySource',
    within: 'identitySource:',
  },
];

describe('rules', () => {
  for (const { rule, old, broken, at, within = at } of breakages) {
    it(`${rule}: one mistake, one diagnostic`, async () => {
      const example = new TextDecoder().decode(await vscode.workspace.fs.readFile(exampleUri('websocket.yaml')));
      assert.ok(example.includes(old), `the example has no ${old}`);
      const uri = exampleUri(`${rule}.websocket.yaml`);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(example.replace(old, broken)));
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      await eventually('a diagnostic', () => vscode.languages.getDiagnostics(uri).at(0));
      const shown = vscode.languages
        .getDiagnostics(uri)
        .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Information);
      assert.deepEqual(shown.map(ruleOf), [rule]);
      const text = document.getText();
      assert.ok(text.includes(within), `the broken text has no ${within}`);
      const start = text.indexOf(within) + within.indexOf(at);
      const [diagnostic] = shown;
      assert.equal(diagnostic && document.offsetAt(diagnostic.range.start), start);
      assert.equal(diagnostic && document.getText(diagnostic.range), at);
    });
  }
});
