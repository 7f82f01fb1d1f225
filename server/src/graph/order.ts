// Orders the items of columns so that few lines cross, quickly: barycenters, then swaps of neighbors. Starts from the
// order of the file and deviates only to avoid crossings, so that edits move little.

export type Link = readonly [number, number];

/** Items are numbers starting at 0. Every link leads from an item to one of the next column. */
export interface Ordering {
  readonly columns: readonly (readonly number[])[];
  readonly links: readonly Link[];
  /** Links whose crossings do not count, so that errors in a file do not move what is correct. */
  readonly looseLinks: readonly Link[];
  /** Items of a column in the same group stay together: an API's endpoints. */
  readonly groupOf: (item: number) => number;
}

const maximumSweeps = 8;
const maximumExchanges = 4;

/** The columns, each in its new order. */
export function orderColumns({ columns, links, looseLinks, groupOf }: Ordering): number[][] {
  const firm = new Set(links.flat());
  const loose = new Set(looseLinks.flat().filter((item) => !firm.has(item)));
  const ordered = orderByLinks(
    columns.map((column) => column.filter((item) => !loose.has(item))),
    links,
    groupOf,
  );
  const before = neighbors([...links, ...looseLinks].map(([from, to]) => [to, from]));
  for (const [index, column] of columns.entries()) {
    const added = column.filter((item) => loose.has(item));
    const left = positions(ordered[index - 1] ?? []);
    const centerOf = (item: number): number | undefined =>
      mean((before.get(item) ?? []).flatMap((end) => left.get(end) ?? []));
    if (added.length > 0) ordered[index] = insertByBarycenter(added, ordered[index] ?? [], centerOf, groupOf);
  }
  return ordered;
}

/** Moves each item towards its neighbors in the other column, within its group. Items without neighbors stay. */
function insertByBarycenter(
  added: readonly number[],
  column: readonly number[],
  centerOf: (item: number) => number | undefined,
  groupOf: (item: number) => number,
): number[] {
  const groups = new Map<number, { readonly kept: number[]; readonly added: number[] }>();
  const membersOf = (item: number): { readonly kept: number[]; readonly added: number[] } => {
    const members = groups.get(groupOf(item)) ?? { kept: [], added: [] };
    groups.set(groupOf(item), members);
    return members;
  };
  for (const item of column) membersOf(item).kept.push(item);
  for (const item of added) membersOf(item).added.push(item);
  return [...groups.values()].flatMap(({ kept, added }) => {
    const waiting = added
      .map((item) => ({ item, center: centerOf(item) ?? Infinity }))
      .sort((one, other) => one.center - other.center);
    const merged: number[] = [];
    let next = 0;
    for (const item of kept) {
      const center = centerOf(item) ?? -Infinity;
      for (let first = waiting[next]; first && first.center < center; first = waiting[++next]) merged.push(first.item);
      merged.push(item);
    }
    return [...merged, ...waiting.slice(next).map(({ item }) => item)];
  });
}

function orderByLinks(
  columns: readonly number[][],
  links: readonly Link[],
  groupOf: (item: number) => number,
): number[][] {
  const before = neighbors(links.map(([from, to]) => [to, from]));
  const after = neighbors(links);
  let best = columns.map((column) => [...column]);
  let fewest = countCrossings(best, after);
  let current = best;
  for (let sweep = 0; sweep < maximumSweeps && fewest > 0; sweep++) {
    current = current.map((column) => [...column]);
    const rightwards = sweep % 2 === 1;
    for (let step = 1; step < current.length; step++) {
      const index = rightwards ? step : current.length - 1 - step;
      const fixed = current[rightwards ? index - 1 : index + 1] ?? [];
      const linked = rightwards ? before : after;
      current[index] = sortByBarycenter(current[index] ?? [], positions(fixed), linked, groupOf);
    }
    exchangeNeighbors(current, before, after, groupOf);
    const crossings = countCrossings(current, after);
    if (crossings < fewest) {
      best = current;
      fewest = crossings;
    }
  }
  return best;
}

/** How many pairs of links cross. */
export function countCrossings(columns: readonly (readonly number[])[], after: ReadonlyMap<number, number[]>): number {
  let crossings = 0;
  for (const [index, column] of columns.entries()) {
    const next = positions(columns[index + 1] ?? []);
    // A Fenwick tree of the ends seen so far: a link crosses those before it that end further down.
    const counts = Array.from({ length: next.size + 1 }, () => 0);
    let seen = 0;
    for (const item of column) {
      const ends = (after.get(item) ?? []).flatMap((end) => next.get(end) ?? []);
      for (const end of ends) {
        crossings += seen;
        for (let at = end + 1; at > 0; at -= at & -at) crossings -= counts[at] ?? 0;
      }
      for (const end of ends) {
        seen++;
        for (let at = end + 1; at < counts.length; at += at & -at) counts[at] = (counts[at] ?? 0) + 1;
      }
    }
  }
  return crossings;
}

export function neighbors(links: readonly Link[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [from, to] of links) {
    const list = found.get(from);
    if (list) list.push(to);
    else found.set(from, [to]);
  }
  return found;
}

function positions(column: readonly number[]): Map<number, number> {
  return new Map(column.map((item, position) => [item, position]));
}

function sortByBarycenter(
  column: readonly number[],
  fixed: ReadonlyMap<number, number>,
  linked: ReadonlyMap<number, number[]>,
  groupOf: (item: number) => number,
): number[] {
  const barycenter = new Map<number, number>();
  for (const item of column) {
    const center = mean((linked.get(item) ?? []).flatMap((end) => fixed.get(end) ?? []));
    if (center !== undefined) barycenter.set(item, center);
  }
  const groups = new Map<number, number[]>();
  for (const item of column) {
    const group = groupOf(item);
    const members = groups.get(group);
    if (members) members.push(item);
    else groups.set(group, [item]);
  }
  const weightOfGroup = (members: readonly number[]): number | undefined =>
    mean(members.flatMap((item) => barycenter.get(item) ?? []));
  const sorted = sortInPlaces([...groups.values()], weightOfGroup);
  return sorted.flatMap((members) => sortInPlaces(members, (item) => barycenter.get(item)));
}

/** Sorts the items with a weight among their positions. The others stay. */
function sortInPlaces<T>(items: readonly T[], weightOf: (item: T) => number | undefined): T[] {
  const weighted = items.flatMap((item) => {
    const weight = weightOf(item);
    return weight === undefined ? [] : [{ item, weight }];
  });
  const movable = new Set(weighted.map(({ item }) => item));
  weighted.sort((a, b) => a.weight - b.weight);
  let next = 0;
  return items.map((item) => (movable.has(item) ? (weighted[next++]?.item ?? item) : item));
}

function exchangeNeighbors(
  columns: number[][],
  before: ReadonlyMap<number, number[]>,
  after: ReadonlyMap<number, number[]>,
  groupOf: (item: number) => number,
): void {
  let improved = true;
  for (let round = 0; round < maximumExchanges && improved; round++) {
    improved = false;
    for (const [index, column] of columns.entries()) {
      const sides = [
        { linked: before, at: positions(columns[index - 1] ?? []) },
        { linked: after, at: positions(columns[index + 1] ?? []) },
      ];
      for (let place = 0; place + 1 < column.length; place++) {
        const upper = column[place];
        const lower = column[place + 1];
        if (upper === undefined || lower === undefined || groupOf(upper) !== groupOf(lower)) continue;
        let gain = 0;
        for (const { linked, at } of sides) {
          const above = (linked.get(upper) ?? []).flatMap((end) => at.get(end) ?? []);
          const below = (linked.get(lower) ?? []).flatMap((end) => at.get(end) ?? []);
          gain += inversions(above, below) - inversions(below, above);
        }
        if (gain <= 0) continue;
        column[place] = lower;
        column[place + 1] = upper;
        improved = true;
      }
    }
  }
}

/** How many pairs of an end of one item and an end of the other are in the wrong order. */
function inversions(above: readonly number[], below: readonly number[]): number {
  const uppers = [...above].sort((a, b) => a - b);
  const lowers = [...below].sort((a, b) => a - b);
  let count = 0;
  let passed = 0;
  for (const upper of uppers) {
    while (passed < lowers.length && (lowers[passed] ?? upper) < upper) passed++;
    count += passed;
  }
  return count;
}

function mean(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
