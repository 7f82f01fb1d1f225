// The graph as a pane of the page: the picture and what edits it, and what is said about both between page and panel.
import { graphEditing } from './edit/editing.ts';
import { graphView } from './graph/view.ts';
import type { Page, Pane } from './pane.ts';

export function graphPane(page: Page): Pane {
  const { post, keep, kept } = page;
  const graph = graphView(
    {
      reveal: (part, goesThere) => post({ type: 'revealPart', part, goesThere }),
      chosen: () => editing.choose(graph.chosen()),
      collapse: (uri, collapsed) => post({ type: 'collapse', uri, collapsed }),
      keep: (state) => keep('graph', state),
    },
    kept('graph'),
  );
  const editing = graphEditing(graph, page);
  let followed: string | undefined;
  return {
    id: 'graph',
    title: 'Graph',
    content: graph.content,
    show(state) {
      graph.content.classList.toggle('stale', state.graphIsStale);
      graph.show(state.graph, state.uri);
      editing.refresh(graph.parts(), state.version);
    },
    mark(parts) {
      // Where the way leads to is what one goes on with.
      const last = parts.at(-1);
      if (last === undefined) return;
      graph.choose([last, ...parts.slice(0, -1)]);
      graph.focus();
      graph.bringIntoView(last);
    },
    receive(message) {
      editing.receive(message);
      if (message.type !== 'cursor') return;
      const [first] = message.graph;
      const isElsewhere = first !== followed;
      followed = first;
      // The cursor only follows while somebody works in the graph.
      if (graph.focused() !== undefined || editing.isBusy()) return;
      graph.choose(message.graph);
      // Said again of the same place, it leaves alone where a person has moved the picture to.
      if (first !== undefined && isElsewhere) graph.bringIntoView(first);
    },
    find: graph.find,
  };
}
