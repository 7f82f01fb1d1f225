// The keys of the edits, on what is chosen.
import type { GraphEditKind, GraphEditOffer } from '../../../server/src/protocol.ts';

export interface Shortcut {
  /** As the browser calls it. */
  readonly key: string;
  /** As keyboards have it. */
  readonly label: string;
}

const shortcuts: ReadonlyMap<GraphEditKind, Shortcut> = new Map([
  ['connect', { key: 'C', label: 'C' }],
  ['rename', { key: 'F2', label: 'F2' }],
  ['delete', { key: 'Delete', label: 'Del' }],
  ['disconnect', { key: 'Delete', label: 'Del' }],
  ['setMode', { key: 'M', label: 'M' }],
  ['addEndpoint', { key: 'A', label: 'A' }],
]);

/** @param part what is chosen: what a node offers for one of its lines has no key there */
export function shortcutOf({ edit }: GraphEditOffer, part: string | undefined): Shortcut | undefined {
  return edit.part === part ? shortcuts.get(edit.kind) : undefined;
}

/** The kinds of edit that the key means: one of them is offered, at most. */
export function kindsOfKey(key: string): readonly GraphEditKind[] {
  const wanted = (key === 'Backspace' ? 'Delete' : key).toLowerCase();
  return [...shortcuts].flatMap(([kind, { key: own }]) => (own.toLowerCase() === wanted ? kind : []));
}

/** With Ctrl or Cmd. */
export function historyStep(key: string, shift: boolean): 'undo' | 'redo' | undefined {
  if (key.toLowerCase() === 'z') return shift ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && !shift ? 'redo' : undefined;
}
