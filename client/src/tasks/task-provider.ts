// The tasks `check` and `build` of the folders that have project files. The language server does the work, so that they say
// what the editor says and need no other program.
import {
  CustomExecution,
  RelativePattern,
  Task,
  TaskGroup,
  Uri,
  tasks,
  workspace,
  type Disposable,
  type TaskDefinition,
  type WorkspaceFolder,
} from 'vscode';
import { t } from '../../../server/src/locale.ts';
import { property } from '../checks.ts';
import type { LanguageServer } from '../language-server.ts';
import { recognizedGlob, type RecognizedFiles } from '../recognition.ts';
import { build, check } from './check-and-build.ts';
import { taskTerminal, type Work } from './task-terminal.ts';

/** The type in tasks.json. The problem matcher has this name, too. */
const taskType = 'websocket-project';

interface Kind {
  readonly work: Work;
  readonly detail: () => string;
  readonly group?: TaskGroup;
}

const kinds: ReadonlyMap<unknown, Kind> = new Map([
  ['check', { work: check, detail: () => t`Prints the problems of the project files` }],
  ['build', { work: build, detail: () => t`Writes the CloudFormation templates`, group: TaskGroup.Build }],
]);

export function projectTasks(server: LanguageServer, files: RecognizedFiles): Disposable {
  const taskOf = (definition: TaskDefinition, folder: WorkspaceFolder): Task | undefined => {
    const command = property(definition, 'command');
    const kind = kinds.get(command);
    if (!kind) return undefined;
    const execution = new CustomExecution(async (resolved) =>
      taskTerminal(kind.work, { server, folder: folder.uri, place: placeOf(resolved, folder.uri) }),
    );
    const task = new Task(definition, folder, String(command), taskType, execution, `$${taskType}`);
    task.detail = kind.detail();
    if (kind.group) task.group = kind.group;
    return task;
  };
  return tasks.registerTaskProvider(taskType, {
    async provideTasks() {
      const folders = workspace.workspaceFolders ?? [];
      const found = await Promise.all(folders.map(async (folder) => ((await hasFiles(folder, files)) ? [folder] : [])));
      const commands = [...kinds.keys()];
      return found.flat().flatMap((folder) => {
        // VS Code identifies tasks by their definitions: with equal ones, those of one folder would run in the other.
        const named = folders.length > 1 ? { folder: folder.name } : {};
        return commands.flatMap((command) => taskOf({ type: taskType, command, ...named }, folder) ?? []);
      });
    },
    // Of a task in tasks.json, VS Code knows only the definition. The definition must remain the same object.
    resolveTask({ definition, scope }) {
      const folders = workspace.workspaceFolders ?? [];
      const named = folders.find(({ name }) => name === property(definition, 'folder'));
      const folder = named ?? (typeof scope === 'object' ? scope : folders[0]);
      return folder && taskOf(definition, folder);
    },
  });
}

async function hasFiles(folder: WorkspaceFolder, files: RecognizedFiles): Promise<boolean> {
  const found = await workspace.findFiles(new RelativePattern(folder, recognizedGlob(files)), '**/node_modules/**', 1);
  return found.length > 0;
}

/** The file or folder that the task is limited to. */
function placeOf(definition: TaskDefinition, folder: Uri): Uri {
  const path = property(definition, 'path');
  return typeof path === 'string' ? Uri.joinPath(folder, path) : folder;
}
