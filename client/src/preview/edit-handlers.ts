// The page's messages that edit the document. Each edit is one step to undo.
import { Uri, WorkspaceEdit, commands, window, workspace } from 'vscode';
import {
  graphEditRequest,
  graphEditsRequest,
  type EditConsequence,
  type GraphEdit,
  type GraphEditResult,
  type GraphEdits,
} from '../../../server/src/protocol.ts';
import type { EditDone, PageMessageOf } from './preview-messages.ts';
import { columnFor, fileName, isReadOnly, showText, toRange } from '../documents.ts';
import { showStarter, starterFor, writeStarterHandler } from '../commands/new-project-file.ts';
import { UserFacingError, confirm, type Question } from '../messages.ts';
import type { Handlers, Shown } from './handlers.ts';
import { t } from '../../../server/src/locale.ts';
import { messageOf } from '../../../server/src/wording.ts';

export const editHandlers: Handlers<'askEdits' | 'edit' | 'undo' | 'redo' | 'startFile'> = {
  async askEdits({ number, part }, shown) {
    // From now on, the edits of this part come with the content after each change of the text.
    shown.offerFor(part);
    shown.post({ type: 'edits', number, edits: await offersOrRefusal(part, shown) });
  },
  async edit(asked, shown) {
    shown.post({ type: 'edited', number: asked.number, ...(await makeOrRefuse(asked, shown)) });
  },
  undo: (_, shown) => inEditor('undo', shown),
  redo: (_, shown) => inEditor('redo', shown),
  startFile: (_, shown) => startFile(shown),
};

/** Undo and redo apply to the focused editor, so the editor gets the focus for that long. */
async function inEditor(command: 'undo' | 'redo', { uri, webviewPanel, takeFocus }: Shown): Promise<void> {
  const shown = uri();
  if (!shown) return;
  await window.showTextDocument(shown, { viewColumn: columnFor(shown, webviewPanel.viewColumn) });
  await commands.executeCommand(command);
  takeFocus();
}

/** The page requests these as the focus moves, so a failure is shown in the page and not as a message. */
async function offersOrRefusal(part: string | undefined, { server, uri }: Shown): Promise<GraphEdits> {
  const none = { version: 0, title: undefined, offers: [], targets: [] };
  try {
    const shown = uri();
    const found = shown && (await server.request(graphEditsRequest, { textDocument: { uri: shown.toString() }, part }));
    return found ?? { ...none, refused: notOpen() };
  } catch (error) {
    return { ...none, refused: messageOf(error) };
  }
}

function notOpen(): string {
  return t`The file is no longer open.`;
}

interface Outcome {
  readonly refused: string | undefined;
  readonly done: EditDone | undefined;
}

/** Failures are shown in the graph, next to the edit. */
async function makeOrRefuse(asked: PageMessageOf<'edit'>, shown: Shown): Promise<Outcome> {
  try {
    return await make(asked, shown);
  } catch (error) {
    return refuse(messageOf(error));
  }
}

async function make({ edit, version, isTrial }: PageMessageOf<'edit'>, shown: Shown): Promise<Outcome> {
  const uri = shown.uri();
  const result =
    uri && (await shown.server.request(graphEditRequest, { textDocument: { uri: uri.toString() }, edit, version }));
  if (!uri || !result) return refuse(notOpen());
  if (result.refused !== undefined) return refuse(result.refused);
  if (isReadOnly(uri)) return refuse(t`${fileName(uri)} is read-only.`);
  if (isTrial) return { refused: undefined, done: undefined };
  if (result.consequence?.needsConfirmation === true) {
    const isWanted = await isConfirmed(result.consequence, edit);
    // The dialog leaves the focus outside the page.
    shown.takeFocus();
    if (!isWanted) return refuse(t`Nothing changed.`);
  }
  const made = await apply(uri, result);
  if (made === undefined) {
    return refuse(t`${fileName(uri)} has changed in the meantime. Try again.`);
  }
  if (result.reveal) await showText(uri, result.reveal, shown.webviewPanel.viewColumn);
  const created = result.creates && pathFrom(Uri.joinPath(uri, '..'), Uri.parse(result.creates.uri, true));
  return { refused: undefined, done: { version: made, select: result.select, created } };
}

type Made = Extract<GraphEditResult, { readonly refused?: never }>;

/** Returns the new version of the document; undefined if the document is not the version that the edit is for. */
async function apply(uri: Uri, { version, edits: replacements, creates }: Made): Promise<number | undefined> {
  // A document without an editor becomes one with unsaved changes.
  const document = await workspace.openTextDocument(uri);
  if (document.version !== version) return undefined;
  const edit = new WorkspaceEdit();
  if (creates) {
    const contents = new TextEncoder().encode(creates.text);
    edit.createFile(Uri.parse(creates.uri, true), { ignoreIfExists: true, contents });
  }
  for (const { range, newText } of replacements) edit.replace(uri, toRange(range), newText);
  return (await workspace.applyEdit(edit)) ? document.version : undefined;
}

function isConfirmed({ label, description }: EditConsequence, { kind }: GraphEdit): Promise<boolean> {
  return confirm('warning', { message: `${label}?`, detail: description, ...buttonsOf(kind) });
}

/** The buttons of the question about an edit. */
function buttonsOf(kind: GraphEdit['kind']): Pick<Question, 'yes' | 'no'> {
  switch (kind) {
    case 'addEndpoint':
    case 'addResource':
      return { yes: t`Add`, no: t`Don't Add` };
    case 'connect':
    case 'connectToNew':
      return { yes: t`Connect`, no: t`Don't Connect` };
    case 'disconnect':
      return { yes: t`Disconnect`, no: t`Don't Disconnect` };
    case 'setAccess':
    case 'setVariable':
    case 'setBatchSize':
    case 'setAttempts':
    case 'setEvent':
      return { yes: t`Change`, no: t`Don't Change` };
    case 'setMode':
      return { yes: t`Switch`, no: t`Don't Switch` };
    case 'rename':
      return { yes: t`Rename`, no: t`Don't Rename` };
    case 'delete':
      return { yes: t`Delete`, no: t`Don't Delete` };
  }
}

function pathFrom(folder: Uri, { path }: Uri): string {
  return path.startsWith(`${folder.path}/`) ? path.slice(folder.path.length + 1) : path;
}

function refuse(refused: string): Outcome {
  return { refused, done: undefined };
}

/** Inserts the starter project into an empty file. */
async function startFile({ uri, state, webviewPanel }: Shown): Promise<void> {
  const shown = uri();
  if (!shown || state()?.isEmpty !== true) return;
  const document = await workspace.openTextDocument(shown);
  const end = document.lineAt(document.lineCount - 1).range.end;
  const edit = new WorkspaceEdit();
  // Comments that the file already has stay at the top.
  const separator = document.getText().trim() === '' || end.character === 0 ? '' : '\n';
  edit.insert(shown, end, `${separator}${starterFor(shown)}`);
  if (!(await workspace.applyEdit(edit))) throw new UserFacingError(t`${fileName(shown)} cannot be written to.`);
  await writeStarterHandler(shown);
  await showStarter(shown, columnFor(shown, webviewPanel.viewColumn));
}
