// The page: it shows what the panel tells it, and tells the panel what the person asks for.
import type { PreviewState } from '../../server/src/protocol.ts';
import { element } from './dom.ts';
import { graphPane } from './graph-pane.ts';
import type { Host } from './host.ts';
import { notice } from './notice.ts';
import { isRecord } from './panel-message.ts';
import { tabs } from './tabs.ts';
import { templatePane } from './template-pane.ts';

export function mountPage(root: HTMLElement, host: Host): void {
  const graph = graphPane((part) => host.post({ type: 'revealPart', part }));
  const template = templatePane({
    copy: () => host.post({ type: 'copyTemplate' }),
    generate: () => host.post({ type: 'generateTemplate' }),
  });
  const above = notice((range) => host.post({ type: 'revealRange', range }));
  const kept = readKept(host.kept());
  let uri = kept.uri;
  const keep = (): void => host.keep({ uri, tab: panes.selected() });
  const panes = tabs(
    [
      { id: 'graph', title: 'Graph', content: graph.content },
      { id: 'template', title: 'Template', content: template.content },
    ],
    keep,
  );
  if (kept.tab !== undefined) panes.select(kept.tab);
  const header = element('header', {}, panes.list);
  const page = element('main', { class: 'page' }, header, above.content, ...panes.panels);
  root.replaceChildren(page);

  const show = (state: PreviewState): void => {
    above.show(state);
    page.classList.toggle('empty', state.isEmpty);
    graph.content.classList.toggle('stale', state.graphIsStale);
    template.content.classList.toggle('stale', state.templateIsStale);
    if (state.graph === undefined) graph.clear();
    else graph.show(state.graph);
    if (state.template === undefined) template.clear();
    else template.show(state.template, state.templateIsStale);
    if (uri !== state.uri) {
      uri = state.uri;
      keep();
    }
  };
  host.listen((message) => {
    switch (message.type) {
      case 'show':
        show(message.state);
        break;
      case 'unavailable':
        above.unavailable(message.reason);
        break;
      case 'copied':
        template.copied();
        break;
    }
  });
  host.post({ type: 'ready' });
}

function readKept(value: unknown): { readonly uri: string | undefined; readonly tab: string | undefined } {
  const kept: Readonly<Partial<Record<string, unknown>>> = isRecord(value) ? value : {};
  const textOf = (name: string): string | undefined => {
    const text = kept[name];
    return typeof text === 'string' ? text : undefined;
  };
  return { uri: textOf('uri'), tab: textOf('tab') };
}
