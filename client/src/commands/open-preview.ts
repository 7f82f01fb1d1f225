import { findDescriptor } from '../documents.ts';
import type { Preview } from '../preview/preview.ts';
import type { Command } from './command.ts';

/** *WebSocket: Open Preview*: graph and template, beside the editor. */
export function openPreview(preview: Preview): Command {
  return {
    id: 'websocketProject.openPreview',
    async run(resource) {
      const document = await findDescriptor(resource, preview.shown());
      preview.show(document.uri);
    },
  };
}
