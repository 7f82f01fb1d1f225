import { routeMessageCommand } from '../../../server/src/protocol.ts';
import { findDescriptor } from '../documents.ts';
import { askRequest } from '../preview/preview-messages.ts';
import type { Preview } from '../preview/preview.ts';
import type { Command } from './command.ts';

/** *WebSocket: Route a Message*: opens the preview where it answers. A route's code lens passes what to begin with. */
export function routeMessage(preview: Preview): Command {
  return {
    id: routeMessageCommand,
    async run(resource, request) {
      const document = await findDescriptor(resource, preview.shown());
      preview.ask(document.uri, askRequest(request) ? request : undefined);
    },
  };
}
