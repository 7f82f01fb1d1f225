import { window, type TextEditor } from 'vscode';
import { partsAtRequest, templateOriginRequest, type Span } from '../../../server/src/protocol.ts';
import { tabsOf } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { Refusal } from '../messages.ts';
import type { TemplateDocuments } from '../template/template-documents.ts';
import { selectParts, showTemplateAt } from '../template/template-editor.ts';
import { templateSource, templateUri, type TemplateSource } from '../template/template-uri.ts';
import type { Command } from './command.ts';

/** *WebSocket: Switch Template between YAML and JSON*: the same place in the other. Returns the URI of that document. */
export function switchTemplateFormat(server: LanguageServer, { isCurrent }: TemplateDocuments): Command {
  return {
    id: 'websocketProject.switchTemplateFormat',
    async run() {
      const editor = window.activeTextEditor;
      const source = templateSource(editor?.document.uri);
      if (!editor || !source) throw new Refusal('Show a template first: the command “WebSocket: Show Template” does.');
      const other: TemplateSource = { ...source, format: source.format === 'yaml' ? 'json' : 'yaml' };
      const parts = isCurrent(editor.document) ? await samePart(server, editor, source, other) : [];
      const { viewColumn } = editor;
      const shown = await showTemplateAt(templateUri(other), viewColumn);
      // Looked up now: VS Code knows tabs from before no longer.
      await window.tabGroups.close(tabsOf(editor.document.uri).filter(({ group }) => group.viewColumn === viewColumn));
      selectParts(shown, parts.slice(0, 1));
      return shown.document.uri;
    },
  };
}

/** What says in the other format what the cursor is at in this one. */
async function samePart(
  server: LanguageServer,
  { document, selection }: TextEditor,
  { descriptor, format }: TemplateSource,
  other: TemplateSource,
): Promise<readonly Span[]> {
  const textDocument = { uri: descriptor.toString() };
  const offset = document.offsetAt(selection.active);
  const origin = await server.ask(templateOriginRequest, { textDocument, format, offset });
  if (!origin) return [];
  const parts = await server.ask(partsAtRequest, { textDocument, format: other.format, position: origin.start });
  return parts?.template ?? [];
}
