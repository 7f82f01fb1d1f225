// What the tests of the suite do in an editor: texts of their own, changes as typing makes them, VS Code's own commands.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventually, exampleUri } from './example';

const cursor = '<|>';
let written: vscode.Uri[] = [];

/** Runs a command; what it returns is VS Code's word. */
export async function ask<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...args);
}

/** Writes a file and opens it, the cursor where the text has `<|>`; `tidyUp` removes it. */
export async function openText(text: string, ending = '.websocket.yaml'): Promise<vscode.TextEditor> {
  const uri = exampleUri(`${randomUUID()}${ending}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace(cursor, '')));
  written.push(uri);
  const editor = await vscode.window.showTextDocument(uri);
  if (text.includes(cursor)) select(editor, editor.document.positionAt(text.indexOf(cursor)));
  return editor;
}

/** Closes all editors, whatever is in them, and removes what was written. */
export async function tidyUp(): Promise<void> {
  // Reverting, since a question whether to save would never be answered.
  while (vscode.window.activeTextEditor) await ask('workbench.action.revertAndCloseActiveEditor');
  await ask('workbench.action.closeAllEditors');
  for (const uri of written) await vscode.workspace.fs.delete(uri);
  written = [];
}

/** Where a text begins, within another text if that is given; a character further in, where words are asked about. */
export function positionOf(document: vscode.TextDocument, text: string, within = text): vscode.Position {
  return rangeOf(document, text, within).start.translate(0, 1);
}

export function rangeOf(document: vscode.TextDocument, text: string, within = text): vscode.Range {
  const start = document.getText().indexOf(within);
  assert.ok(start >= 0 && within.includes(text), `the document has no ${within}`);
  const begin = start + within.indexOf(text);
  return new vscode.Range(document.positionAt(begin), document.positionAt(begin + text.length));
}

export function select(editor: vscode.TextEditor, at: vscode.Position | vscode.Range): void {
  const range = at instanceof vscode.Position ? new vscode.Range(at, at) : at;
  editor.selection = new vscode.Selection(range.start, range.end);
}

/** Replaces a text, as typing does: nothing is saved. */
export async function replace({ document }: vscode.TextEditor, old: string, replacement: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, old), replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The id of the rule, which leads to its page. */
export function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** The rules that report on a file, as the Problems panel shows them, in alphabetical order. */
export function rulesReported(uri: vscode.Uri): readonly string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .map((diagnostic) => String(ruleOf(diagnostic)))
    .sort();
}

/** Waits until just these rules report on a file. */
export async function expectRules(uri: vscode.Uri, ...rules: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(rules);
  await eventually(`${wanted} on ${uri.path}`, () => JSON.stringify(rulesReported(uri)) === wanted || undefined);
}

/** Where a definition or another target leads to. */
export function targetOf(found: vscode.Location | vscode.LocationLink | undefined): vscode.Location {
  assert.ok(found, 'it leads nowhere');
  return 'targetUri' in found
    ? new vscode.Location(found.targetUri, found.targetSelectionRange ?? found.targetRange)
    : found;
}
