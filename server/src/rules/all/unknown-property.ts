import { connectionObject } from '../../language/connections.ts';
import type { ObjectType } from '../../language/index.ts';
import { intendedProperties } from '../../language/similar.ts';
import { isShortConnection } from '../../model/shape.ts';
import { findEntry, resolveAlias, type Entry, type MapNode } from '../../syntax/tree.ts';
import { removeEntry, renameKey, replaceEntry } from '../../syntax/edits.ts';
import { faultsOf, rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';

export const unknownProperty = rule({
  id: 'unknown-property',
  severity: 'error',
  summary: 'an unknown property',
  why: 'An unknown property would be ignored. It is usually a typo, or indented at the wrong level.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'unknown-property'),
  message({ entry, object, map }) {
    const [meant] = nearProperties(entry.key.text, object, map);
    const free = object.properties.map(({ name }) => name).filter((name) => !findEntry(map, name));
    const advice = isShort(object, map, entry)
      ? `Use ${quote(`to: ${entry.key.text}`)}, and a separate \`access\`.`
      : meant !== undefined
        ? `Did you mean ${quote(meant)}?`
        : free.length > 0
          ? `Expected ${oneOf(free)}.`
          : 'Remove it.';
    return `${quote(entry.key.text)} is not a property of ${object.noun} and would be ignored. ${advice}`;
  },
  *fixes({ entry, object, map }, project) {
    const access = resolveAlias(entry.value);
    if (isShort(object, map, entry) && access?.kind === 'scalar') {
      const entries = [
        ['to', entry.key.text],
        ['access', access.text],
      ] as const;
      const title = `Change to ${quote(`to: ${entry.key.text}`)} with ${quote(`access: ${access.text}`)}`;
      yield { title, edits: [replaceEntry(project.tree, map, entry, entries)], preferred: true };
      return;
    }
    const near = nearProperties(entry.key.text, object, map);
    for (const [index, name] of near.entries()) {
      yield {
        title: `Change to ${quote(name)}`,
        edits: [renameKey(project.tree, entry, name)],
        preferred: index === 0,
      };
    }
    // Do not offer to remove what is probably a misspelled property.
    if (near.length > 0 || map.entries.length < 2) return;
    yield { title: `Remove ${quote(entry.key.text)}`, edits: [removeEntry(project.tree, map, entry)] };
  },
});

function isShort(object: ObjectType, map: MapNode, entry: Entry): boolean {
  return object === connectionObject && isShortConnection(map, entry);
}

function nearProperties(typed: string, object: ObjectType, map: MapNode): string[] {
  return intendedProperties(
    typed,
    object.properties.filter(({ name }) => !findEntry(map, name)),
  );
}
