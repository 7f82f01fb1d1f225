// One preview: a webview panel that shows one document at a time, its page, and the dispatch of the page's messages.
import {
  Disposable,
  Uri,
  l10n,
  window,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
  type Position,
  type Webview,
  type WebviewOptions,
  type WebviewPanel,
} from 'vscode';
import {
  partsAtRequest,
  previewRequest,
  typingPause,
  type AskRequest,
  type PartsAt,
  type PreviewOptions,
  type PreviewPane,
} from '../../../server/src/protocol.ts';
import { distinctName, fileName, notDescriptor, openAgain, watchFile } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import type { Runs } from '../local-run/runs.ts';
import { inBackground } from '../messages.ts';
import { cursorIn, followCursor } from './cursor.ts';
import { editHandlers } from './edit-handlers.ts';
import { viewHandlers, type Handlers, type Samples, type Shown } from './handlers.ts';
import {
  readPageMessage,
  textsId,
  writeTexts,
  type PageMessage,
  type PageMessageOf,
  type PanelMessage,
  type PreviewState,
} from './preview-messages.ts';
import { pngDrawings } from './png-drawings.ts';
import { refresher } from './refresher.ts';
import { runFeed, runHandlers } from './run-handlers.ts';
import { nextState, withArrangement } from './state.ts';
import { t } from '../../../server/src/locale.ts';
import { messageOf } from '../../../server/src/wording.ts';

export interface Panel {
  readonly webviewPanel: WebviewPanel;
  /** The document that is shown. */
  readonly uri: () => Uri | undefined;
  readonly show: (uri: Uri) => void;
  /** Shows the document in the Simulate pane, with the values of the request if there is one. */
  readonly simulate: (uri: Uri, request: AskRequest | undefined) => void;
  /** Shows the document in the Run pane. */
  readonly showRun: (uri: Uri) => void;
  /** Draws the SVG as a PNG in the page. @throws {UserFacingError} if that fails */
  readonly drawPng: (svg: string) => Promise<Uint8Array>;
}

/** In milliseconds: shorter than a key press, longer than the changes that one key press causes. */
const refreshDelay = 30;

/** Shows a preview in the webview panel until the panel is closed. */
export function previewIn(
  webviewPanel: WebviewPanel,
  extension: Uri,
  server: LanguageServer,
  log: LogOutputChannel,
  samples: Samples,
  runs: Runs,
): Panel {
  const { webview } = webviewPanel;
  let uri: Uri | undefined;
  /** The content of each pane. */
  const states = new Map<PreviewPane, PreviewState>();
  let options: PreviewOptions & { readonly pane: PreviewPane } = { pane: 'graph' };
  /** The part that is selected in the graph, unless it is the one at the cursor. */
  let part: string | undefined;
  let partAtCursor: string | undefined;
  /** The position whose parts the page has. */
  let reported: Position | undefined;
  let message: PanelMessage = {
    type: 'unavailable',
    reason: t`Open a WebSocket project file in an editor to see its preview here.`,
  };
  let fileWatcher: Disposable | undefined;
  /** A message for the pane to show, which waits until the page is ready. */
  let pendingStart: PanelMessage | undefined;
  /** False while the page is hidden: it is reloaded when it becomes visible. */
  let isPageReady = false;
  let closed = false;

  const post = (next: PanelMessage): void => {
    if (closed) return;
    // Kept for a page that is not ready, or is reloaded after it was hidden.
    if (next.type === 'show' || next.type === 'unavailable') message = next;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview is not a window
    inBackground(webview.postMessage(next));
  };

  const current = (): PreviewState | undefined => states.get(options.pane);
  const refresh = async (): Promise<void> => {
    const requested = uri;
    if (!requested) return;
    try {
      const document = await openAgain(requested);
      const requestedOptions = options;
      const chosen = { ...options, part };
      // The parts at the cursor come with the answer.
      cursor.cancel();
      const position = cursorIn(requested);
      const textDocument = { uri: requested.toString() };
      const preview = await server.request(previewRequest, { textDocument, position, ...chosen });
      if (uri !== requested) return;
      if (!preview) throw new Error(notDescriptor(document));
      if (options === requestedOptions) options = withArrangement(options, preview);
      const file = { uri: textDocument.uri, name: fileName(requested) };
      const state = nextState(states.get(chosen.pane), file, preview, chosen.pane);
      states.set(chosen.pane, state);
      partAtCursor = state.cursor.graph[0];
      reported = position;
      post({ type: 'show', state });
      if (state.pane === 'run') feed.postState();
      if (preview.hasWithheldProblems) afterTyping.request();
      // It may have moved in the meantime.
      if (!isSamePosition(cursorIn(requested), position)) cursor.request();
    } catch (error) {
      if (uri === requested) post({ type: 'unavailable', reason: messageOf(error) });
    }
  };
  const refreshing = refresher(refresh, refreshDelay);
  const afterTyping = refresher(async () => refreshing.request(), typingPause);

  const cursorMoved = async (position: Position | undefined, token: CancellationToken): Promise<void> => {
    const requested = current();
    if (!requested || refreshing.isPending()) return;
    // The cursor does not move when an editor gets or loses the focus, so the selection in the graph stays.
    if (isSamePosition(position, reported)) return;
    let parts: PartsAt | null = null;
    if (position) {
      const { uri, pane, templateFormat: format } = requested;
      try {
        parts = await server.request(partsAtRequest, { textDocument: { uri }, position, format, pane }, token);
      } catch (error) {
        // The cursor has moved on, or the server has stopped, which is reported elsewhere.
        if (!token.isCancellationRequested) log.warn(`Could not find the parts at the cursor: ${messageOf(error)}`);
        return;
      }
      // The parts of another version come with the state of that version.
      if (token.isCancellationRequested || current() !== requested || parts?.version !== requested.version) return;
    }
    partAtCursor = parts?.graph[0];
    reported = position;
    post({ type: 'cursor', graph: parts?.graph ?? [], template: parts?.template ?? [] });
  };
  const cursor = followCursor(() => uri, cursorMoved);

  /** Which other files are open decides whether the title needs the folder. */
  const retitle = (): void => {
    const title = uri && t`Preview ${distinctName(uri)}`;
    if (title !== undefined && title !== webviewPanel.title) webviewPanel.title = title;
  };

  const show = (next: Uri): void => {
    if (next.toString() === uri?.toString()) {
      refreshing.request();
      return;
    }
    uri = next;
    states.clear();
    // The collapsed and selected parts belong to the previous file.
    options = { format: options.format, pane: options.pane, room: options.room };
    part = undefined;
    retitle();
    fileWatcher?.dispose();
    fileWatcher = watchFile(next, refreshing.request);
    refreshing.request();
    if (isPageReady) feed.postAll();
  };

  const start = (next: Uri, message: PanelMessage): void => {
    show(next);
    pendingStart = message;
    if (isPageReady) postStart();
  };
  const postStart = (): void => {
    if (pendingStart) post(pendingStart);
    pendingStart = undefined;
  };

  const drawings = pngDrawings(post, () => isPageReady);

  const shown: Shown = {
    server,
    log,
    samples,
    runs,
    webviewPanel,
    uri: () => uri,
    state: current,
    post,
    repost() {
      isPageReady = true;
      post(message);
      feed.postAll();
      postStart();
      drawings.pageReady();
    },
    drawn: drawings.drawn,
    takeFocus() {
      webviewPanel.reveal(undefined, false);
      // Sometimes that only focuses the frame around the page.
      post({ type: 'focus' });
    },
    refresh: refreshing.request,
    choose(change) {
      options = { ...options, ...change };
      refreshing.request();
    },
    offerFor: (chosen) => void (part = chosen === partAtCursor ? undefined : chosen),
  };

  const feed = runFeed(shown, () => isPageReady);

  webview.options = pageOptions(extension);
  const subscriptions = Disposable.from(
    webview.onDidReceiveMessage((received: unknown) => inBackground(handle(received, shown))),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // A hidden page requests everything when it becomes visible, and saving changes no text.
      if (!webviewPanel.visible || contentChanges.length === 0) return;
      if (document.uri.toString() === uri?.toString()) refreshing.request();
    }),
    workspace.onDidRenameFiles(({ files }) => {
      const renamed = files.find(({ oldUri }) => oldUri.toString() === uri?.toString());
      if (renamed) show(renamed.newUri);
    }),
    window.tabGroups.onDidChangeTabs(retitle),
    webviewPanel.onDidChangeViewState(() => {
      isPageReady &&= webviewPanel.visible;
    }),
    server.onDidStart(refreshing.request),
    server.onDidRefresh(() => {
      if (webviewPanel.visible) refreshing.request();
    }),
    refreshing,
    afterTyping,
    cursor,
    drawings,
    feed,
  );
  webviewPanel.onDidDispose(() => {
    closed = true;
    uri = undefined;
    subscriptions.dispose();
    fileWatcher?.dispose();
  });
  webview.html = pageHtml(webview, extension);
  return {
    webviewPanel,
    uri: () => uri,
    show,
    simulate: (next, request) => start(next, { type: 'startAsking', uri: next.toString(), request }),
    showRun: (next) => start(next, { type: 'showRun', uri: next.toString() }),
    drawPng: drawings.draw,
  };
}

function isSamePosition(one: Position | undefined, other: Position | undefined): boolean {
  return one && other ? one.isEqual(other) : one === other;
}

const handlers: Handlers = { ...viewHandlers, ...editHandlers, ...runHandlers };

/** Handles a message of the page. Anything else that is received is logged and ignored. */
async function handle(received: unknown, shown: Shown): Promise<void> {
  const message = readPageMessage(received, (fault) =>
    shown.log.warn(`Ignored an invalid message from the preview's page: ${fault}`),
  );
  if (message) await dispatch(message.type, message, shown);
}

async function dispatch<Type extends PageMessage['type']>(
  type: Type,
  message: PageMessageOf<Type>,
  shown: Shown,
): Promise<void> {
  await handlers[type](message, shown);
}

/** The options of a webview that shows the page. */
export function pageOptions(extension: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, 'dist')] };
}

/**
 * The document that the webview loads. Its policy allows only the extension's own script, style and icons, and images that
 * the script makes, for a PNG of the graph.
 */
function pageHtml(webview: Webview, extension: Uri): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const resource = (name: string): string => webview.asWebviewUri(Uri.joinPath(extension, 'dist', name)).toString();
  const own = webview.cspSource;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${own}; font-src ${own}; img-src blob:; form-action 'none'; base-uri 'none'`;
  return `<!doctype html>
<html lang="${t`en`}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${t`Preview`}</title>
    <link rel="stylesheet" href="${resource('webview.css')}">
  </head>
  <body>
    <script type="application/json" id="${textsId}">${writeTexts(l10n.bundle ?? {})}</script>
    <script nonce="${nonce}" src="${resource('webview.js')}"></script>
  </body>
</html>
`;
}
