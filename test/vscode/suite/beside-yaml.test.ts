// Next to an extension with Red Hat's server and file associations (test/vscode/other-yaml), and a schema for all
// files: a descriptor is only ours, and any other YAML file is left to it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, expectRules, openText, rulesReported } from '../editor';
import { eventually } from '../example';

const text = 'resources:\n  Box: { type: sqs-queue, name: box-1 }\n';
const json = '{ "resources": { "Box": { "type": "sqs-queue", "name": "box-1" } } }\n';
/** The code lenses in which the other extension names the schema of a file. */
const schema = 'all.schema.json';

interface Said {
  readonly hovers: readonly string[];
  readonly completions: readonly string[];
  readonly lenses: readonly string[];
}

/** The information about the type of a resource from all extensions. */
async function saidOf(document: vscode.TextDocument): Promise<Said> {
  const { uri } = document;
  const at = document.positionAt(document.getText().indexOf('sqs-queue') + 1);
  const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  const { items } = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, at);
  const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return {
    hovers: hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value)),
    completions: items.map(({ label }) => (typeof label === 'string' ? label : label.label)),
    lenses: lenses.map(({ command }) => command?.title ?? ''),
  };
}

describe('next to another YAML extension', () => {
  it('only the other extension handles a plain YAML file', async () => {
    const { document } = await openText(text, '.yaml');
    assert.equal(document.languageId, 'yaml');
    await eventually('the other extension', () => vscode.languages.getDiagnostics(document.uri)[0]);
    const { hovers, completions, lenses } = await saidOf(document);
    assert.equal(hovers.length, 1);
    assert.match(hovers[0] ?? '', /^other-yaml\n/);
    assert.ok(completions.includes('other-yaml') && !completions.includes('websocket-api'), completions.join());
    assert.deepEqual(lenses, [schema]);
    const found = vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /"other-yaml"/);
  });

  for (const ending of ['.websocket.yaml', '.websocket.yml', '.websocket.json']) {
    it(`only ours handles a file named *${ending}`, async () => {
      // The other extension is active.
      const plain = await openText(text, '.yaml');
      await eventually('the other extension', () => vscode.languages.getDiagnostics(plain.document.uri)[0]);
      const { document } = await openText(ending === '.websocket.json' ? json : text, ending);
      assert.equal(document.languageId, 'websocket-project');
      await expectRules(document.uri, 'non-alphanumeric-name');
      const { hovers, completions, lenses } = await saidOf(document);
      assert.equal(hovers.length, 1);
      assert.match(hovers[0] ?? '', /queue/i);
      assert.ok(completions.includes('sqs-queue') && !completions.includes('other-yaml'), completions.join());
      assert.ok(!lenses.includes(schema), lenses.join());
      assert.deepEqual(rulesReported(document.uri), ['non-alphanumeric-name']);
    });
  }
});
