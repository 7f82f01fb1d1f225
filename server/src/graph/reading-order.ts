// The order in which a screen reader tells the graph: depth first, from what nothing leads to.
import type { ShownGraph } from './graph.ts';

export interface Told {
  readonly id: string;
  /** From 1 on. */
  readonly level: number;
}

/** Every node once, each after the one that first leads to it. */
export function readingOrder(graph: ShownGraph): Told[] {
  const targets = new Map<string, string[]>();
  const isTarget = new Set<string>();
  for (const { from, to, kind } of graph.edges) {
    // What is sent back to the clients leads nowhere new.
    if (kind === 'send') continue;
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
    if (from !== to) isTarget.add(to);
  }
  const order: Told[] = [];
  const told = new Set<string>();
  const tell = (root: string): void => {
    const waiting = [{ id: root, level: 1 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (told.has(next.id)) continue;
      told.add(next.id);
      order.push(next);
      const { level } = next;
      const children = targets.get(next.id) ?? [];
      // The last to be put on the stack is the first to be told.
      for (let index = children.length - 1; index >= 0; index--) {
        waiting.push({ id: children[index] ?? '', level: level + 1 });
      }
    }
  };
  for (const { id } of graph.nodes) if (!isTarget.has(id)) tell(id);
  // A ring of connections, none of them allowed, has no beginning.
  for (const { id } of graph.nodes) tell(id);
  return order;
}
