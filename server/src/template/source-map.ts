// From a place in the template to the place in the descriptor that it comes from, and back.
import { contains, type Span } from '../syntax/tree.ts';
import { templateDocument, type Template } from './template.ts';
import { bare, type Value } from './value.ts';

/** The keys and indices from the template's root: `['Resources', 'Chat', 'Properties', 'Name']`. */
export type TemplatePath = readonly (string | number)[];

export interface Mapping {
  readonly path: TemplatePath;
  readonly source: Span;
}

/** Every part of the template that has a source of its own, in the template's order, outer parts before inner ones. */
export function sourceMap(template: Template): readonly Mapping[] {
  return [...mappings(templateDocument(template), [])];
}

function* mappings(value: Value, path: TemplatePath): Iterable<Mapping> {
  if (typeof value === 'object' && value.kind === 'sourced') yield { path, source: value.source };
  const content = bare(value);
  if (typeof content !== 'object') return;
  if (content.kind === 'map') for (const entry of content.entries) yield* mappings(entry.value, [...path, entry.key]);
  if (content.kind === 'list')
    for (const [index, item] of content.items.entries()) yield* mappings(item, [...path, index]);
}

/** Where the part of the template at that path comes from: its own source, or that of the part that it belongs to. */
export function sourceOf(map: readonly Mapping[], path: TemplatePath): Span | undefined {
  const leads = (mapping: Mapping): boolean => mapping.path.every((key, index) => key === path[index]);
  return map.filter((mapping) => mapping.path.length <= path.length && leads(mapping)).at(-1)?.source;
}

/** The parts of the template that come from that place of the descriptor, those with the narrowest source first. */
export function partsFrom(map: readonly Mapping[], offset: number): readonly TemplatePath[] {
  const width = ({ source }: Mapping): number => source.end - source.start;
  return map
    .filter(({ source }) => contains(source, offset))
    .sort((a, b) => width(a) - width(b))
    .map(({ path }) => path);
}
