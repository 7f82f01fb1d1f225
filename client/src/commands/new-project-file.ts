// Starts a project file: asks where it is to be, and creates it.
import { Uri, WorkspaceEdit, window, workspace, type WorkspaceFolder } from 'vscode';
import { languageId } from '../../../server/src/protocol.ts';
import { fileName } from '../documents.ts';
import { Refusal } from '../messages.ts';
import { showStarter, starter, starterFor } from '../starter.ts';
import type { Command } from './command.ts';

/** *WebSocket: New Project File*. Returns the file's URI, or undefined where the person changed their mind. */
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
  return window.showWorkspaceFolderPick({ placeHolder: 'The folder for the new project file' });
}

async function askName(folder: Uri): Promise<string | undefined> {
  const usual = 'websocket.yaml';
  const value = (await exists(Uri.joinPath(folder, usual))) ? 'new.websocket.yaml' : usual;
  return window.showInputBox({
    title: 'New Websocket Project File',
    prompt: 'The name of the file, inside the folder',
    value,
    valueSelection: [0, value.lastIndexOf('websocket.yaml')],
    ignoreFocusOut: true,
    validateInput: async (name) => validate(name, folder),
  });
}

async function validate(name: string, folder: Uri): Promise<string | undefined> {
  if (!/^(?:.*\/)?(?:websocket\.yaml|[^/]+\.websocket\.(?:ya?ml|json))$/.test(name)) {
    return 'A project file is called websocket.yaml, or ends in .websocket.yaml, .websocket.yml or .websocket.json.';
  }
  if (name.startsWith('/') || name.split('/').includes('..')) return 'The file has to be inside the folder.';
  return (await exists(Uri.joinPath(folder, name))) ? 'There is such a file already.' : undefined;
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
  // Refused where the file exists by now.
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await workspace.applyEdit(edit)))
    throw new Refusal(`${fileName(uri)} could not be created. Is there such a file by now?`);
  await showStarter(uri);
  return uri;
}

/** Without a folder there is no place for a file: the person chooses one when they save. */
async function openUntitled(): Promise<Uri> {
  const { uri } = await workspace.openTextDocument({ language: languageId, content: starter });
  await showStarter(uri);
  return uri;
}
