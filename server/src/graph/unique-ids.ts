// Ids that are each there once.

/** Where a file says the same twice, the later one gets a number. */
export function uniqueIds(given: Iterable<string> = []): (id: string) => string {
  const taken = new Set(given);
  const counts = new Map<string, number>();
  return (id) => {
    let unique = id;
    for (let count = counts.get(id) ?? 1; taken.has(unique); unique = `${id} (${count})`) counts.set(id, ++count);
    taken.add(unique);
    return unique;
  };
}
