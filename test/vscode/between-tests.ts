// What happens between two tests, so that none starts with what the one before has left or is still causing: no editor,
// message, replaced function or changed file.
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type Mocha from 'mocha';
import * as vscode from 'vscode';
import { eventually } from './example';

/** The functions of `vscode.window` that tests replace, because there is no user. */
const functions = Object.fromEntries(
  Object.keys(vscode.window)
    .filter((name) => name.startsWith('show'))
    .map((name): [string, unknown] => [name, Reflect.get(vscode.window, name)]),
);

/** By path, the content of each file in the workspace; of a folder, nothing. */
type Files = ReadonlyMap<string, Buffer | undefined>;

let files: Files = new Map();

export const betweenTests: Mocha.RootHookObject = {
  async beforeAll() {
    files = await filesOf(roots());
  },
  async afterEach() {
    Object.assign(vscode.window, functions);
    // A message that still waits for an answer gets none.
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeEditors();
    await restoreFiles();
    // The server handles messages in their order: with this answer, it has handled what the test has sent.
    await vscode.commands.executeCommand('vscode.executeWorkspaceSymbolProvider', '');
  },
};

/** Closes all editors, without a dialog about saving. */
async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually(`${document.uri.path} without changes`, () => !document.isDirty || document.isClosed || undefined);
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const tabs = (): readonly string[] =>
    vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
  await eventually('the editors to close', () => tabs().length === 0 || undefined);
}

function roots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

async function filesOf(paths: readonly string[]): Promise<Files> {
  const found = new Map<string, Buffer | undefined>();
  for (const path of paths) {
    const isFolder = (await lstat(path)).isDirectory();
    found.set(path, isFolder ? undefined : await readFile(path));
    if (!isFolder) continue;
    const inside = await filesOf((await readdir(path)).map((name) => join(path, name)));
    for (const [inner, content] of inside) found.set(inner, content);
  }
  return found;
}

async function restoreFiles(): Promise<void> {
  const now = await filesOf(roots());
  for (const path of now.keys()) if (!files.has(path)) await rm(path, { recursive: true, force: true });
  for (const [path, content] of files) {
    if (content === undefined || now.get(path)?.equals(content) === true) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
