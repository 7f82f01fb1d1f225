// The folders that the suite works in: a fresh copy of examples/chat, and a second one with settings of its own.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** @param path inside the folder, with slashes */
export function exampleUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite runs without a folder');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** @param path inside the second folder, with slashes */
export function inSecondFolder(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[1];
  assert.ok(folder, 'the suite runs without its second folder');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file of the folder as a user does, in an editor. */
export async function openExample(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(exampleUri(path));
  return vscode.window.showTextDocument(document);
}

/** In milliseconds. It ends a test that hangs: on a busy machine, a moment may become half a minute. */
const longestWait = 100_000;

/**
 * Waits for something that an extension does asynchronously.
 * @param look returns the awaited value, or undefined until it is there
 * @param interval between two looks, in milliseconds
 */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  interval = 50,
): Promise<T> {
  const deadline = Date.now() + longestWait;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, interval));
  }
  throw new Error(`Waited in vain for ${what}`);
}

/** The text of a file of the folder; undefined if there is none. */
export async function read(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(exampleUri(path)));
  } catch {
    return undefined;
  }
}

export async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(exampleUri(path), new TextEncoder().encode(text));
  return exampleUri(path);
}

/** Replaces a text of the document, as typing does: nothing is saved. */
export async function change(document: vscode.TextDocument, old: string, replacement: string): Promise<void> {
  const start = document.getText().indexOf(old);
  assert.ok(start >= 0, `the document has no ${old}`);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + old.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
