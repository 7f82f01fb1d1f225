// The features for reading a descriptor: run by VS Code's own commands, on the example.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, positionOf, select } from '../editor';
import { eventually, exampleUri, openExample } from '../example';

describe('reading', () => {
  let editor: vscode.TextEditor;
  let document: vscode.TextDocument;
  beforeEach(async () => {
    editor = await openExample('websocket.yaml');
    ({ document } = editor);
    await eventually('the server', async () => {
      const found = await ask<unknown[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri);
      return found && found.length > 0 ? found : undefined;
    });
  });

  const textOfHover = async (position: vscode.Position): Promise<string> => {
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
  };

  it("hover: a key is explained, with its values and a link to AWS's documentation", async () => {
    const text = await textOfHover(positionOf(document, 'operationMode'));
    assert.match(text, /1-way.*2-way/s);
    assert.match(text, /https:\/\/docs\.aws\.amazon\.com/);
  });

  it('hover: a resource shows its logical ID, its template resources and its connections', async () => {
    const text = await textOfHover(positionOf(document, 'Sessions', '  Sessions:'));
    assert.match(text, /AWS::DynamoDB::Table/);
    assert.match(text, /SendMessage/);
  });

  it('inlay hints: the defaults in the template', async () => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
    const labels = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    assert.ok(labels.includes('stage prod'), labels.join());
    assert.ok(
      labels.some((label) => label.startsWith('authorizer')),
      labels.join(),
    );
  });

  it('semantic tokens: predefined and custom routes differ', async () => {
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', document.uri);
    const { data } = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    let [line, character] = [0, 0];
    const found = new Map<string, string>();
    for (let at = 0; at < data.length; at += 5) {
      const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
      character = lines > 0 ? characters : character + characters;
      line += lines;
      const names = legend.tokenModifiers.filter((_name, bit) => (modifiers & (1 << bit)) !== 0);
      const text = document.getText(new vscode.Range(line, character, line, character + length));
      if (!found.has(text)) found.set(text, [legend.tokenTypes[type], ...names].join('.'));
    }
    assert.match(found.get('$connect') ?? '', /^event\..*defaultLibrary/);
    assert.match(found.get('sendMessage') ?? '', /^event(?!.*defaultLibrary)/);
    assert.match(found.get('operationMode') ?? '', /^property/);
  });

  it('document symbols: an API contains its endpoints with their functions', async () => {
    const symbols = await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const endpoint = symbols.find(({ name }) => name === 'Chat')?.children.find(({ name }) => name === 'sendMessage');
    assert.deepEqual(
      endpoint?.children.map(({ name }) => name),
      ['SendMessage'],
    );
  });

  it('workspace symbols: resources and routes of files that are not open', async () => {
    const found = await ask<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'Team');
    assert.ok(
      found.some(({ name, location }) => name === 'Team' && location.uri.path.endsWith('second/team.websocket.yaml')),
      JSON.stringify(found),
    );
  });

  it('folding: every map and list can be folded', async () => {
    await ask('editor.foldAll');
    const lines = (): number =>
      editor.visibleRanges.reduce((sum, { start, end }) => sum + end.line - start.line + 1, 0);
    await eventually('the folds', () => lines() < 8 || undefined);
    await ask('editor.unfoldAll');
    await eventually('the lines', () => lines() > 8 || undefined);
  });

  it('selection ranges: from a value to its property, and on to the endpoint', async () => {
    select(editor, positionOf(document, '2-way', 'operationMode: 2-way'));
    const selected: string[] = [];
    while (selected.length < 6) {
      await ask('editor.action.smartSelect.expand');
      selected.push(document.getText(editor.selection));
    }
    // VS Code adds parts of words before them.
    assert.ok(selected.includes('2-way') && selected.includes('operationMode: 2-way'), selected.join(' | '));
    assert.ok(
      selected.some((text) => text.startsWith('route: setNickname') || text.startsWith('- route: setNickname')),
    );
  });

  it('highlights: every occurrence of a name', async () => {
    const at = positionOf(document, 'Sessions', '  Sessions:');
    const found = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, at);
    assert.equal(found.length, 5);
    assert.deepEqual(new Set(found.map(({ range }) => document.getText(range))), new Set(['Sessions']));
  });

  it('links: an existing function leads to the console', async () => {
    const uri = exampleUri('arn.websocket.yaml');
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:old';
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(`resources:\n  Old: { type: lambda-function, name: Old, arn: "${arn}" }\n`),
    );
    await vscode.window.showTextDocument(uri);
    const [link] = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri, 5);
    assert.match(String(link?.target), /^https:\/\/.*console\.aws\.amazon\.com\/lambda/);
  });
});
