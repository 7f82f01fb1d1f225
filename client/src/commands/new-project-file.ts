// Starts a project file: asks for its folder and name, and creates it with a small project in it.
import {
  Selection,
  Uri,
  ViewColumn,
  WorkspaceEdit,
  window,
  workspace,
  type Position,
  type WorkspaceFolder,
} from 'vscode';
import { languageId, starterProject, starterSource } from '../../../server/src/protocol.ts';
import { fileName } from '../documents.ts';
import { UserFacingError, type Command } from '../messages.ts';
import { requireWritableFolder } from './write-file.ts';
import { t } from '../../../server/src/locale.ts';

/** *WebSocket: New Project File*. Returns the file's URI, or undefined if the user cancelled. */
export function newProjectFile(): Command {
  return {
    id: 'websocketProject.newProjectFile',
    async run() {
      const folders = workspace.workspaceFolders ?? [];
      if (folders.length === 0) return openUntitled();
      const folder = folders.length === 1 ? folders[0] : await pickFolder();
      const name = folder && (await askName(folder.uri));
      return folder && name !== undefined ? create(Uri.joinPath(folder.uri, name)) : undefined;
    },
  };
}

function pickFolder(): Thenable<WorkspaceFolder | undefined> {
  return window.showWorkspaceFolderPick({ placeHolder: t`Select the folder of the new project file` });
}

async function askName(folder: Uri): Promise<string | undefined> {
  const defaultName = 'websocket.yaml';
  requireWritableFolder(Uri.joinPath(folder, defaultName), t`Open a folder that you can write to.`);
  const value = (await exists(Uri.joinPath(folder, defaultName))) ? 'new.websocket.yaml' : defaultName;
  return window.showInputBox({
    title: t`New WebSocket Project File`,
    prompt: t`File name, relative to the folder`,
    value,
    valueSelection: [0, value.lastIndexOf('websocket.yaml')],
    ignoreFocusOut: true,
    validateInput: (name) => fileNameFault(name, folder),
  });
}

/** Why a new project file cannot have that name, which is relative to the folder; undefined if it can. */
export async function fileNameFault(name: string, folder: Uri): Promise<string | undefined> {
  if (!/^(?:.*\/)?(?:websocket\.yaml|[^/]+\.websocket\.(?:ya?ml|json))$/.test(name)) {
    return t`The name must be websocket.yaml, or end in .websocket.yaml, .websocket.yml or .websocket.json.`;
  }
  if (name.startsWith('/') || name.split('/').includes('..')) return t`The file must be inside the folder.`;
  return (await exists(Uri.joinPath(folder, name))) ? t`A file with this name already exists.` : undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function create(uri: Uri): Promise<Uri> {
  const edit = new WorkspaceEdit();
  const contents = new TextEncoder().encode(starterFor(uri));
  // Fails if the file exists by now.
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await workspace.applyEdit(edit)))
    throw new UserFacingError(t`${fileName(uri)} could not be created. It may already exist.`);
  await writeStarterHandler(uri);
  await showStarter(uri);
  return uri;
}

/** If no folder is open, the user chooses where to put the file when they save it. */
async function openUntitled(): Promise<Uri> {
  const { uri } = await workspace.openTextDocument({ language: languageId, content: starterProject('yaml') });
  await showStarter(uri);
  return uri;
}

/** Writes the source file of the starter's function, unless it exists. An untitled project file has no folder for it. */
export async function writeStarterHandler(descriptor: Uri): Promise<void> {
  const file = Uri.joinPath(descriptor, '..', starterSource.path);
  if (descriptor.scheme === 'untitled' || (await exists(file))) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(starterSource.text));
}

export function starterFor({ path }: Uri): string {
  return starterProject(path.endsWith('.json') ? 'json' : 'yaml');
}

/** Selects the API's name, which is the first thing to change. */
export async function showStarter(uri: Uri, viewColumn = ViewColumn.Active): Promise<void> {
  const editor = await window.showTextDocument(uri, { viewColumn });
  const text = editor.document.getText();
  const name = /(?<="?name"?: "?)Api/.exec(text);
  if (!name) return;
  const at = (offset: number): Position => editor.document.positionAt(offset);
  editor.selection = new Selection(at(name.index), at(name.index + name[0].length));
}
