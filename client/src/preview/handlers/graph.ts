// From the graph to the text, and to the code.
import { Uri } from 'vscode';
import { handlerSourceRequest, locateRequest } from '../../../../server/src/protocol.ts';
import { fileName } from '../../documents.ts';
import { tell } from '../../messages.ts';
import { revealText, showText } from '../reveal.ts';
import type { Handlers } from './handler.ts';

export const graph: Handlers<'revealPart' | 'openSource' | 'collapse'> = {
  collapse({ uri: asked, collapsed }, { uri, choose }) {
    // A page that is made afresh may remember a document that is not shown any more, and parts have the same ids in many.
    if (asked === uri()?.toString()) choose({ collapsed });
  },
  async revealPart({ part, goesThere }, { server, uri, webviewPanel }) {
    const shown = uri();
    if (!shown) return;
    const range = await server.ask(locateRequest, { textDocument: { uri: shown.toString() }, part });
    if (range) await (goesThere === true ? revealText : showText)(shown, range, webviewPanel.viewColumn);
    else if (part !== 'client') tell('information', `${fileName(shown)} does not say this any more.`);
  },
  async openSource({ part }, { server, uri, post, webviewPanel }) {
    const shown = uri();
    if (!shown) return;
    const location = await server.ask(handlerSourceRequest, { textDocument: { uri: shown.toString() }, part });
    if (location) await revealText(Uri.parse(location.uri), location.range, webviewPanel.viewColumn);
    else {
      const reason = `There is no code to open: the function has no entry point yet, or no file beside ${fileName(shown)} is the one that it names.`;
      post({ type: 'noSource', reason });
    }
  },
};
