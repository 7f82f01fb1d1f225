// The preview's page in a plain browser: a fake host replaces VS Code, and the core, which only needs JavaScript,
// replaces the language server. `node scripts/preview-page.mjs` serves it.
import './themes.css';
import '../../../client/webview/style.css';
import './main.css';
import { refresher } from '../../../client/src/preview/refresher.ts';
import { nextState, withArrangement } from '../../../client/src/preview/state.ts';
import { fakeHost } from '../../../client/webview/fake-host.ts';
import { translatePage } from '../../../client/webview/host.ts';
import { mountPage } from '../../../client/webview/page.ts';
import example from '../../../examples/chat/websocket.yaml';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import {
  graphEditOf,
  graphEditsOf,
  locate,
  partsAt,
  previewOf,
  templateOrigin,
  toSpan,
} from '../../../server/src/answers.ts';
import type { Position } from '../../../server/src/syntax/positions.ts';
import { applyEdits } from '../../../server/src/syntax/edits.ts';
import type { PreviewOptions, PreviewPane, Range } from '../../../server/src/protocol.ts';
import {
  readPanelMessage,
  type PageMessage,
  type PageMessageOf,
  type PreviewState,
} from '../../../client/src/preview/preview-messages.ts';
import { asking } from './asking.ts';
import { running } from './running.ts';

const file = { uri: 'file:///chat/websocket.yaml', name: 'websocket.yaml' };

const editor = find('#text', HTMLTextAreaElement);
const posted = find('#posted', HTMLPreElement);
const requested = find('#requested', HTMLPreElement);
const theme = find('#theme', HTMLSelectElement);

const host = fakeHost();
let options: PreviewOptions & { readonly pane: PreviewPane } = { pane: 'graph' };
/** The part that is selected in the graph, unless it is the one at the cursor. */
let part: string | undefined;
let partAtCursor: string | undefined;
/** The text of each version: versions count from 1. */
const versions: string[] = [];
/** The analysis of the latest text. */
let latest: { readonly text: string; readonly analysis: Analysis } | undefined;
/** The content of each pane. */
const states = new Map<PreviewPane, PreviewState>();
// At once, as in VS Code: a browser may insert a long text line by line.
const refreshing = refresher(async () => show(), 30);
/** The texts before the edits from the graph. */
const past: string[] = [];

/** The version of the current text. */
function version(): number {
  if (editor.value !== versions.at(-1)) versions.push(editor.value);
  return versions.length;
}

/** The analysis of the current text. As in the server, there is one for each version, and all requests share it. */
function analyzed(): Analysis {
  if (latest?.text !== editor.value) latest = { text: editor.value, analysis: analyze(editor.value) };
  return latest.analysis;
}

function show(): void {
  const analysis = analyzed();
  const chosen = { ...options, part };
  const preview = request('preview', () => previewOf(analysis, { ...chosen, position: cursor(analysis) }, version()));
  const state = nextState(states.get(options.pane), file, preview, options.pane);
  states.set(options.pane, state);
  options = withArrangement(options, preview);
  partAtCursor = state.cursor.graph[0];
  host.send({ type: 'show', state });
}

function tellCursor(): void {
  // As in the panel: a refresh brings the parts with it.
  if (refreshing.isPending()) return;
  const analysis = analyzed();
  const { pane, format = 'yaml' } = options;
  const position = cursor(analysis);
  const { graph, template } = request('partsAt', () => partsAt(analysis, { position, format, pane }, version()));
  [partAtCursor] = graph;
  host.send({ type: 'cursor', graph, template });
}

function cursor({ lines }: Analysis): Position {
  return lines.positionAt(editor.selectionStart);
}

/** Records a request that would go to the server in VS Code. */
function request<Result>(name: string, answer: () => Result): Result {
  requested.textContent += `${name}\n`;
  return answer();
}

type Answers = { readonly [Type in PageMessage['type']]: (message: PageMessageOf<Type>) => void | Promise<void> };

const answers: Answers = {
  ready: () => refreshing.request(),
  ...asking(host, file.uri, analyzed),
  ...running(host, file.uri, analyzed),
  revealRange({ range }) {
    select(range);
  },
  revealPart({ part, goesThere = false }) {
    const range = locate(analyzed(), part);
    if (range) select(range, goesThere);
  },
  pane({ pane }) {
    choose({ pane });
  },
  collapse({ collapsed }) {
    choose({ collapsed });
  },
  arrange({ room, arrangement }) {
    choose({ room, arrangement });
  },
  askEdits({ number, part: asked }) {
    part = asked === partAtCursor ? undefined : asked;
    const edits = request('graphEdits', () => graphEditsOf(analyzed(), asked, version()));
    host.send({ type: 'edits', number, edits });
  },
  edit({ number, edit, version: expected, isTrial }) {
    const analysis = analyzed();
    const made = graphEditOf(analysis, { edit, version: expected }, version());
    if (made.refused !== undefined || isTrial) {
      host.send({ type: 'edited', number, refused: made.refused, done: undefined });
      return;
    }
    const { edits, consequence, select: selected, reveal } = made.result;
    if (
      consequence?.needsConfirmation === true &&
      !window.confirm(`${consequence.label}? ${consequence.description}`)
    ) {
      host.send({ type: 'edited', number, refused: 'Nothing changed.', done: undefined });
      return;
    }
    const done = { version: version() + 1, select: selected, created: made.creates?.path };
    host.send({ type: 'edited', number, refused: undefined, done });
    past.push(editor.value);
    editor.value = applyEdits(
      editor.value,
      edits.map(({ range, newText }) => ({ span: toSpan(range, analysis), newText })),
    );
    show();
    if (reveal) select(reveal, false);
  },
  undo() {
    // The undo history belongs to the editor: here, it only has the edits from the graph.
    editor.value = past.pop() ?? editor.value;
    show();
  },
  redo() {
    // Not supported: undo is enough to test that the page updates.
  },
  openSource() {
    // Not supported: there are no files here.
  },
  revealOrigin({ offset }) {
    const origin = templateOrigin(analyzed(), { format: options.format ?? 'yaml', offset });
    if (origin) select(origin);
    else host.send({ type: 'noOrigin' });
  },
  startFile() {
    editor.value = example;
    show();
  },
  importFile() {
    // Not supported: there are no files here.
  },
  setTemplateFormat({ format }) {
    choose({ format });
  },
  openTemplate() {
    // Not supported: there is no editor for it here.
  },
  async copyTemplate() {
    await navigator.clipboard.writeText(states.get('template')?.template ?? '');
    host.send({ type: 'copied' });
  },
  drawn() {
    // There is nowhere to save it. A test reads it from what the page has posted.
  },
  refusedMessage({ fault }) {
    throw new Error(`The page refused a message: ${fault}`);
  },
  generateTemplate() {
    // Not supported: there are no files here.
  },
};

async function answer<Type extends PageMessage['type']>(type: Type, message: PageMessageOf<Type>): Promise<void> {
  // These requests do not change anything, so they are not shown.
  if (type !== 'askEdits' && type !== 'pane' && type !== 'arrange')
    posted.textContent += `${JSON.stringify(message)}\n`;
  await answers[type](message);
}

function choose(change: Partial<PreviewOptions>): void {
  options = { ...options, ...change };
  // As in the panel, asynchronously: the page does not wait for the answer.
  refreshing.request();
}

function select(range: Range, goesThere = true): void {
  const { start, end } = toSpan(range, analyzed());
  if (goesThere) editor.focus();
  editor.setSelectionRange(start, end);
  tellCursor();
}

function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`There is no ${selector}`);
  return found;
}

const query = new URLSearchParams(location.search);
if (query.has('fresh')) sessionStorage.clear();
const useTheme = (): void => {
  document.documentElement.dataset['theme'] = theme.value;
  document.body.classList.toggle('vscode-high-contrast', theme.value.startsWith('hc-'));
};
theme.value = query.get('theme') ?? 'dark';
theme.addEventListener('change', useTheme);
useTheme();
// For screenshots of only the page.
document.body.classList.toggle('alone', query.has('alone'));
editor.value = example;
editor.addEventListener('input', refreshing.request);
document.addEventListener('selectionchange', () => {
  if (document.activeElement === editor) tellCursor();
});
// A test can send what the panel sends in VS Code for a command.
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readPanelMessage(data);
  if (message) host.send(message);
});
host.onPost((message) => void answer(message.type, message));
translatePage();
mountPage(find('#page', HTMLDivElement), host);
