// The keys of the edits, on a node that has the focus.
import type { GraphEditKind, GraphEditOffer } from '../../../server/src/protocol.ts';

const shortcuts: Readonly<Partial<Record<GraphEditKind, string>>> = {
  connect: 'C',
  rename: 'F2',
  delete: 'Delete',
  setMode: 'M',
  addEndpoint: 'A',
};

export function shortcutOf({ edit }: GraphEditOffer): string | undefined {
  return shortcuts[edit.kind];
}

/** The kind of edit that the key means, or undefined. */
export function kindOfKey(key: string): GraphEditKind | undefined {
  const wanted = key === 'Backspace' ? 'Delete' : key;
  const [found] =
    Object.entries(shortcuts).find(([, shortcut]) => shortcut.toLowerCase() === wanted.toLowerCase()) ?? [];
  return found === undefined ? undefined : kinds.find((kind) => kind === found);
}

const kinds: readonly GraphEditKind[] = ['connect', 'rename', 'delete', 'setMode', 'addEndpoint'];

/** With Ctrl or Cmd. */
export function historyStep(key: string, shift: boolean): 'undo' | 'redo' | undefined {
  if (key.toLowerCase() === 'z') return shift ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && !shift ? 'redo' : undefined;
}
