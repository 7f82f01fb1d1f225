// What the page asks for before there are panes, and above them.
import { revealText } from '../reveal.ts';
import type { Handlers } from './handler.ts';

export const shell: Handlers<'ready' | 'revealRange' | 'refusedMessage'> = {
  ready(_, { repost, refresh }) {
    repost();
    refresh();
  },
  async revealRange({ range }, { uri, webviewPanel }) {
    const shown = uri();
    if (shown) await revealText(shown, range, webviewPanel.viewColumn);
  },
  refusedMessage({ fault }, { log }) {
    log.warn(`The preview's page refused a message: ${fault}`);
  },
};
