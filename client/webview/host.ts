// What the page needs of the program around it: VS Code, or a stand-in in a plain browser.
import { readPanelMessage, type PageMessage, type PanelMessage } from '../src/preview/preview-messages.ts';

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
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API is no window
  const post = (message: PageMessage): void => api.postMessage(message);
  return {
    post,
    listen: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = readPanelMessage(data, (fault) => post({ type: 'refusedMessage', fault }));
        if (message) listener(message);
      });
    },
    keep: (state) => api.setState(state),
    kept: () => api.getState(),
  };
}
