// Offers to import a project of another tool that has a WebSocket API, once in each workspace. The extension is not activated for
// that: it looks at the files in the editors while it is active anyway.
import {
  Disposable,
  FileType,
  Uri,
  commands,
  window,
  workspace,
  type ExtensionContext,
  type TextDocument,
} from 'vscode';
import { importCommand } from '../../../server/src/client-support.ts';
import { t } from '../../../server/src/locale.ts';
import { fileName } from '../documents.ts';
import { inBackground, notify } from '../messages.ts';
import { recognizedFiles, type RecognizedFiles } from '../recognition.ts';
import { hasWebSocketApi } from './importable.ts';

/** Remembers that the hint was shown in a workspace, or that it is unwanted everywhere. */
const key = 'websocketProject.importHint';

export function importHint({
  extension,
  globalState,
  workspaceState,
}: Pick<ExtensionContext, 'extension' | 'globalState' | 'workspaceState'>): Disposable {
  const files = recognizedFiles(extension);
  const isOver = (): boolean => globalState.get(key) === true || workspaceState.get(key) === true;
  const look = async (document: TextDocument | undefined): Promise<void> => {
    if (!document || isOver() || !hasWebSocketApi(document.uri.path, document.getText())) return;
    if ((await hasDescriptor(Uri.joinPath(document.uri, '..'), files)) || isOver()) return;
    await workspaceState.update(key, true);
    const { uri } = document;
    notify(
      'information',
      t`${fileName(uri)} has a WebSocket API. It can be imported into a project file, which you can check, preview and run.`,
      { title: t`Import…`, run: () => commands.executeCommand(importCommand, uri) },
      { title: t`Don't Show Again`, run: () => globalState.update(key, true) },
    );
  };
  const lookAtActive = (): void => inBackground(look(window.activeTextEditor?.document));
  if (isOver()) return Disposable.from();
  lookAtActive();
  return window.onDidChangeActiveTextEditor(lookAtActive);
}

/** Whether a project file is in the folder, which may be what the other file has become. */
async function hasDescriptor(folder: Uri, { names, endings }: RecognizedFiles): Promise<boolean> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries.some(
      ([name, type]) =>
        (type & FileType.File) !== 0 && (names.includes(name) || endings.some((ending) => name.endsWith(ending))),
    );
  } catch {
    return false;
  }
}
