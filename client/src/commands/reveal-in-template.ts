import { window, type Uri } from 'vscode';
import { partsAtRequest, templateRequest } from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, isDescriptor, tabsOf } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { Refusal, tell } from '../messages.ts';
import { selectParts, showTemplateAt } from '../template/template-editor.ts';
import { templateUri } from '../template/template-uri.ts';
import type { Command } from './command.ts';

/** *WebSocket: Show in Template*: what comes of the line of the cursor. Returns the URI of the template's document. */
export function revealInTemplate(server: LanguageServer): Command {
  return {
    id: 'websocketProject.revealInTemplate',
    async run() {
      const editor = window.activeTextEditor;
      if (!editor || !isDescriptor(editor.document)) {
        throw new Refusal('Put the cursor into a websocket project file first, on what is to be shown.');
      }
      const descriptor = (await findDescriptor(editor.document.uri, undefined)).uri;
      const { line, character } = editor.selection.active;
      const format = shownFormat(descriptor);
      const textDocument = { uri: descriptor.toString() };
      const found = await server.ask(partsAtRequest, { textDocument, format, position: { line, character } });
      const shown = await showTemplateAt(templateUri({ descriptor, format }));
      const parts = found?.template ?? [];
      if (parts.length === 0) {
        const now = await server.ask(templateRequest, { textDocument, format });
        const message =
          now?.template === undefined
            ? `While ${fileName(descriptor)} has errors, it cannot be told what comes of it.`
            : `Nothing in the template comes from line ${line + 1} of ${fileName(descriptor)}.`;
        tell('information', message);
      }
      selectParts(shown, parts);
      return shown.document.uri;
    },
  };
}

/** That of the template that is shown already. */
function shownFormat(descriptor: Uri): 'yaml' | 'json' {
  return tabsOf(templateUri({ descriptor, format: 'json' })).length > 0 ? 'json' : 'yaml';
}
