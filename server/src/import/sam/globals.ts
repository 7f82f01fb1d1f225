// The section `Globals` of a SAM template: the properties that all resources of a type have in common.
import { textAt, valueAt, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { asMap, isCall, type SamResource } from './parts.ts';

/**
 * The resource's properties with those of `Globals`. Of two values the resource's own counts, but maps are merged, and a list
 * has the items of both.
 */
export function withGlobals(
  globals: SourceMap | undefined,
  type: string,
  own: Omit<SamResource, 'properties'> & { readonly properties: SourceMap | undefined },
): SamResource {
  const empty: SourceMap = { kind: 'map', place: own.place, entries: new Map() };
  const properties = own.properties ?? empty;
  const shared = asMap(valueAt(globals, type.slice('AWS::Serverless::'.length)));
  if (!shared) return { ...own, properties };
  const ignored = own.attributes.get('IgnoreGlobals');
  const entries = [...shared.entries].filter(([name]) => !ignores(ignored, name));
  return { ...own, properties: mergedMap({ ...shared, entries: new Map(entries) }, properties) };
}

function ignores(ignored: SourceValue | undefined, name: string): boolean {
  if (ignored?.kind !== 'list') return textAt(ignored) === '*';
  return ignored.items.some((item) => textAt(item) === name);
}

function mergedMap(shared: SourceMap, own: SourceMap): SourceMap {
  const entries = new Map<string, SourceEntry>(shared.entries);
  for (const [name, entry] of own.entries) {
    const inherited = entries.get(name);
    entries.set(name, inherited ? { ...entry, value: merged(inherited.value, entry.value) } : entry);
  }
  return { ...own, entries };
}

function merged(shared: SourceValue, own: SourceValue): SourceValue {
  if (shared.kind === 'list' && own.kind === 'list') return { ...own, items: [...shared.items, ...own.items] };
  if (shared.kind !== 'map' || own.kind !== 'map' || isCall(shared) || isCall(own)) return own;
  return mergedMap(shared, own);
}
