// Actions of the suite's tests in an editor: new files, changes as by typing, VS Code's own commands.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { eventually, exampleUri } from './example';

const cursor = '<|>';

/** How to change back the settings that the test has changed. */
let changed: (() => Thenable<void>)[] = [];
afterEach(async () => {
  for (const changeBack of changed) await changeBack();
  changed = [];
});

/** Changes a setting until the end of the test. */
export async function changeSetting(name: string, value: unknown, target: vscode.ConfigurationTarget): Promise<void> {
  const update = (to: unknown): Thenable<void> => vscode.workspace.getConfiguration().update(name, to, target);
  changed.push(() => update(undefined));
  await update(value);
}

/** Runs a command; the type of its result is not checked. */
export async function ask<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...args);
}

/** Writes a file and opens it, the cursor where the text has `<|>`. */
export async function openText(text: string, ending = '.websocket.yaml'): Promise<vscode.TextEditor> {
  const uri = exampleUri(`${randomUUID()}${ending}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace(cursor, '')));
  const editor = await vscode.window.showTextDocument(uri);
  if (text.includes(cursor)) select(editor, editor.document.positionAt(text.indexOf(cursor)));
  return editor;
}

/** The position inside the word: one character after the start of the text, within another text if given. */
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

/** The ID of the rule, which links to its page. */
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

/** Waits until exactly these rules report on a file. */
export async function expectRules(uri: vscode.Uri, ...rules: readonly string[]): Promise<void> {
  const wanted = JSON.stringify(rules);
  await eventually(`${wanted} on ${uri.path}`, () => JSON.stringify(rulesReported(uri)) === wanted || undefined);
}

/** The location of a definition or another target. */
export function targetOf(found: vscode.Location | vscode.LocationLink | undefined): vscode.Location {
  assert.ok(found, 'it leads nowhere');
  return 'targetUri' in found
    ? new vscode.Location(found.targetUri, found.targetSelectionRange ?? found.targetRange)
    : found;
}
