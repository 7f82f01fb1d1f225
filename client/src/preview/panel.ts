// One preview: a webview that shows one document, and another one when it is told to.
import { Disposable, commands, env, workspace, type Uri, type WebviewPanel } from 'vscode';
import type { PageMessage, PanelMessage, PreviewState } from '../../../server/src/protocol.ts';
import { fileName, openAgain, watchFile } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { inBackground, reasonOf, tell } from '../messages.ts';
import { pageHtml, pageOptions } from './page-html.ts';
import { readPageMessage } from './page-message.ts';
import { refresher } from './refresher.ts';
import { revealText } from './reveal.ts';
import { nextState } from './state.ts';

export interface Panel {
  readonly webviewPanel: WebviewPanel;
  /** The document that it shows. */
  readonly uri: () => Uri | undefined;
  readonly show: (uri: Uri) => void;
}

/** In milliseconds: less than a key press takes, more than the changes of one. */
const refreshDelay = 30;

const nothingShown = 'Open a websocket project file in an editor, and its preview appears here.';

/** Makes the preview of a webview panel; everything ends when that is closed. */
export function previewIn(webviewPanel: WebviewPanel, extension: Uri, server: LanguageServer): Panel {
  const { webview } = webviewPanel;
  let uri: Uri | undefined;
  let state: PreviewState | undefined;
  let message: PanelMessage = { type: 'unavailable', reason: nothingShown };
  let fileWatcher: Disposable | undefined;
  let closed = false;

  const post = (next: PanelMessage): void => {
    if (closed) return;
    // Kept for a page that does not listen yet, or is made afresh after it was hidden.
    if (next.type !== 'copied') message = next;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview is no window
    inBackground(webview.postMessage(next));
  };

  const refresh = async (): Promise<void> => {
    const shown = uri;
    if (!shown) return;
    try {
      const document = await openAgain(shown);
      const preview = await server.preview({ textDocument: { uri: shown.toString() } });
      if (uri !== shown) return;
      if (!preview)
        throw new Error(
          `${fileName(shown)} is not a websocket project file: its language mode is ${document.languageId}.`,
        );
      state = nextState(state, { uri: shown.toString(), name: fileName(shown) }, preview);
      post({ type: 'show', state });
    } catch (error) {
      if (uri === shown) post({ type: 'unavailable', reason: reasonOf(error) });
    }
  };
  const refreshing = refresher(refresh, refreshDelay);

  const show = (next: Uri): void => {
    if (next.toString() === uri?.toString()) {
      refreshing.request();
      return;
    }
    uri = next;
    state = undefined;
    webviewPanel.title = `Preview ${fileName(next)}`;
    fileWatcher?.dispose();
    fileWatcher = watchFile(next, refreshing.request);
    refreshing.request();
  };

  const answer = async (asked: PageMessage): Promise<void> => {
    switch (asked.type) {
      case 'ready':
        post(message);
        refreshing.request();
        return;
      case 'copyTemplate':
        if (state?.template === undefined) return;
        await env.clipboard.writeText(state.template);
        post({ type: 'copied' });
        return;
      case 'generateTemplate':
        await commands.executeCommand('websocketProject.generateTemplate', uri);
        return;
      case 'revealRange':
        if (uri) await revealText(uri, asked.range, webviewPanel.viewColumn);
        return;
      case 'revealPart': {
        const range = uri && (await server.locate({ textDocument: { uri: uri.toString() }, part: asked.part }));
        if (uri && range) await revealText(uri, range, webviewPanel.viewColumn);
        else if (uri && asked.part !== 'client') tell('information', `${fileName(uri)} does not say this any more.`);
      }
    }
  };

  webview.options = pageOptions(extension);
  const subscriptions = Disposable.from(
    webview.onDidReceiveMessage((received: unknown) => {
      const asked = readPageMessage(received);
      if (asked) inBackground(answer(asked));
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === uri?.toString()) refreshing.request();
    }),
    workspace.onDidRenameFiles(({ files }) => {
      const renamed = files.find(({ oldUri }) => oldUri.toString() === uri?.toString());
      if (renamed) show(renamed.newUri);
    }),
    server.onDidStart(refreshing.request),
    refreshing,
  );
  webviewPanel.onDidDispose(() => {
    closed = true;
    uri = undefined;
    subscriptions.dispose();
    fileWatcher?.dispose();
  });
  webview.html = pageHtml(webview, extension);
  return { webviewPanel, uri: () => uri, show };
}
