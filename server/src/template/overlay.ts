// Lays the overlay of a descriptor over its template.
import { callOf, type Call } from '../model/intrinsics.ts';
import type { OverlayEntry, OverlaySection } from '../model/overlay.ts';
import type { Project } from '../model/project.ts';
import { isMergeKey, type ScalarNode, type Span, type SyntaxNode } from '../syntax/tree.ts';
import { bare, getAtt, ref, sourced, subText, type MapEntry, type MapValue, type Sub, type Value } from './value.ts';

/** An entry of the overlay as a part of the template. */
export interface OverlayPart {
  readonly section: OverlaySection;
  readonly name: string;
  readonly value: Value;
  readonly source: Span;
  /** The line of the descriptor. 1-based. */
  readonly line: number;
}

export function overlayParts({ overlay, tree }: Pick<Project, 'overlay' | 'tree'>): readonly OverlayPart[] {
  return overlay.entries.flatMap(({ section, name, entry }: OverlayEntry): OverlayPart[] => {
    const value = valueOf(entry.value);
    const line = tree.lines.positionAt(entry.span.start).line + 1;
    return value === undefined ? [] : [{ section, name, value, source: entry.span, line }];
  });
}

/** Undefined for what a template cannot have: nothing, and aliases. */
function valueOf(node: SyntaxNode | undefined, ignoresTag = false): Value | undefined {
  if (!node || node.kind === 'alias') return undefined;
  const call = callOf<ScalarNode>(node, ignoresTag);
  const simple = call && simpleCall(call);
  if (simple) return simple;
  if (call?.isShort) {
    const value = valueOf(node, true);
    return value === undefined ? undefined : { kind: 'map', entries: [{ key: call.name, value }] };
  }
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node);
    case 'list':
      return {
        kind: 'list',
        items: node.items.flatMap(({ value: item }) => sourcedValue(item?.span, valueOf(item)) ?? []),
      };
    case 'map': {
      const entries = node.entries.filter((entry) => entry.complete && !isMergeKey(entry));
      return {
        kind: 'map',
        entries: entries.flatMap(({ key, value: member, span }): MapEntry[] => {
          const value = sourcedValue(span, valueOf(member));
          return value === undefined ? [] : [{ key: key.text, value }];
        }),
      };
    }
  }
}

function sourcedValue(span: Span | undefined, value: Value | undefined): Value | undefined {
  return value === undefined ? undefined : sourced(span, value);
}

/** A number that is written in another way than the usual one, such as `012`, is left as it is. */
function scalarValue({ value, text }: ScalarNode): Value | undefined {
  if (value === null) return undefined;
  if (typeof value === 'boolean' || (typeof value === 'number' && String(value) === text)) return value;
  return text;
}

/** A call that the template has in its short form; undefined for any other. */
function simpleCall({ name, argument }: Call<ScalarNode>): Value | undefined {
  const texts = (argument?.kind === 'list' ? argument.items.map(({ value }) => value) : [argument]).map((one) =>
    one?.kind === 'scalar' && (one.tag === undefined || one === argument) ? one.text : undefined,
  );
  const [text, attribute, more] = texts;
  if (text === undefined || text === '') return undefined;
  if (name === 'Ref' && argument?.kind === 'scalar') return ref(text);
  if (name === 'Fn::Sub' && argument?.kind === 'scalar') return subOf(text);
  if (name !== 'Fn::GetAtt' || more !== undefined) return undefined;
  if (argument?.kind === 'list') return attribute === undefined ? undefined : getAtt(text, attribute);
  const [, logicalId, rest] = /^([^.]+)\.(.+)$/s.exec(text) ?? [];
  return logicalId === undefined || rest === undefined ? undefined : getAtt(logicalId, rest);
}

/** Undefined if the text would not be written as it is. */
function subOf(text: string): Sub | undefined {
  const parts = text.split(/(\$\{[A-Za-z0-9:.]+\})/).flatMap((part, index): Sub['parts'] => {
    if (index % 2 === 0) return part === '' ? [] : [part.replaceAll('${!', '${')];
    const [, name = '', attribute] = /^\$\{([^.]+)(?:\.(.+))?\}$/.exec(part) ?? [];
    return [attribute === undefined ? ref(name) : getAtt(name, attribute)];
  });
  const sub: Sub = { kind: 'sub', parts };
  return subText(sub) === text ? sub : undefined;
}

/**
 * The document with the parts laid over it: maps are merged, everything else is replaced. `DependsOn`, `Tags`
 * and `Policies` of a resource are added to ours, since without them the stack would be deployed in the wrong order, not be
 * recognized, or lack rights.
 */
export function withOverlay(document: MapValue, parts: readonly OverlayPart[]): MapValue {
  if (parts.length === 0) return document;
  const found = new Map(document.entries.map((entry) => [entry.key, entry]));
  for (const section of sections) {
    const own = parts.filter((part) => part.section === section);
    const entry = found.get(section) ?? { key: section, value: { kind: 'map', entries: [] }, spaceBefore: true };
    if (own.length > 0) found.set(section, { ...entry, value: sectionWith(bare(entry.value), own) });
  }
  const others = document.entries.filter(({ key }) => !isSection(key));
  return { kind: 'map', entries: [...others, ...sections.flatMap((section) => found.get(section) ?? [])] };
}

/** In the order of a template. */
const sections: readonly OverlaySection[] = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];

function isSection(key: string): boolean {
  return sections.some((section) => section === key);
}

function sectionWith(section: Value, parts: readonly OverlayPart[]): Value {
  const entries = isMap(section) ? [...section.entries] : [];
  const indexes = new Map(entries.map(({ key }, index) => [key, index]));
  for (const { section: where, name, value, source, line } of parts) {
    const index = indexes.get(name);
    const generated = index === undefined ? undefined : entries[index];
    const isResource = where === 'Resources';
    if (index === undefined || !generated) {
      const comment = isResource ? `Added under cloudformation (line ${line})` : undefined;
      entries.push({
        key: name,
        value: sourced(source, value),
        comment,
        spaceBefore: isResource && entries.length > 0,
      });
    } else {
      const comment = generated.comment && `${generated.comment}, changed under cloudformation (line ${line})`;
      entries[index] = {
        ...generated,
        comment,
        value: merged(generated.value, value, isResource ? 'resource' : undefined),
      };
    }
  }
  return { kind: 'map', entries };
}

/** What a value is, if some of its members are merged in a way of their own. */
type Role = 'resource' | 'properties' | 'added' | undefined;

function merged(below: Value, above: Value, role: Role): Value {
  const [base, over] = [bare(below), bare(above)];
  const source = typeof below === 'object' && below.kind === 'sourced' ? below.source : undefined;
  if (role === 'added') return sourced(source, { kind: 'list', items: sumOf(itemsOf(base), itemsOf(over)) });
  if (!isMap(base) || !isMap(over) || isCall(base) || isCall(over)) return above;
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of over.entries) {
    const known = entries.get(entry.key);
    entries.set(entry.key, known ? { ...known, value: merged(known.value, entry.value, roleOf(entry, role)) } : entry);
  }
  return sourced(source, { kind: 'map', entries: [...entries.values()] });
}

function roleOf({ key, value }: MapEntry, outer: Role): Role {
  if (outer === 'resource') return key === 'DependsOn' ? 'added' : key === 'Properties' ? 'properties' : undefined;
  const content = bare(value);
  return outer === 'properties' &&
    (key === 'Tags' || key === 'Policies') &&
    typeof content === 'object' &&
    content.kind === 'list'
    ? 'added'
    : undefined;
}

function itemsOf(value: Exclude<Value, { kind: 'sourced' }>): readonly Value[] {
  return typeof value === 'object' && value.kind === 'list' ? value.items : [value];
}

/** All items, of which later ones replace those that have the same key or name, or are equal. */
function sumOf(below: readonly Value[], above: readonly Value[]): readonly Value[] {
  const items = new Map<string, Value>();
  for (const item of [...below, ...above]) items.set(identityOf(item), item);
  return [...items.values()];
}

function identityOf(item: Value): string {
  const content = bare(item);
  const key = isMap(content)
    ? content.entries.find(({ key: name }) => name === 'Key' || name === 'PolicyName')?.value
    : content;
  const text = key === undefined ? undefined : bare(key);
  return typeof text === 'object' ? JSON.stringify(text) : String(text);
}

function isMap(value: Value): value is MapValue {
  return typeof value === 'object' && value.kind === 'map';
}

/** Whether the map calls an intrinsic function. */
function isCall({ entries }: MapValue): boolean {
  const [first, second] = entries;
  return first !== undefined && second === undefined && (first.key === 'Ref' || first.key.startsWith('Fn::'));
}
