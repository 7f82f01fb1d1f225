// The commands of the preview: open it, try a message in it, and export the graph that it shows.
import { Uri, window, type QuickPickItem, type TextDocument } from 'vscode';
import { openPreviewCommand, routeMessageCommand } from '../../../server/src/client-support.ts';
import { exportRequest, type ExportFormat, type PictureTheme } from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, notKnown, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, confirm, notify, type Command } from '../messages.ts';
import { askRequest } from '../protocol-checks.ts';
import type { Preview } from '../preview/preview.ts';
import { overwriting } from './generate-template.ts';
import { requireWritable, statOf, writeFile } from './write-file.ts';
import { t } from '../../../server/src/locale.ts';

/** *WebSocket: Open Preview*: the graph and the template next to the editor. */
export function openPreview(preview: Preview, descriptorOf: DescriptorOfView): Command {
  return {
    id: openPreviewCommand,
    async run(resource) {
      const document = await findDescriptor(resource, descriptorOf);
      preview.show(document.uri);
    },
  };
}

/** *WebSocket: Try a Message*: opens the preview's Simulate pane. A route's code lens passes the values to start with. */
export function tryMessage(preview: Preview, descriptorOf: DescriptorOfView): Command {
  return {
    id: routeMessageCommand,
    async run(resource, request) {
      const document = await findDescriptor(resource, descriptorOf);
      preview.simulate(document.uri, askRequest(request) ? request : undefined);
    },
  };
}

interface Choice extends QuickPickItem {
  readonly format: ExportFormat | 'png';
  readonly theme: PictureTheme;
  /** The file extension, without its dot. */
  readonly extension: string;
}

/** The formats to choose from. */
function exportChoices(): readonly Choice[] {
  return [
    { label: t`SVG, light`, description: t`Vector image`, format: 'svg', theme: 'light', extension: 'svg' },
    { label: t`SVG, dark`, description: t`Vector image`, format: 'svg', theme: 'dark', extension: 'svg' },
    { label: t`PNG, light`, description: t`Bitmap image`, format: 'png', theme: 'light', extension: 'png' },
    { label: t`PNG, dark`, description: t`Bitmap image`, format: 'png', theme: 'dark', extension: 'png' },
    { label: 'Mermaid', description: t`Flowchart as text`, format: 'mermaid', theme: 'light', extension: 'mmd' },
    {
      label: 'Markdown',
      description: t`Table of the routes and a flowchart`,
      format: 'markdown',
      theme: 'light',
      extension: 'md',
    },
  ];
}

/**
 * *WebSocket: Export Graph*. Returns the file's URI, or undefined if the user cancelled. Asks only for what is not among
 * its arguments: a format, a theme and the file's URI. Asks before it overwrites that file. The preview draws a PNG.
 */
export function exportGraph(server: LanguageServer, preview: Preview, descriptorOf: DescriptorOfView): Command {
  return {
    id: 'websocketProject.exportGraph',
    async run(resource, format, theme, file) {
      const descriptor = await findDescriptor(resource, descriptorOf);
      const title = t`Export Graph`;
      const choices = exportChoices();
      const requested = choices.find((choice) => choice.format === format && choice.theme === (theme ?? 'light'));
      const choice = requested ?? (await window.showQuickPick(choices, { title, placeHolder: t`Select a format` }));
      if (!choice) return undefined;
      const text = await requestGraph(server, descriptor, choice);
      const filters = { [choice.label]: [choice.extension] };
      const suggested = targetOf(descriptor, choice.extension);
      const chosen = file instanceof Uri ? undefined : await window.showSaveDialog({ title, filters, ...suggested });
      const target = file instanceof Uri ? file : chosen;
      if (!target) return undefined;
      await requireWritable(target);
      // The save dialog has already asked.
      if (!chosen && !(await mayOverwrite(target))) return undefined;
      const isImage = choice.format === 'png';
      const bytes = isImage ? await preview.drawPng(descriptor.uri, text) : new TextEncoder().encode(text);
      await writeFile(target, bytes);
      const open = { title: t`Open`, run: () => window.showTextDocument(target) };
      notify('information', t`Exported ${fileName(target)}.`, ...(isImage ? [] : [open]));
      return target;
    },
  };
}

async function mayOverwrite(target: Uri): Promise<boolean> {
  if (!(await statOf(target))) return true;
  const message = t`${fileName(target)} already exists. Overwrite it?`;
  return confirm('warning', { message, detail: t`The file's current content will be lost.`, ...overwriting() });
}

/** The text of the export, or for a PNG the SVG that it is drawn from. */
async function requestGraph(
  server: LanguageServer,
  { uri }: TextDocument,
  { format: chosen, theme }: Choice,
): Promise<string> {
  const format = chosen === 'png' ? 'svg' : chosen;
  const result = await server.request(exportRequest, { textDocument: { uri: uri.toString() }, format, theme });
  if (!result) throw notKnown(uri);
  if (result.text !== undefined) return result.text;
  throw new UserFacingError(
    t`${fileName(uri)} has no graph: it is empty, or it cannot be parsed. See the Problems panel for its errors.`,
  );
}

/** Next to the descriptor: `chat.websocket.yaml` gives `chat.websocket.svg`. Empty for an untitled document. */
function targetOf({ uri, isUntitled }: TextDocument, extension: string): { readonly defaultUri?: Uri } {
  if (isUntitled) return {};
  const defaultUri = uri.with({ path: `${uri.path.replace(/\.(?:ya?ml|json)$/i, '')}.${extension}` });
  return { defaultUri };
}
