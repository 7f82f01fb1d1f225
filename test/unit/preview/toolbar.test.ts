// What a toolbar moves into its menu.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overflow } from '../../../client/webview/toolbar.ts';
import { runs, seed } from '../../harness/property-runs.ts';

const gap = 4;
const item = (name: string, width: number, rank: number) => ({ name, width, rank });
const items = [
  item('name', 50, 9),
  item('rename', 80, 4),
  item('delete', 60, 4),
  item('map', 30, 2),
  item('fit', 40, 7),
];
const moved = (room: number, isNeeded = false): string[] =>
  overflow(items, room, gap, { width: 45, isNeeded }).map(({ name }) => name);

test('nothing, if all fits', () => {
  expect(moved(276)).toEqual([]);
  expect(moved(325, true)).toEqual([]);
});

test('what ranks lowest first, and of equals the last', () => {
  expect(moved(324, true)).toEqual(['map']);
  expect(moved(275)).toEqual(['delete', 'map']);
  expect(moved(226)).toEqual(['rename', 'delete', 'map']);
  expect(moved(142)).toEqual(['rename', 'delete', 'map', 'fit']);
  expect(moved(0)).toEqual(['name', 'rename', 'delete', 'map', 'fit']);
});

test('as little as makes the rest fit', () => {
  const sized = fc.record({ width: fc.integer({ min: 1, max: 200 }), rank: fc.nat(5) });
  const button = fc.record({ width: fc.integer({ min: 1, max: 60 }), isNeeded: fc.boolean() });
  fc.assert(
    fc.property(fc.array(sized, { maxLength: 12 }), fc.nat(1500), button, (all, room, menu) => {
      const away = new Set(overflow(all, room, gap, menu));
      const needed = (shown: readonly { readonly width: number }[]): number =>
        shown.reduce((sum, { width }) => sum + width + gap, -gap);
      const kept = all.filter((one) => !away.has(one));
      const shown = menu.isNeeded || away.size > 0 ? [...kept, menu] : kept;
      if (kept.length > 0) expect(needed(shown)).toBeLessThanOrEqual(room);
      for (const one of kept) for (const other of away) expect(one.rank).toBeGreaterThanOrEqual(other.rank);
      // With the one that was moved last, it would not fit.
      const last = [...away].reduce<(typeof all)[number] | undefined>(
        (best, one) => (best === undefined || one.rank > best.rank ? one : best),
        undefined,
      );
      if (last) expect(needed(away.size === 1 && !menu.isNeeded ? all : [...kept, last, menu])).toBeGreaterThan(room);
    }),
    { numRuns: runs, seed },
  );
});
