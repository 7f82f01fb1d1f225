// Edits from the graph: each becomes one step of the document's history.
import { Uri, WorkspaceEdit, commands, window, workspace } from 'vscode';
import {
  graphEditRequest,
  graphEditsRequest,
  type EditConsequence,
  type GraphEditResult,
  type GraphEdits,
  type PageMessageOf,
} from '../../../../server/src/protocol.ts';
import { fileName } from '../../documents.ts';
import { reasonOf } from '../../messages.ts';
import { toRange } from '../../ranges.ts';
import { columnFor, showText } from '../reveal.ts';
import type { Handlers, Shown } from './handler.ts';

export const edits: Handlers<'askEdits' | 'edit' | 'undo' | 'redo'> = {
  async askEdits({ number, part }, shown) {
    shown.post({ type: 'edits', number, edits: await offersOrRefusal(part, shown) });
  },
  async edit(asked, shown) {
    const outcome = await makeOrRefuse(asked, shown);
    shown.post({ type: 'edited', number: asked.number, ...outcome });
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
  readonly select: string | undefined;
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
  const outcome = { refused: undefined, select: result.select };
  if (isTrial) return outcome;
  if (result.consequence?.needsConfirmation === true && !(await isConfirmed(result.consequence))) {
    return refuse('Nothing was changed.');
  }
  if (!(await apply(uri, result))) {
    return refuse(`${fileName(uri)} has changed meanwhile. Repeat the edit if it is still wanted.`);
  }
  if (result.reveal) await showText(uri, result.reveal, shown.webviewPanel.viewColumn);
  return outcome;
}

type Made = Extract<GraphEditResult, { readonly refused?: never }>;

/** False for a document that is not what the edit was made for. */
async function apply(uri: Uri, { version, edits: replacements, creates }: Made): Promise<boolean> {
  // It may have no editor: it becomes one with unsaved changes.
  const document = await workspace.openTextDocument(uri);
  if (document.version !== version) return false;
  const edit = new WorkspaceEdit();
  if (creates) {
    const contents = new TextEncoder().encode(creates.text);
    edit.createFile(Uri.parse(creates.uri, true), { ignoreIfExists: true, contents });
  }
  for (const { range, newText } of replacements) edit.replace(uri, toRange(range), newText);
  return workspace.applyEdit(edit);
}

async function isConfirmed({ label, description }: EditConsequence): Promise<boolean> {
  const proceed = 'Proceed';
  return (await window.showWarningMessage(`${label}?`, { modal: true, detail: description }, proceed)) === proceed;
}

function refuse(refused: string): Outcome {
  return { refused, select: undefined };
}
