// Edits from the graph: each becomes one step of the document's history.
import { Uri, WorkspaceEdit, commands, window, workspace } from 'vscode';
import {
  graphEditRequest,
  graphEditsRequest,
  type EditConsequence,
  type GraphEdit,
  type GraphEditResult,
  type GraphEdits,
} from '../../../../server/src/protocol.ts';
import type { EditDone, PageMessageOf } from '../preview-messages.ts';
import { fileName, toRange } from '../../documents.ts';
import { reasonOf } from '../../messages.ts';
import { columnFor, showText } from '../reveal.ts';
import type { Handlers, Shown } from './handler.ts';

export const edits: Handlers<'askEdits' | 'edit' | 'undo' | 'redo'> = {
  async askEdits({ number, part }, shown) {
    shown.post({ type: 'edits', number, edits: await offersOrRefusal(part, shown) });
  },
  async edit(asked, shown) {
    shown.post({ type: 'edited', number: asked.number, ...(await makeOrRefuse(asked, shown)) });
  },
  undo: (_, shown) => inEditor('undo', shown),
  redo: (_, shown) => inEditor('redo', shown),
};

/** The commands are those of the editor that has the focus: it gets it for as long as that takes. */
async function inEditor(command: 'undo' | 'redo', { uri, webviewPanel }: Shown): Promise<void> {
  const shown = uri();
  if (!shown) return;
  await window.showTextDocument(shown, { viewColumn: columnFor(shown, webviewPanel.viewColumn) });
  await commands.executeCommand(command);
  webviewPanel.reveal(undefined, false);
}

/** It is asked for unasked, as the focus moves: what goes wrong is no message of the window. */
async function offersOrRefusal(part: string | undefined, { server, uri }: Shown): Promise<GraphEdits> {
  const none = { version: 0, title: undefined, offers: [], targets: [] };
  try {
    const shown = uri();
    const found = shown && (await server.ask(graphEditsRequest, { textDocument: { uri: shown.toString() }, part }));
    return found ?? { ...none, refused: notOpen };
  } catch (error) {
    return { ...none, refused: reasonOf(error) };
  }
}

const notOpen = 'The file is not open any more.';

interface Outcome {
  readonly refused: string | undefined;
  readonly done: EditDone | undefined;
}

/** Whatever goes wrong is told in the graph, where the edit was asked for. */
async function makeOrRefuse(asked: PageMessageOf<'edit'>, shown: Shown): Promise<Outcome> {
  try {
    return await make(asked, shown);
  } catch (error) {
    return refuse(reasonOf(error));
  }
}

async function make({ edit, version, isTrial }: PageMessageOf<'edit'>, shown: Shown): Promise<Outcome> {
  const uri = shown.uri();
  const result =
    uri && (await shown.server.ask(graphEditRequest, { textDocument: { uri: uri.toString() }, edit, version }));
  if (!uri || !result) return refuse(notOpen);
  if (result.refused !== undefined) return refuse(result.refused);
  if (isTrial) return { refused: undefined, done: undefined };
  if (result.consequence?.needsConfirmation === true) {
    const isWanted = await isConfirmed(result.consequence, edit);
    // The dialog leaves the focus on the frame around the page.
    shown.webviewPanel.reveal(undefined, false);
    if (!isWanted) return refuse('Nothing was changed.');
  }
  const made = await apply(uri, result);
  if (made === undefined) {
    return refuse(`${fileName(uri)} has changed meanwhile. Repeat the edit if it is still wanted.`);
  }
  if (result.reveal) await showText(uri, result.reveal, shown.webviewPanel.viewColumn);
  const created = result.creates && pathFrom(Uri.joinPath(uri, '..'), Uri.parse(result.creates.uri, true));
  return { refused: undefined, done: { version: made, select: result.select, created } };
}

type Made = Extract<GraphEditResult, { readonly refused?: never }>;

/** The version of the document that comes of it; undefined for a document that is not what the edit was made for. */
async function apply(uri: Uri, { version, edits: replacements, creates }: Made): Promise<number | undefined> {
  // It may have no editor: it becomes one with unsaved changes.
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

async function isConfirmed({ label, description }: EditConsequence, { kind }: GraphEdit): Promise<boolean> {
  const yes = verbs[kind];
  return (await window.showWarningMessage(`${label}?`, { modal: true, detail: description }, yes)) === yes;
}

/** On the button that goes on with an edit. */
const verbs: Readonly<Record<GraphEdit['kind'], string>> = {
  addEndpoint: 'Add',
  addResource: 'Add',
  connect: 'Connect',
  connectToNew: 'Connect',
  disconnect: 'Disconnect',
  setAccess: 'Change',
  setMode: 'Switch',
  rename: 'Rename',
  delete: 'Delete',
};

function pathFrom(folder: Uri, { path }: Uri): string {
  return path.startsWith(`${folder.path}/`) ? path.slice(folder.path.length + 1) : path;
}

function refuse(refused: string): Outcome {
  return { refused, done: undefined };
}
