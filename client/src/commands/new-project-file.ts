// Starts a project file: a small one that has no errors, and that shows what there is to say.
import { type Position, Selection, Uri, WorkspaceEdit, window, workspace, type WorkspaceFolder } from 'vscode';
import { fileName, languageId } from '../documents.ts';
import { Refusal } from '../messages.ts';
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

const starter = `# A websocket project: WebSocket APIs of AWS API Gateway, and the functions that answer their clients.
resources:
  Api:
    type: websocket-api
    name: Api
    # A message such as {"action": "hello"} goes to the endpoint whose route is hello.
    routeSelectorProperty: action
    endpoints:
      - route: hello
        operationMode: 2-way # The function's \`body\` goes back to the client.
        connections: [Hello]
      - route: $default # Everything else.
        operationMode: 2-way
        connections: [Hello]

  Hello:
    type: lambda-function
    name: Hello
    runtime: nodejs22.x
    entryPoint: functions/hello.handler
`;

const jsonStarter = `{
  "resources": {
    "Api": {
      "type": "websocket-api",
      "name": "Api",
      "routeSelectorProperty": "action",
      "endpoints": [
        { "route": "hello", "operationMode": "2-way", "connections": ["Hello"] },
        { "route": "$default", "operationMode": "2-way", "connections": ["Hello"] }
      ]
    },
    "Hello": {
      "type": "lambda-function",
      "name": "Hello",
      "runtime": "nodejs22.x",
      "entryPoint": "functions/hello.handler"
    }
  }
}
`;

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
  const contents = new TextEncoder().encode(uri.path.endsWith('.json') ? jsonStarter : starter);
  // Refused where the file exists by now.
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await workspace.applyEdit(edit)))
    throw new Refusal(`${fileName(uri)} could not be created. Is there such a file by now?`);
  await show(uri);
  return uri;
}

/** Without a folder there is no place for a file: the person chooses one when they save. */
async function openUntitled(): Promise<Uri> {
  const { uri } = await workspace.openTextDocument({ language: languageId, content: starter });
  await show(uri);
  return uri;
}

/** With the API's name selected: the first thing to change. */
async function show(uri: Uri): Promise<void> {
  const editor = await window.showTextDocument(uri);
  const text = editor.document.getText();
  const name = /(?<="?name"?: "?)Api/.exec(text);
  if (!name) return;
  const at = (offset: number): Position => editor.document.positionAt(offset);
  editor.selection = new Selection(at(name.index), at(name.index + name[0].length));
}
