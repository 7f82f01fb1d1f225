// The host of the page: VS Code, or a fake in a plain browser.
import { translateWith } from '../../server/src/locale.ts';
import {
  readPanelMessage,
  readTexts,
  textsId,
  type PageMessage,
  type PanelMessage,
} from '../src/preview/preview-messages.ts';

export interface Host {
  readonly post: (message: PageMessage) => void;
  readonly listen: (listener: (message: PanelMessage) => void) => void;
  /** Stores a JSON value that survives a reload of the page. */
  readonly keep: (state: object) => void;
  readonly kept: () => unknown;
}

interface VSCodeApi {
  postMessage(message: PageMessage): void;
  setState(state: object): void;
  getState(): unknown;
}

declare function acquireVsCodeApi(): VSCodeApi;

/** The host in VS Code's webview. Can be called only once. */
export function vscodeHost(): Host {
  const api = acquireVsCodeApi();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API is not a window
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

/** Shows the page in the language of its document. Called before anything is shown. */
export function translatePage(): void {
  translateWith(readTexts(document.getElementById(textsId)?.textContent));
}
