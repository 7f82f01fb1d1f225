// Where a column's items stand: as near to where each would like to be as their heights and their order allow.

export interface Wish {
  readonly height: number;
  /** The least distance to the item above. */
  readonly gap: number;
  /** Where its centre should be; undefined where it does not matter. */
  readonly centre: number | undefined;
}

/**
 * The upper edge of each item, from top to bottom; none overlap. The sum of the squared distances from the wishes is
 * the least possible (isotonic regression, by pooling adjacent violators).
 */
export function placeColumn(wishes: readonly Wish[]): number[] {
  // Stacked without any room to spare, item i starts at offsets[i]; what is left to find never decreases.
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, { height, gap }] of wishes.entries()) {
    if (index > 0) offset += gap;
    offsets.push(offset);
    offset += height;
  }
  const pools: { sum: number; count: number; members: number }[] = [];
  let unplaced = 0;
  for (const [index, { centre, height }] of wishes.entries()) {
    if (centre === undefined) {
      const last = pools.at(-1);
      if (last) last.members++;
      else unplaced++;
      continue;
    }
    let pool = { sum: centre - height / 2 - (offsets[index] ?? 0), count: 1, members: 1 + unplaced };
    unplaced = 0;
    for (let above = pools.at(-1); above && above.sum / above.count >= pool.sum / pool.count; above = pools.at(-1)) {
      pools.pop();
      pool = {
        sum: above.sum + pool.sum,
        count: above.count + pool.count,
        members: above.members + pool.members,
      };
    }
    pools.push(pool);
  }
  if (pools.length === 0) return offsets;
  const shifts = pools.flatMap(({ sum, count, members }) => Array.from({ length: members }, () => sum / count));
  return offsets.map((stacked, index) => stacked + (shifts[index] ?? 0));
}
