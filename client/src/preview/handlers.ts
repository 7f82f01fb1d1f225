// Handles the page's messages, apart from edits (edit-handlers.ts): the content of its panes, and navigation to the text.
import { Uri, commands, env, type LogOutputChannel, type Memento, type WebviewPanel } from 'vscode';
import { importCommand } from '../../../server/src/client-support.ts';
import {
  handlerSourceRequest,
  locateRequest,
  routeRequest,
  templateOriginRequest,
  type PreviewOptions,
  type RouteResult,
} from '../../../server/src/protocol.ts';
import { columnFor, fileName, revealText, showText } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import type { Runs } from '../local-run/runs.ts';
import { notify } from '../messages.ts';
import { showTemplateAt, templateUri } from '../template/template-editor.ts';
import {
  savedSamples,
  type PageMessage,
  type PageMessageOf,
  type PanelMessage,
  type PreviewState,
  type SavedSample,
} from './preview-messages.ts';
import { t } from '../../../server/src/locale.ts';
import { messageOf } from '../../../server/src/wording.ts';

/** A handler's view of the preview: its state, and the operations on it. */
export interface Shown {
  readonly server: LanguageServer;
  readonly log: LogOutputChannel;
  readonly samples: Samples;
  readonly runs: Runs;
  readonly webviewPanel: WebviewPanel;
  /** The document that is shown. */
  readonly uri: () => Uri | undefined;
  /** The content of the visible pane; undefined before the server's first response. */
  readonly state: () => PreviewState | undefined;
  readonly post: (message: PanelMessage) => void;
  /** Receives an image from the page. */
  readonly drawn: (drawing: PageMessageOf<'drawn'>) => void;
  /** Moves the focus into the page. */
  readonly takeFocus: () => void;
  /** Posts the page's content again, for a page that has been reloaded. */
  readonly repost: () => void;
  /** Requests the content from the server again, soon. */
  readonly refresh: () => void;
  /** Changes the options of that request, and sends it. */
  readonly choose: (options: Partial<PreviewOptions>) => void;
  /** Sets the part that is selected in the graph, whose edits come with the content. */
  readonly offerFor: (part: string | undefined) => void;
}

export type Handlers<Types extends PageMessage['type'] = PageMessage['type']> = {
  readonly [Type in Types]: (message: PageMessageOf<Type>, shown: Shown) => void | Promise<void>;
};

/** Messages of the page as a whole. */
const page: Handlers<'ready' | 'pane' | 'revealRange' | 'importFile' | 'drawn' | 'refusedMessage'> = {
  ready(_, { repost, refresh }) {
    repost();
    refresh();
  },
  pane({ pane }, { choose }) {
    choose({ pane });
  },
  async revealRange({ range }, { uri, webviewPanel }) {
    const shown = uri();
    if (shown) await revealText(shown, range, webviewPanel.viewColumn);
  },
  async importFile({ uri }) {
    await commands.executeCommand(importCommand, uri);
  },
  drawn(drawing, { drawn }) {
    drawn(drawing);
  },
  refusedMessage({ fault }, { log }) {
    log.warn(`The preview's page ignored an invalid message: ${fault}`);
  },
};

/** The graph, and the table of it. */
const graph: Handlers<'revealPart' | 'openSource' | 'collapse' | 'arrange'> = {
  collapse({ uri: described, collapsed }, { uri, choose }) {
    // A reloaded page may remember another document, and parts of different documents can have the same ID.
    if (described === uri()?.toString()) choose({ collapsed });
  },
  arrange({ room, arrangement }, { choose }) {
    choose({ room, arrangement });
  },
  async revealPart({ part, goesThere }, { server, uri, webviewPanel }) {
    const shown = uri();
    if (!shown) return;
    const range = await server.request(locateRequest, { textDocument: { uri: shown.toString() }, part });
    if (range) await (goesThere === true ? revealText : showText)(shown, range, webviewPanel.viewColumn);
    else if (part !== 'client') notify('information', t`This is no longer in ${fileName(shown)}.`);
  },
  async openSource({ part }, { server, uri, post, webviewPanel }) {
    const shown = uri();
    if (!shown) return;
    const location = await server.request(handlerSourceRequest, { textDocument: { uri: shown.toString() }, part });
    if (location) await revealText(Uri.parse(location.uri), location.range, webviewPanel.viewColumn);
    else {
      const reason = t`No code to open: the function has no entry point, or no file next to ${fileName(shown)} matches it.`;
      post({ type: 'noSource', reason });
    }
  },
};

type TemplateMessages = 'copyTemplate' | 'generateTemplate' | 'openTemplate' | 'revealOrigin' | 'setTemplateFormat';

const template: Handlers<TemplateMessages> = {
  async copyTemplate(_, { state, post }) {
    const text = state()?.template;
    if (text === undefined) return;
    await env.clipboard.writeText(text);
    post({ type: 'copied' });
  },
  async generateTemplate(_, { uri }) {
    await commands.executeCommand('websocketProject.generateTemplate', uri());
  },
  async openTemplate(_, { uri, state, webviewPanel }) {
    const [descriptor, shown] = [uri(), state()];
    if (!descriptor || !shown) return;
    const document = templateUri({ descriptor, format: shown.templateFormat });
    await showTemplateAt(document, columnFor(document, webviewPanel.viewColumn));
  },
  async revealOrigin({ offset }, { server, uri, state, post, webviewPanel }) {
    const [shown, asked] = [uri(), state()];
    if (!shown || !asked) return;
    const { templateFormat: format, version } = asked;
    const origin = await server.request(templateOriginRequest, {
      textDocument: { uri: asked.uri },
      format,
      offset,
      version,
    });
    if (origin) await revealText(shown, origin, webviewPanel.viewColumn);
    else if (state() === asked) post({ type: 'noOrigin' });
  },
  setTemplateFormat({ format }, { choose }) {
    choose({ format });
  },
};

/** The Simulate pane, and the messages that the user has saved in it. */
const simulate: Handlers<'ask' | 'loadSamples' | 'saveSamples' | 'copyText'> = {
  async ask({ number, api, question }, { server, uri, post }) {
    const shown = uri();
    if (!shown) return;
    let result: RouteResult | null;
    try {
      result = await server.request(routeRequest, { textDocument: { uri: shown.toString() }, api, question });
    } catch (error) {
      // Shown in place of the answer: a message for each key would be in the way.
      result = { apis: [], answer: undefined, refused: messageOf(error) };
    }
    post({ type: 'answer', number, result });
  },
  loadSamples(_, { uri, samples, post }) {
    const shown = uri();
    if (shown) post({ type: 'samples', uri: shown.toString(), samples: samples.of(shown) });
  },
  async saveSamples({ samples: saved }, { uri, samples }) {
    const shown = uri();
    if (shown) await samples.save(shown, saved);
  },
  async copyText({ text }) {
    await env.clipboard.writeText(text);
  },
};

export const viewHandlers = { ...page, ...graph, ...template, ...simulate };

/** The saved messages of each file, kept with the workspace. */
export interface Samples {
  readonly of: (uri: Uri) => readonly SavedSample[];
  readonly save: (uri: Uri, samples: readonly SavedSample[]) => Promise<void>;
}

export function samplesIn(memory: Memento): Samples {
  const key = (uri: Uri): string => `samples ${uri.toString()}`;
  return {
    of(uri) {
      const kept = memory.get<unknown>(key(uri));
      return savedSamples(kept) ? kept : [];
    },
    save: async (uri, samples) => memory.update(key(uri), samples.length > 0 ? samples : undefined),
  };
}
