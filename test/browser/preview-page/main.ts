// The preview's page in a plain browser: the fake host stands in for VS Code, and the core itself, which needs nothing
// but JavaScript, for the language server. `node scripts/preview-page.mjs` serves it.
import './themes.css';
import '../../../client/webview/style.css';
import './main.css';
import { nextState } from '../../../client/src/preview/state.ts';
import { fakeHost } from '../../../client/webview/fake-host.ts';
import { mountPage } from '../../../client/webview/page.ts';
import example from '../../../examples/chat/websocket.yaml';
import { analyze } from '../../../server/src/analysis.ts';
import type { PageMessage, Preview, PreviewState } from '../../../server/src/protocol.ts';

const file = { uri: 'file:///chat/websocket.yaml', name: 'websocket.yaml' };

const editor = find('#text', HTMLTextAreaElement);
const posted = find('#posted', HTMLPreElement);
const theme = find('#theme', HTMLSelectElement);

const host = fakeHost();
let state: PreviewState | undefined;

function show(): void {
  const analysis = analyze(editor.value);
  const preview: Preview = {
    version: 0,
    isEmpty: analysis.isEmpty,
    graph: analysis.graph(),
    template: analysis.template('yaml'),
    errors: analysis.errors.map(({ rule, message, span }) => ({
      severity: rule.severity,
      rule: rule.id,
      message,
      range: { start: analysis.lines.positionAt(span.start), end: analysis.lines.positionAt(span.end) },
    })),
  };
  state = nextState(state, file, preview);
  host.send({ type: 'show', state });
}

async function answer(message: PageMessage): Promise<void> {
  posted.textContent += `${JSON.stringify(message)}\n`;
  const analysis = analyze(editor.value);
  switch (message.type) {
    case 'ready':
      show();
      break;
    case 'revealRange':
      select(analysis.lines.offsetAt(message.range.start), analysis.lines.offsetAt(message.range.end));
      break;
    case 'revealPart': {
      const span = analysis.locate(message.part);
      if (span) select(span.start, span.end);
      break;
    }
    case 'copyTemplate':
      await navigator.clipboard.writeText(state?.template ?? '');
      host.send({ type: 'copied' });
      break;
    case 'generateTemplate':
      // It is a matter of files, of which a page has none.
      break;
  }
}

function select(start: number, end: number): void {
  editor.focus();
  editor.setSelectionRange(start, end);
}

function find<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`There is no ${selector}`);
  return found;
}

const query = new URLSearchParams(location.search);
const useTheme = (): void => {
  document.documentElement.dataset['theme'] = theme.value;
  document.body.classList.toggle('vscode-high-contrast', theme.value.startsWith('hc-'));
};
theme.value = query.get('theme') ?? 'dark';
theme.addEventListener('change', useTheme);
useTheme();
// For pictures of nothing but the page.
document.body.classList.toggle('alone', query.has('alone'));
editor.value = example;
editor.addEventListener('input', show);
host.onPost((message) => void answer(message));
mountPage(find('#page', HTMLDivElement), host);
