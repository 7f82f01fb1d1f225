// A host for a plain browser, which exposes the messages of the page and sends messages in place of the panel.
import { readPanelMessage, type PageMessage, type PanelMessage } from '../src/preview/preview-messages.ts';
import type { Host } from './host.ts';

export interface FakeHost extends Host {
  readonly send: (message: PanelMessage) => void;
  /** Calls the listener with each message of the page. */
  readonly onPost: (listener: (message: PageMessage) => void) => void;
}

/** The stored state survives a reload, as in VS Code, but not the browser's tab. */
export function fakeHost(): FakeHost {
  const pageListeners: ((message: PanelMessage) => void)[] = [];
  const postListeners: ((message: PageMessage) => void)[] = [];
  const post = (message: PageMessage): void => postListeners.forEach((listener) => listener(message));
  return {
    post,
    send(message) {
      // Serialized and checked as in VS Code.
      const sent: unknown = JSON.parse(JSON.stringify(message));
      const read = readPanelMessage(sent, (fault) => post({ type: 'refusedMessage', fault }));
      if (read) for (const listener of pageListeners) listener(read);
    },
    listen: (listener) => void pageListeners.push(listener),
    onPost: (listener) => void postListeners.push(listener),
    keep: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
    kept: (): unknown => JSON.parse(sessionStorage.getItem('kept') ?? 'null'),
  };
}
