// Merges values as the Serverless Framework does where a service describes the same thing several times.
import type { SourceEntry, SourceMap, SourceValue } from '../source.ts';

/**
 * The members of all of them, in order. Where several have the same member, maps and lists are merged, and otherwise the
 * last counts.
 */
export function merged(first: SourceMap, ...others: readonly SourceMap[]): SourceMap {
  const byKey = new Map<string, SourceEntry[]>();
  for (const map of [first, ...others]) {
    for (const [key, entry] of map.entries) {
      const known = byKey.get(key);
      if (known) known.push(entry);
      else byKey.set(key, [entry]);
    }
  }
  const entries = new Map<string, SourceEntry>();
  for (const [key, [entry, ...more]] of byKey) {
    if (!entry) continue;
    const value = mergedValue(entry.value, ...more.map((other) => other.value));
    entries.set(key, { place: more.at(-1)?.place ?? entry.place, value });
  }
  return { kind: 'map', place: others.at(-1)?.place ?? first.place, entries };
}

function mergedValue(first: SourceValue, ...others: readonly SourceValue[]): SourceValue {
  const last = others.at(-1);
  if (!last) return first;
  // What is before a value of another kind does not count.
  const all = [first, ...others];
  const kinds = all.map(({ kind }) => kind === last.kind);
  const [start, ...same] = all.slice(kinds.lastIndexOf(false) + 1);
  if (start?.kind === 'map') return merged(start, ...same.filter((value) => value.kind === 'map'));
  if (start?.kind !== 'list') return last;
  // Lists are merged item by item.
  const columns: [SourceValue, ...SourceValue[]][] = [];
  for (const list of [start, ...same.filter((value) => value.kind === 'list')]) {
    for (const [index, item] of list.items.entries()) {
      const column = columns[index];
      if (column) column.push(item);
      else columns.push([item]);
    }
  }
  return { ...start, items: columns.map(([item, ...more]) => mergedValue(item, ...more)) };
}
