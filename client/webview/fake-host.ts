// A host for a plain browser: what the page posts can be listened to, and what the panel would send can be sent.
import type { PageMessage, PanelMessage } from '../../server/src/protocol.ts';
import type { Host } from './host.ts';

export interface FakeHost extends Host {
  readonly send: (message: PanelMessage) => void;
  /** Calls the listener with each message of the page. */
  readonly onPost: (listener: (message: PageMessage) => void) => void;
}

/** What the page keeps outlives a reload, as in VS Code, but not the browser's tab. */
export function fakeHost(): FakeHost {
  const pageListeners: ((message: PanelMessage) => void)[] = [];
  const postListeners: ((message: PageMessage) => void)[] = [];
  return {
    post: (message) => postListeners.forEach((listener) => listener(message)),
    send: (message) => pageListeners.forEach((listener) => listener(message)),
    listen: (listener) => void pageListeners.push(listener),
    onPost: (listener) => void postListeners.push(listener),
    keep: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
    kept: (): unknown => JSON.parse(sessionStorage.getItem('kept') ?? 'null'),
  };
}
