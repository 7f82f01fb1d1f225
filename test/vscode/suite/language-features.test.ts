// The language server's features through VS Code's own commands, as its editor asks for them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, exampleUri, openExample } from '../example';

/** The offset of the first occurrence, and of the one within another text, as a position. */
function positionOf(document: vscode.TextDocument, text: string, within = text): vscode.Position {
  const start = document.getText().indexOf(within);
  assert.ok(start >= 0 && within.includes(text), `the document has no ${within}`);
  return document.positionAt(start + within.indexOf(text) + 1);
}

async function ask<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...args);
}

describe('language features', () => {
  let document: vscode.TextDocument;
  before(async () => {
    ({ document } = await openExample('websocket.yaml'));
    await eventually('symbols', async () => {
      const found = await ask<unknown[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri);
      return found && found.length > 0 ? found : undefined;
    });
  });

  it('outlines resources and endpoints', async () => {
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const api = symbols.find(({ name }) => name === 'Chat');
    assert.ok(
      api?.children.some(({ name }) => name === '$connect'),
      JSON.stringify(symbols.map(({ name }) => name)),
    );
  });

  it('goes from a connection to its resource', async () => {
    const from = positionOf(document, 'SendMessage', '[SendMessage]');
    const [found] = await ask<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      from,
    );
    const range = found && ('targetRange' in found ? (found.targetSelectionRange ?? found.targetRange) : found.range);
    assert.equal(range && document.getText(range), 'SendMessage');
    assert.equal(range?.start.character, 2);
  });

  it('goes from an entry point to the handler', async () => {
    const from = positionOf(document, 'functions/send-message.handler');
    const [found] = await ask<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      from,
    );
    const uri = found && ('targetUri' in found ? found.targetUri : found.uri);
    assert.equal(uri?.path, exampleUri('functions/send-message.mjs').path);
  });

  it('finds and renames a resource id with every connection', async () => {
    const at = positionOf(document, 'Sessions', '  Sessions:');
    const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, at);
    const occurrences = document.getText().match(/\bSessions\b/g)?.length ?? 0;
    assert.ok(references.length > 2);
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, at, 'Members');
    const [[, edits] = [document.uri, []]] = edit.entries();
    assert.equal(edits.length, references.length);
    // The name of the table stays what it is.
    assert.ok(occurrences > edits.length);
  });

  it('shows hints, tokens, folds, lenses and selection ranges', async () => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
    assert.ok(hints.some(({ label }) => label === 'stage prod'));
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 100);
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(folds.length > 5);
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    const titles = lenses.map(({ command }) => command?.title);
    assert.ok(titles.includes('Open preview'), titles.join());
    const ranges = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [
      positionOf(document, '2-way', 'operationMode: 2-way'),
    ]);
    // VS Code puts parts of words of its own before them.
    const selected: string[] = [];
    for (let range = ranges[0]; range; range = range.parent) selected.push(document.getText(range.range));
    assert.ok(selected.includes('2-way') && selected.includes('operationMode: 2-way'), selected.slice(0, 4).join());
  });

  it('shows in a source file which routes it handles', async () => {
    const source = await openExample('functions/send-message.mjs');
    const lens = await eventually('a lens', async () => {
      const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', source.document.uri, 10);
      return lenses.find(({ command }) => command?.title.includes('sendMessage'));
    });
    const passed: unknown[] = lens.command?.arguments ?? [];
    await ask(lens.command?.command ?? '', ...passed);
    await eventually('the descriptor', () =>
      vscode.window.activeTextEditor?.document.uri.path === document.uri.path ? true : undefined,
    );
  });

  it('formats, and leaves what is well formatted alone', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await ask<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      options,
    );
    assert.deepEqual(edits ?? [], []);
  });

  it('leaves a plain YAML file alone', async () => {
    const uri = exampleUri('plain.yaml');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('resources:\n  Chat: { type: websocket-ap }\n'));
    const plain = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(plain);
    assert.equal(plain.languageId, 'yaml');
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(1, 11));
    assert.deepEqual(hovers, []);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });
});
