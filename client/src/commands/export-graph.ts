// Writes the route graph for other programs: as a picture, as a Mermaid flowchart, or as a page of Markdown.
import { Uri, window, workspace, type QuickPickItem, type TextDocument } from 'vscode';
import {
  exportRequest,
  type ExportFormat,
  type ExportResult,
  type PictureTheme,
} from '../../../server/src/protocol.ts';
import { fileName, findDescriptor } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { Refusal, tell } from '../messages.ts';
import type { Command } from './command.ts';

interface Choice extends QuickPickItem {
  readonly format: ExportFormat;
  readonly theme: PictureTheme;
  /** Of the file, without its dot. */
  readonly ending: string;
}

const title = 'Export Graph';

const choices: readonly Choice[] = [
  { label: 'SVG, light', description: 'a picture of any size', format: 'svg', theme: 'light', ending: 'svg' },
  { label: 'SVG, dark', description: 'a picture of any size', format: 'svg', theme: 'dark', ending: 'svg' },
  { label: 'PNG, light', description: 'a picture', format: 'png', theme: 'light', ending: 'png' },
  { label: 'PNG, dark', description: 'a picture', format: 'png', theme: 'dark', ending: 'png' },
  { label: 'Mermaid', description: 'a flowchart as text', format: 'mermaid', theme: 'light', ending: 'mmd' },
  {
    label: 'Markdown',
    description: 'the routes as a table, and a flowchart',
    format: 'markdown',
    theme: 'light',
    ending: 'md',
  },
];

/**
 * *WebSocket: Export Graph*. Returns the file's URI, or undefined where the person changed their mind. Asks for nothing
 * that it is called with: a format, a theme and the file's URI.
 */
export function exportGraph(server: LanguageServer, previewed: () => Uri | undefined): Command {
  return {
    id: 'websocketProject.exportGraph',
    async run(resource, format, theme, place) {
      const descriptor = await findDescriptor(resource, previewed());
      const called = choices.find((choice) => choice.format === format && choice.theme === (theme ?? 'light'));
      const choice = called ?? (await window.showQuickPick(choices, { title, placeHolder: 'The kind of file' }));
      if (!choice) return undefined;
      const bytes = bytesOf(await drawn(server, descriptor, choice), descriptor);
      const filters = { [choice.label]: [choice.ending] };
      const suggested = targetOf(descriptor, choice.ending);
      const target = place instanceof Uri ? place : await window.showSaveDialog({ title, filters, ...suggested });
      if (!target) return undefined;
      await workspace.fs.writeFile(target, bytes);
      const open = { title: 'Open', run: () => window.showTextDocument(target) };
      tell('information', `Exported ${fileName(target)}.`, ...(choice.format === 'png' ? [] : [open]));
      return target;
    },
  };
}

async function drawn(server: LanguageServer, { uri }: TextDocument, { format, theme }: Choice): Promise<ExportResult> {
  const result = await server.ask(exportRequest, { textDocument: { uri: uri.toString() }, format, theme });
  if (result) return result;
  throw new Refusal(`The language server does not know ${fileName(uri)}. Open it in an editor.`);
}

function bytesOf({ text, base64 }: ExportResult, { uri }: TextDocument): Uint8Array {
  if (text !== undefined) return new TextEncoder().encode(text);
  if (base64 !== undefined) return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  throw new Refusal(
    `${fileName(uri)} has no graph: it is empty, or cannot be read. Its errors stand in the Problems panel.`,
  );
}

/** Beside the descriptor; `chat.websocket.yaml` gives `chat.websocket.svg`. An untitled one has no place. */
function targetOf({ uri, isUntitled }: TextDocument, ending: string): { readonly defaultUri?: Uri } {
  if (isUntitled) return {};
  const defaultUri = uri.with({ path: `${uri.path.replace(/\.(?:ya?ml|json)$/i, '')}.${ending}` });
  return { defaultUri };
}
