// The Run pane: what the local run of the shown file reports, for the page, and what the page asks of the run.
import { Uri, commands, workspace, type Disposable } from 'vscode';
import { runLocallyCommand } from '../../../server/src/client-support.ts';
import {
  handlerSourceRequest,
  previewRequest,
  routeRequest,
  type AskableApi,
  type SessionEvent,
} from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { fileName, revealText } from '../documents.ts';
import { thinned } from '../local-run/kept-events.ts';
import { stopLocalRunCommand } from '../local-run/status-bar.ts';
import { inBackground, notify } from '../messages.ts';
import type { Handlers, Shown } from './handlers.ts';

export const runHandlers: Handlers<
  'startRun' | 'stopRun' | 'openClientPage' | 'runCommand' | 'openHandler' | 'openPlace'
> = {
  // The commands check first whether the file can run, and show why not.
  async startRun({ isDebugged }, { uri }) {
    await commands.executeCommand(isDebugged ? 'websocketProject.debugLocally' : runLocallyCommand, uri());
  },
  async stopRun(_, { uri }) {
    await commands.executeCommand(stopLocalRunCommand, uri());
  },
  async openClientPage(_, { uri }) {
    await commands.executeCommand('websocketProject.openClientPage', uri());
  },
  runCommand({ command }, { uri, runs }) {
    const shown = uri();
    if (shown) runs.send(shown, command);
  },
  async openHandler({ function: id }, { server, uri, webviewPanel }) {
    const shown = uri();
    if (!shown) return;
    const textDocument = { uri: shown.toString() };
    const preview = await server.request(previewRequest, { textDocument, pane: 'graph', collapsed: [] });
    const node = preview?.graph?.parts.find(
      (part) => part.part === 'node' && part.kind === 'function' && part.title === id,
    );
    const location = node && (await server.request(handlerSourceRequest, { textDocument, part: node.id }));
    if (location) await revealText(Uri.parse(location.uri), location.range, webviewPanel.viewColumn);
    else notify('information', t`The code of ${id} is not among the files next to ${fileName(shown)}.`);
  },
  async openPlace({ place: { file, line, column } }, { webviewPanel }) {
    const source = file.startsWith('file:') ? Uri.parse(file) : Uri.file(file);
    const start = { line: Math.max(line - 1, 0), character: Math.max(column - 1, 0) };
    try {
      await workspace.fs.stat(source);
    } catch {
      return notify('information', t`There is no ${source.fsPath} any more.`);
    }
    return revealText(source, { start, end: start }, webviewPanel.viewColumn);
  },
};

export interface RunFeed extends Disposable {
  /** Posts whether the file runs, and the APIs that it has now. */
  readonly postState: () => void;
  /** Posts everything, for a page that has been loaded or shows another file. */
  readonly postAll: () => void;
}

/** In milliseconds, within which all events are one message. */
const batchTime = 50;
/** The number of events of a message, beyond which the earliest are left out: more than a page shows. */
const maximumBatch = 2000;

export function runFeed({ server, runs, uri, post }: Shown, isPageReady: () => boolean): RunFeed {
  let pending: SessionEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    pending = [];
  };
  const flush = (): void => {
    const [events, shown] = [thinned(pending, maximumBatch), uri()];
    forget();
    if (shown && isPageReady()) post({ type: 'runEvents', uri: shown.toString(), isStart: false, events });
  };
  const isShown = (descriptor: Uri): boolean => isPageReady() && descriptor.toString() === uri()?.toString();
  const postState = (): void => {
    const shown = uri();
    if (shown) inBackground(stateOf(shown));
  };
  const stateOf = async (shown: Uri): Promise<void> => {
    const apis = await apisIn(shown);
    if (!isShown(shown)) return;
    post({ type: 'run', uri: shown.toString(), state: runs.stateOf(shown), apis, refused: runs.refusal(shown) });
  };
  const apisIn = async (shown: Uri): Promise<readonly AskableApi[]> => {
    try {
      const textDocument = { uri: shown.toString() };
      const known = await server.request(routeRequest, { textDocument, question: { kind: 'disconnect' } });
      return known?.apis ?? [];
    } catch {
      // The server has stopped, which is reported elsewhere. A run goes on without it.
      return [];
    }
  };
  const postAll = (): void => {
    const shown = uri();
    if (!shown || !isPageReady()) return;
    forget();
    post({
      type: 'runEvents',
      uri: shown.toString(),
      isStart: true,
      events: thinned(runs.eventsOf(shown), maximumBatch),
    });
    postState();
  };
  const subscriptions = [
    runs.onDidChange((descriptor) => {
      if (!isShown(descriptor)) return;
      // A new run starts with nothing.
      if (runs.stateOf(descriptor).phase === 'starting') postAll();
      else postState();
    }),
    runs.onDidReport(({ descriptor, event }) => {
      if (!isShown(descriptor)) return;
      pending.push(event);
      timer ??= setTimeout(flush, batchTime);
    }),
  ];
  return {
    postState,
    postAll,
    dispose() {
      forget();
      for (const each of subscriptions) each.dispose();
    },
  };
}
