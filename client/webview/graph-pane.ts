// The pane of the graph: connects the picture, its editing, and the messages of the panel.
import { graphEditing } from './edit/editing.ts';
import { graphView } from './graph/view.ts';
import { partsOnWay, wayFollower, type Way } from './graph-way.ts';
import type { Page, Pane } from './pane.ts';
import { t } from '../../server/src/locale.ts';

/** In milliseconds: long enough to see where a message goes. */
const lightTime = 1500;
/** The ways that are highlighted at once. */
const maximumLit = 20;

export function graphPane(page: Page): Pane {
  const { post, keep, kept } = page;
  const graph = graphView(
    {
      reveal: (part, goesThere) => post({ type: 'revealPart', part, goesThere }),
      chosen() {
        if (!isShowing) editing.choose(graph.chosen());
      },
      collapse: (uri, collapsed) => post({ type: 'collapse', uri, collapsed }),
      arrange: (room, arrangement) => post({ type: 'arrange', room, arrangement }),
      keep: (state) => keep('graph', state),
    },
    kept('graph'),
  );
  const editing = graphEditing(graph, page);
  let followed: string | undefined;
  /** A new picture can change the selection twice: the selected part is gone, then the cursor selects another one. */
  let isShowing = false;
  /** The selection does not follow the cursor while the user works in the graph. */
  const isFollowing = (): boolean => graph.focused() === undefined && !editing.isBusy();
  /** The parts to mark again in the next picture: this one may be outdated if the pane has just become visible. */
  let due: readonly string[] = [];
  const mark = (parts: readonly string[]): void => {
    // The last part is where the message ends up, so it is selected.
    const last = parts.at(-1);
    if (last === undefined) return;
    graph.choose([last, ...parts.slice(0, -1)]);
    graph.focus();
    graph.bringIntoView(last);
  };
  let dueWay: Way | undefined;
  const follower = wayFollower();
  const lit = new Map<string, ReturnType<typeof setTimeout>>();
  /** Highlights a part for a moment, or for that much longer. */
  const light = (part: string): void => {
    clearTimeout(lit.get(part));
    graph.elementOf(part)?.classList.add('lit');
    const end = setTimeout(() => {
      graph.elementOf(part)?.classList.remove('lit');
      lit.delete(part);
    }, lightTime);
    lit.set(part, end);
  };
  return {
    id: 'graph',
    title: t`Graph`,
    content: graph.content,
    show(state) {
      graph.content.classList.toggle('stale', state.looksStale);
      isShowing = true;
      graph.show(state.graph, state.uri);
      if (isFollowing()) graph.choose(state.cursor.graph);
      isShowing = false;
      editing.refresh(graph.parts(), state.version, graph.chosen(), state.offered);
      mark(dueWay ? partsOnWay(graph.parts(), dueWay) : due);
      due = [];
      dueWay = undefined;
    },
    mark(parts) {
      due = parts;
      mark(due);
    },
    trace(way) {
      dueWay = way;
      mark(partsOnWay(graph.parts(), way));
    },
    receive(message) {
      editing.receive(message);
      if (message.type === 'runEvents') {
        const ways = message.events.flatMap((event) => follower.follow(event) ?? []);
        const isVisible = graph.content.getClientRects().length > 0;
        if (message.isStart || !isVisible) return;
        for (const part of new Set(ways.slice(-maximumLit).flatMap((way) => partsOnWay(graph.parts(), way))))
          light(part);
      }
      if (message.type !== 'cursor') return;
      const [first] = message.graph;
      const isElsewhere = first !== followed;
      followed = first;
      if (!isFollowing()) return;
      graph.choose(message.graph);
      // If the part is the same as before, the picture stays where the user has moved it.
      if (first !== undefined && isElsewhere) graph.bringIntoView(first);
    },
    find: graph.find,
  };
}
