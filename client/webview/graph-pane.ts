// The pane of the graph: connects the picture, its editing, and the messages of the panel.
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
      // The last part is where the message ends up, so it is selected.
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
      // The selection does not follow the cursor while the user works in the graph.
      if (graph.focused() !== undefined || editing.isBusy()) return;
      graph.choose(message.graph);
      // If the part is the same as before, the picture stays where the user has moved it.
      if (first !== undefined && isElsewhere) graph.bringIntoView(first);
    },
    find: graph.find,
  };
}
