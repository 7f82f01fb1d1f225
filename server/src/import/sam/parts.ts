// What a SAM resource is made of and what it becomes: the terms that all files of this folder share.
import type { AliasName } from './aliases.ts';
import type { LeftOut, ReportEntry } from '../report.ts';
import type { SourceResource } from '../source-template.ts';
import { textAt, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';

/** A resource of SAM, with the properties that it has from `Globals`. */
export interface SamResource {
  /** Its logical ID. */
  readonly id: string;
  readonly place: Place;
  readonly properties: SourceMap;
  /** Those of CloudFormation: `DependsOn`, `Metadata`. */
  readonly attributes: ReadonlyMap<string, SourceValue>;
}

/** One of the things that a resource of SAM becomes. */
export type Part =
  | { readonly kind: 'resource'; readonly id: string; readonly resource: SourceResource }
  | { readonly kind: 'entry'; readonly entry: ReportEntry }
  | {
      /** A bucket of the template gets it: SAM adds to the bucket that the event refers to. */
      readonly kind: 'notification';
      readonly bucket: string;
      readonly configuration: SourceMap;
      /** The logical ID of the permission that has to be there before. */
      readonly permission: string;
      readonly place: Place;
    }
  | {
      /** `Chat.Stage`, which means something to SAM only, is this logical ID, with an attribute if it has one. */
      readonly kind: 'reference';
      readonly name: string;
      readonly to: readonly [id: string, attribute?: string];
    }
  | {
      /** SAM publishes an alias of the function with that logical ID. */
      readonly kind: 'alias';
      readonly lambda: string;
      readonly name: AliasName;
    };

/** A resource that SAM adds. It exists under the same condition, and is kept as long. */
export function added(sam: SamResource, id: string, type: string, place: Place, properties: SourceMap): Part {
  const passed = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'];
  const attributes = new Map([...sam.attributes].filter(([name]) => passed.includes(name)));
  return { kind: 'resource', id, resource: { place, type, properties, attributes, isImplied: true } };
}

/** What the resource itself becomes. */
export function becomes(sam: SamResource, type: string, properties: SourceMap): Part {
  const own = ['Connectors', 'IgnoreGlobals'];
  const attributes = new Map([...sam.attributes].filter(([name]) => !own.includes(name)));
  return { kind: 'resource', id: sam.id, resource: { place: sam.place, type, properties, attributes } };
}

export function lost(what: string, place: Place, why: string, todo: string): Part {
  const entry: LeftOut = { kind: 'left out', what, place, why, todo };
  return { kind: 'entry', entry };
}

/** The place of the key, or of the resource if it has no such property. */
export function placeOf(sam: SamResource, key: string): Place {
  return sam.properties.entries.get(key)?.place ?? sam.place;
}

/** The map with the entries that are there, where they are written. */
export function mapOf(place: Place, entries: Iterable<readonly [string, SourceEntry | undefined]>): SourceMap {
  const present = [...entries].flatMap(([name, entry]) => (entry ? [[name, entry] as const] : []));
  return { kind: 'map', place, entries: new Map(present) };
}

/** The entries with those names, where they are written, under other names if they have some. */
export function entriesOf(
  map: SourceMap | undefined,
  names: readonly (string | readonly [name: string, becomes: string])[],
): (readonly [string, SourceEntry | undefined])[] {
  return names.map((name) => {
    const [written, other] = typeof name === 'string' ? [name, name] : name;
    return [other, map?.entries.get(written)];
  });
}

export function asMap(value: SourceValue | undefined): SourceMap | undefined {
  return value?.kind === 'map' ? value : undefined;
}

/** The only key of a map, and its value: a call of a function, or a policy template. */
export function onlyEntry(value: SourceValue): readonly [string, SourceEntry] | undefined {
  if (value.kind !== 'map' || value.entries.size !== 1) return undefined;
  return [...value.entries][0];
}

/** Whether the value is a call of one of CloudFormation's functions. */
export function isCall(value: SourceValue): boolean {
  const name = onlyEntry(value)?.[0] ?? '';
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');
}

/** `{Key, Value}` for each tag, as most resources want them. */
export function tagList(tags: SourceMap): SourceValue {
  const items = [...tags.entries].map(([name, { place, value }]) =>
    mapOf(place, [
      ['Key', { place, value: { kind: 'scalar', place, value: name, text: name } }],
      ['Value', { place, value }],
    ]),
  );
  return { kind: 'list', place: tags.place, items };
}

/** What the text of a property says, in a sentence; undefined for a call of a function. */
export function readable(sam: SamResource, key: string): string | undefined {
  return textAt(sam.properties, key);
}
