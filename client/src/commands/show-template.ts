import type { Uri } from 'vscode';
import { findDescriptor } from '../documents.ts';
import { showTemplateAt } from '../template/template-editor.ts';
import { templateUri } from '../template/template-uri.ts';
import type { Command } from './command.ts';

/** *WebSocket: Show Template*: a document that follows what is typed. Returns its URI. */
export function showTemplate(previewed: () => Uri | undefined): Command {
  return {
    id: 'websocketProject.showTemplate',
    async run(resource) {
      const { uri } = await findDescriptor(resource, previewed());
      const { document } = await showTemplateAt(templateUri({ descriptor: uri, format: 'yaml' }));
      return document.uri;
    },
  };
}
