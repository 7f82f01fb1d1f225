// What the page needs of the program around it: VS Code, or a stand-in in a plain browser.
import type { PageMessage, PanelMessage } from '../../server/src/protocol.ts';
import { readPanelMessage } from './panel-message.ts';

export interface Host {
  readonly post: (message: PageMessage) => void;
  readonly listen: (listener: (message: PanelMessage) => void) => void;
  /** Remembers something that can be written as JSON, for when the page is made afresh. */
  readonly keep: (state: object) => void;
  readonly kept: () => unknown;
}

interface VSCodeApi {
  postMessage(message: PageMessage): void;
  setState(state: object): void;
  getState(): unknown;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** The host inside VS Code's webview. It can be had once. */
export function vscodeHost(): Host {
  const api = acquireVsCodeApi();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API is no window
    post: (message) => api.postMessage(message),
    listen: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = readPanelMessage(data);
        if (message) listener(message);
      });
    },
    keep: (state) => api.setState(state),
    kept: () => api.getState(),
  };
}
