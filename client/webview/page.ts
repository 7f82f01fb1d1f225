// The page: shows the state that the panel sends, and sends the user's requests to the panel.
import type { PreviewState } from '../src/preview/preview-messages.ts';
import { element } from './dom.ts';
import { drawPng } from './draw-png.ts';
import { acceptDrops } from './drop.ts';
import { askPane } from './ask/pane.ts';
import { graphPane } from './graph-pane.ts';
import type { Host } from './host.ts';
import { commandOf } from './keyboard.ts';
import { notice } from './notice.ts';
import type { Page, Pane } from './pane.ts';
import { isRecord } from '../src/checks.ts';
import { runPane } from './run/pane.ts';
import { tablePane } from './table/pane.ts';
import { tabs } from './tabs.ts';
import { templatePane } from './template/pane.ts';

/** In the order of their tabs. To add a pane, create its file or folder and list it here. */
const makers: readonly [MakePane, ...MakePane[]] = [graphPane, tablePane, templatePane, askPane, runPane];
type MakePane = (page: Page) => Pane;

export function mountPage(root: HTMLElement, host: Host): void {
  const kept = new Map(Object.entries(readKept(host.kept())));
  const page: Page = {
    post: host.post,
    mark: (parts) => panes.forEach((pane) => pane.mark?.(parts)),
    trace: (way) => panes.forEach((pane) => pane.trace?.(way)),
    select: (pane) => paneTabs.select(pane),
    kept: (name) => kept.get(name),
    keep(name, value) {
      kept.set(name, value);
      host.keep(Object.fromEntries(kept));
    },
  };
  const [first, ...others] = makers;
  const panes: readonly [Pane, ...Pane[]] = [first(page), ...others.map((make) => make(page))];
  const paneTabs = tabs(panes, (pane) => {
    page.keep('tab', pane);
    page.post({ type: 'pane', pane });
  });
  const visiblePane = (): Pane | undefined => panes.find(({ id }) => id === paneTabs.selected());
  const content = element('main', { class: 'page' });
  const about = notice(content, page);
  const header = element('header', {}, paneTabs.list, about.summary, about.errors);
  content.append(header, about.blank, ...paneTabs.panels);
  acceptDrops(content, page);
  root.replaceChildren(content);
  const tab = page.kept('tab');
  if (typeof tab === 'string') paneTabs.select(tab);

  const show = (state: PreviewState): void => {
    about.show(state);
    if (page.kept('uri') !== state.uri) page.keep('uri', state.uri);
    for (const pane of panes) pane.turnTo?.(state.uri);
    // Another pane may have become visible in the meantime. Its content comes next.
    if (state.pane !== paneTabs.selected()) return;
    visiblePane()?.show(state);
    visiblePane()?.receive?.({ type: 'cursor', ...state.cursor });
  };
  // Captured, so that it works wherever the focus is, such as on a tab.
  root.addEventListener(
    'keydown',
    (event) => {
      const find = visiblePane()?.find;
      if (!find || commandOf('page', event) !== 'find') return;
      event.preventDefault();
      event.stopPropagation();
      find();
    },
    { capture: true },
  );
  host.listen((message) => {
    if (message.type === 'show') show(message.state);
    if (message.type === 'focus') window.focus();
    if (message.type === 'drawPng') void drawPng(message).then(host.post);
    if (message.type === 'unavailable') about.unavailable(message.reason);
    for (const pane of message.type === 'cursor' ? [visiblePane()] : panes) pane?.receive?.(message);
  });
  host.post({ type: 'ready' });
}

function readKept(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return isRecord(value) ? value : {};
}
