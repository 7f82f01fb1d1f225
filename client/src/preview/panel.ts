// One preview: a webview that shows one document, and another one when it is told to.
import {
  Disposable,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
  type Position,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import {
  partsAtRequest,
  previewRequest,
  type AskRequest,
  type PartsAt,
  type PreviewOptions,
} from '../../../server/src/protocol.ts';
import type { PanelMessage, PreviewState } from './preview-messages.ts';
import { fileName, openAgain, watchFile } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { inBackground, reasonOf } from '../messages.ts';
import { followCursor } from './cursor.ts';
import type { Shown } from './handlers/handler.ts';
import { handle } from './handlers/index.ts';
import { pageHtml, pageOptions } from './page-html.ts';
import { refresher } from './refresher.ts';
import type { Samples } from './samples.ts';
import { nextState } from './state.ts';

export interface Panel {
  readonly webviewPanel: WebviewPanel;
  /** The document that it shows. */
  readonly uri: () => Uri | undefined;
  readonly show: (uri: Uri) => void;
  /** Shows the document's way to ask, and begins with what is asked. */
  readonly ask: (uri: Uri, request: AskRequest | undefined) => void;
}

/** In milliseconds: less than a key press takes, more than the changes of one. */
const refreshDelay = 30;

const nothingShown = 'Open a websocket project file in an editor, and its preview appears here.';

/** Makes the preview of a webview panel; everything ends when that is closed. */
export function previewIn(
  webviewPanel: WebviewPanel,
  extension: Uri,
  server: LanguageServer,
  log: LogOutputChannel,
  samples: Samples,
): Panel {
  const { webview } = webviewPanel;
  let uri: Uri | undefined;
  let state: PreviewState | undefined;
  let options: PreviewOptions = { format: 'yaml' };
  let message: PanelMessage = { type: 'unavailable', reason: nothingShown };
  let fileWatcher: Disposable | undefined;
  /** Until the page listens: a page that is hidden is made afresh when it is seen again. */
  let toAsk: PanelMessage | undefined;
  let listens = false;
  let closed = false;

  const post = (next: PanelMessage): void => {
    if (closed) return;
    // Kept for a page that does not listen yet, or is made afresh after it was hidden.
    if (next.type === 'show' || next.type === 'unavailable') message = next;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview is no window
    inBackground(webview.postMessage(next));
  };

  const refresh = async (): Promise<void> => {
    const asked = uri;
    if (!asked) return;
    try {
      const document = await openAgain(asked);
      const chosen = options;
      const preview = await server.ask(previewRequest, { textDocument: { uri: asked.toString() }, ...chosen });
      if (uri !== asked) return;
      if (!preview)
        throw new Error(
          `${fileName(asked)} is not a websocket project file: its language mode is ${document.languageId}.`,
        );
      state = nextState(state, { uri: asked.toString(), name: fileName(asked) }, preview, chosen.format);
      post({ type: 'show', state });
      cursor.request();
    } catch (error) {
      if (uri === asked) post({ type: 'unavailable', reason: reasonOf(error) });
    }
  };
  const refreshing = refresher(refresh, refreshDelay);

  const cursorMoved = async (position: Position | undefined, token: CancellationToken): Promise<void> => {
    const asked = state;
    if (!asked) return;
    let parts: PartsAt | null = null;
    if (position) {
      const { uri, templateFormat: format } = asked;
      try {
        parts = await server.ask(partsAtRequest, { textDocument: { uri }, position, format }, token);
      } catch (error) {
        // It was asked for another place meanwhile, or the server ends, which is told elsewhere.
        if (!token.isCancellationRequested) log.warn(`The parts at the cursor: ${reasonOf(error)}`);
        return;
      }
      // Of another version there will be another state, after which this is asked again.
      if (token.isCancellationRequested || state !== asked || parts?.version !== asked.version) return;
    }
    post({ type: 'cursor', graph: parts?.graph ?? [], template: parts?.template ?? [] });
  };
  const cursor = followCursor(() => uri, cursorMoved);

  const show = (next: Uri): void => {
    if (next.toString() === uri?.toString()) {
      refreshing.request();
      return;
    }
    uri = next;
    state = undefined;
    // What was collapsed are parts of another file.
    options = { format: options.format };
    webviewPanel.title = `Preview ${fileName(next)}`;
    fileWatcher?.dispose();
    fileWatcher = watchFile(next, refreshing.request);
    refreshing.request();
  };

  const ask = (next: Uri, request: AskRequest | undefined): void => {
    show(next);
    toAsk = { type: 'startAsking', uri: next.toString(), request };
    if (listens) startAsking();
  };
  const startAsking = (): void => {
    if (toAsk) post(toAsk);
    toAsk = undefined;
  };

  const shown: Shown = {
    server,
    log,
    samples,
    webviewPanel,
    uri: () => uri,
    state: () => state,
    post,
    repost() {
      listens = true;
      post(message);
      startAsking();
    },
    refresh: refreshing.request,
    choose(change) {
      options = { ...options, ...change };
      refreshing.request();
    },
  };

  webview.options = pageOptions(extension);
  const subscriptions = Disposable.from(
    webview.onDidReceiveMessage((received: unknown) => inBackground(handle(received, shown))),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // What is hidden asks for everything when it is seen again, and saving changes nothing.
      if (!webviewPanel.visible || contentChanges.length === 0) return;
      if (document.uri.toString() === uri?.toString()) refreshing.request();
    }),
    workspace.onDidRenameFiles(({ files }) => {
      const renamed = files.find(({ oldUri }) => oldUri.toString() === uri?.toString());
      if (renamed) show(renamed.newUri);
    }),
    webviewPanel.onDidChangeViewState(() => {
      listens &&= webviewPanel.visible;
    }),
    server.onDidStart(refreshing.request),
    refreshing,
    cursor,
  );
  webviewPanel.onDidDispose(() => {
    closed = true;
    uri = undefined;
    subscriptions.dispose();
    fileWatcher?.dispose();
  });
  webview.html = pageHtml(webview, extension);
  return { webviewPanel, uri: () => uri, show, ask };
}
