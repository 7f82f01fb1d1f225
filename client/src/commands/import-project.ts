// Imports a project of another tool: asks for what is missing, and creates the project file and the files of inline code in one
// step that can be undone. Nothing is overwritten.
import { CancellationError, Uri, WorkspaceEdit, window, workspace, type QuickPickItem } from 'vscode';
import { importCommand } from '../../../server/src/client-support.ts';
import type { ImportResult } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { fileName, toRange } from '../documents.ts';
import { hasWebSocketApi, importableGlob } from '../import/importable.ts';
import { requestImport, showReport, type Imported } from '../import/report-documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, notify, type Command } from '../messages.ts';
import { fileNameFault } from './new-project-file.ts';
import { requireWritableFolder, statOf } from './write-file.ts';

/** *WebSocket: Import WebSocket API*. Returns the URI of the new project file, or undefined if the user cancelled. */
export function importProject(server: LanguageServer): Command {
  return {
    id: importCommand,
    async run(argument) {
      const named = typeof argument === 'string' ? Uri.parse(argument) : argument;
      const source = named instanceof Uri ? named : await chooseSource();
      const first = accepted(await requestImport(server, { source, stage: undefined }));
      const stage = first.dependsOnStage ? await askStage() : undefined;
      const descriptor = await askTarget(source, Uri.parse(first.folder));
      const imported: Imported = { source, stage, descriptor };
      const result = accepted(await requestImport(server, imported));
      await create(descriptor, result);
      await window.showTextDocument(descriptor);
      await sumUp(imported, result);
      return descriptor;
    },
  };
}

type Accepted = Exclude<ImportResult, { readonly refused: string }>;

/**
 * @throws {UserFacingError} if the file cannot be imported
 * @throws {CancellationError} in that case too, once a message has offered to go to the line that is the reason
 */
function accepted(result: ImportResult): Accepted {
  if (result.refused === undefined) return result;
  const { refused, location } = result;
  if (!location) throw new UserFacingError(refused);
  const run = (): unknown => window.showTextDocument(Uri.parse(location.uri), { selection: toRange(location.range) });
  notify('error', refused, { title: t`Go to Error`, run });
  throw new CancellationError();
}

interface SourceItem extends QuickPickItem {
  /** Undefined to look elsewhere. */
  readonly source: Uri | undefined;
}

/** In files: enough for a large repository, and few enough to be read. */
const maximumCandidates = 200;

/**
 * Asks which of the files of the workspace to import, or for any other file.
 * @throws {CancellationError} if the user cancels
 */
async function chooseSource(): Promise<Uri> {
  const found = await candidates();
  if (found.length === 0) return openDialog();
  const active = window.activeTextEditor?.document.uri.toString();
  const items: SourceItem[] = found
    .map((source) => ({ label: fileName(source), description: workspace.asRelativePath(source), source }))
    .sort((one, other) => Number(other.source.toString() === active) - Number(one.source.toString() === active));
  const chosen = await window.showQuickPick<SourceItem>(
    [...items, { label: t`Other File…`, alwaysShow: true, source: undefined }],
    { title: t`Import`, placeHolder: t`Select a project with a WebSocket API` },
  );
  if (!chosen) throw new CancellationError();
  return chosen.source ?? openDialog();
}

/** The files of the workspace that have a WebSocket API, by their paths. */
async function candidates(): Promise<readonly Uri[]> {
  const named = await workspace.findFiles(importableGlob, '**/{node_modules,.git}/**', maximumCandidates);
  const have = await Promise.all(named.map(async (uri) => hasWebSocketApi(uri.path, await textOf(uri))));
  return named.filter((_, index) => have[index]).sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Empty if it cannot be read. */
async function textOf(uri: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}

async function openDialog(): Promise<Uri> {
  const chosen = await window.showOpenDialog({
    title: t`Import`,
    openLabel: t`Import`,
    filters: { [t`Projects and templates`]: ['yml', 'yaml', 'json', 'template'], [t`All files`]: ['*'] },
  });
  const [source] = chosen ?? [];
  if (!source) throw new CancellationError();
  return source;
}

async function askStage(): Promise<string | undefined> {
  const stage = await window.showInputBox({
    title: t`Import`,
    prompt: t`The stage to import, for example prod. Leave it empty for the default of the project.`,
    ignoreFocusOut: true,
  });
  if (stage === undefined) throw new CancellationError();
  return stage.trim() || undefined;
}

/**
 * Asks for the name of the project file, in the folder of the project.
 * @throws {CancellationError} if the user cancels
 */
async function askTarget(source: Uri, folder: Uri): Promise<Uri> {
  const at = (name: string): Uri => Uri.joinPath(folder, name);
  requireWritableFolder(
    at('websocket.yaml'),
    t`Copy the project to a folder that you can write to, and import it there.`,
  );
  const value = (await statOf(at('websocket.yaml'))) ? freeName : 'websocket.yaml';
  const name = await window.showInputBox({
    title: t`Import ${fileName(source)}`,
    prompt: t`Name of the new project file in ${workspace.asRelativePath(folder)}`,
    value,
    valueSelection: [0, value.length - 'websocket.yaml'.length],
    ignoreFocusOut: true,
    validateInput: (typed) => fileNameFault(typed, folder),
  });
  if (name === undefined) throw new CancellationError();
  return at(name);
}

const freeName = 'imported.websocket.yaml';

/** @throws {UserFacingError} if a file of inline code is there with another text, or the project file cannot be created */
async function create(descriptor: Uri, { descriptor: text, files }: Accepted): Promise<void> {
  const edit = new WorkspaceEdit();
  const encode = (content: string): Uint8Array => new TextEncoder().encode(content);
  for (const file of files) {
    const target = Uri.joinPath(descriptor, '..', file.path);
    if (!(await statOf(target))) edit.createFile(target, { contents: encode(file.text) });
    else if ((await textOf(target)) !== file.text) {
      throw new UserFacingError(
        t`${file.path} exists and has other code than the function in the imported file, so nothing was written. Move it, then import again.`,
      );
    }
  }
  // Fails if the file exists by now.
  edit.createFile(descriptor, { overwrite: false, ignoreIfExists: false, contents: encode(text) });
  if (!(await workspace.applyEdit(edit)))
    throw new UserFacingError(t`${fileName(descriptor)} could not be created. It may already exist.`);
}

/** Says what has become of the project. What was left out is shown at once. */
async function sumUp(imported: Imported, { entries }: Accepted): Promise<void> {
  const count = (kind: Accepted['entries'][number]['kind']): number =>
    entries.filter((entry) => entry.kind === kind).length;
  const [changed, left] = [count('changed'), count('left out')];
  const name = fileName(imported.source);
  const [severity, message] =
    left > 0
      ? (['warning', t`Imported ${name}. Left out: ${left}. Changed: ${changed}.`] as const)
      : changed > 0
        ? (['information', t`Imported ${name}. Nothing was left out. Changed: ${changed}.`] as const)
        : (['information', t`Imported ${name}. Nothing was left out or changed.`] as const);
  notify(severity, message, { title: t`Show Report`, run: () => showReport(imported) });
  if (left > 0) await showReport(imported);
}
