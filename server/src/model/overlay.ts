// The overlay: what a descriptor has under `cloudformation`, which is laid over the generated template. Its entries, and the
// logical IDs and other names to which they refer.
import { pseudoParameters as awsParameters } from '../language/intrinsics.ts';
import { originalOf } from '../syntax/moved.ts';
import { overlayKey } from '../syntax/parse.ts';
import {
  findEntry,
  innerSpan,
  isMergeKey,
  type Entry,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { referencesIn, type IntrinsicReference, type ReferenceTarget } from './intrinsics.ts';

/** The sections of a template that an overlay can have. */
export const overlaySections = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'] as const;

export type OverlaySection = (typeof overlaySections)[number];

export interface Overlay {
  /** The entry `cloudformation`; undefined if there is none. */
  readonly entry: Entry | undefined;
  /** In the file's order. If a section has a name twice, only the first one. */
  readonly entries: readonly OverlayEntry[];
  /** All references, in the file's order. */
  readonly references: readonly OverlayReference[];
  find(section: OverlaySection, name: string): OverlayEntry | undefined;
}

/** An entry of a section. */
export interface OverlayEntry {
  readonly section: OverlaySection;
  /** A logical ID, or the name of a mapping or condition. */
  readonly name: string;
  readonly entry: Entry;
  /** Its value, if that is a map and no call of a function. */
  readonly map: MapNode | undefined;
  /** In the file's order. */
  readonly references: readonly OverlayReference[];
}

/** A name in an entry that refers to something in the template. */
export interface OverlayReference {
  readonly name: string;
  readonly to: ReferenceTarget;
  /** Of a resource: `Arn`. */
  readonly attribute: string | undefined;
  /** Of the name alone, without quotes and without an attribute. If the text is escaped there, of the whole scalar. */
  readonly span: Span;
  /** The scalar that contains the name, and where in its text the name starts. */
  readonly node: ScalarNode;
  readonly offset: number;
}

/** What the rules need to know of the template, which is generated elsewhere. */
export interface OverlayFacts {
  /** The types of the generated resources by logical ID, before anything is laid over them. */
  readonly types: ReadonlyMap<string, string>;
  /** The names of the properties of the generated resource; none if there is no such resource. */
  propertiesOf(logicalId: string): readonly string[];
  /** The names of everything else that is generated. */
  readonly generated: Readonly<Record<Exclude<OverlaySection, 'Resources'>, ReadonlySet<string>>>;
  /** References of the overlay that make resources or conditions depend on themselves. */
  circles(): readonly Circle[];
  /** What the overlay makes less safe than it is generated. */
  openings(): readonly Opening[];
  /** Resources to which the overlay gives a condition, though something always refers to them. */
  conditionals(): readonly Conditional[];
}

export interface Conditional {
  /** The name of the condition. */
  readonly condition: ScalarNode;
  /** The logical ID of the resource. */
  readonly name: string;
  /** The first resource or output that refers to it. */
  readonly user: { readonly section: 'Resources' | 'Outputs'; readonly name: string };
}

export interface Circle {
  readonly reference: OverlayReference;
  /** The names on the way, from the entry with the reference back to it. */
  readonly path: readonly string[];
}

/** A value of the overlay that opens something to more people, or gives up what is kept. */
export interface Opening {
  readonly span: Span;
  readonly kind:
    'authorization' | 'deletion' | 'actions' | 'administrator' | 'principal' | 'bucket' | 'url' | 'encryption';
  /** The logical ID of the resource. */
  readonly name: string;
}

/** The names that a reference of that kind can have, or a parameter, besides those of AWS. */
export function* namesFor(
  to: ReferenceTarget | 'parameter',
  { overlay, parameters }: Named,
  facts: OverlayFacts,
): Iterable<string> {
  const section = sectionOf[to];
  for (const entry of overlay.entries) {
    if (entry.section === section || (to === 'value' && entry.section === 'Parameters')) yield entry.name;
  }
  if (section === 'Resources') yield* facts.types.keys();
  else if (section !== 'Parameters') yield* facts.generated[section];
  if (to !== 'value' && to !== 'parameter') return;
  yield* parameters.map(({ name }) => name.value);
  yield* facts.generated.Parameters;
}

/** The section of what a reference of that kind names. */
export const sectionOf = {
  value: 'Resources',
  resource: 'Resources',
  parameter: 'Parameters',
  condition: 'Conditions',
  mapping: 'Mappings',
} as const;

/** Whether the overlay sets the property of that resource. */
export function setsProperty(overlay: Overlay, logicalId: string, property: string): boolean {
  return propertiesIn(overlay.find('Resources', logicalId)).some(({ key }) => key.text === property);
}

/** What a resource of the overlay has under `Properties`. */
export function propertiesIn(resource: OverlayEntry | undefined): readonly Entry[] {
  const properties = resource?.map && findEntry(resource.map, 'Properties')?.value;
  return properties?.kind === 'map' ? properties.entries : [];
}

/** Whether the overlay adds a resource of that type. */
export function addsType({ entries }: Overlay, type: string): boolean {
  return entries.some(({ section, map }) => {
    const own = section === 'Resources' && map ? findEntry(map, 'Type')?.value : undefined;
    return own?.kind === 'scalar' && own.text === type;
  });
}

/** Whether the overlay adds a route with that key to the API with that logical ID. */
export function addsRoute({ entries }: Overlay, api: string | undefined, key: string): boolean {
  return entries.some((entry) => {
    const type = entry.section === 'Resources' && entry.map ? findEntry(entry.map, 'Type')?.value : undefined;
    if (type?.kind !== 'scalar' || type.text !== 'AWS::ApiGatewayV2::Route') return false;
    const own = propertiesIn(entry).find((one) => one.key.text === 'RouteKey')?.value;
    const isOfApi = entry.references.some(({ name, to }) => to === 'value' && name === api);
    return isOfApi && own?.kind === 'scalar' && own.text === key;
  });
}

interface Named {
  readonly overlay: Overlay;
  readonly parameters: readonly { readonly name: { readonly value: string } }[];
}

/** AWS's own parameters, to which every template can refer. */
export const pseudoParameters: readonly string[] = awsParameters.map(({ value }) => value);

const nothing: Overlay = { entry: undefined, entries: [], references: [], find: () => undefined };

export function readOverlay(tree: SyntaxTree): Overlay {
  const entry = tree.root?.kind === 'map' ? findEntry(tree.root, overlayKey) : undefined;
  if (!entry) return nothing;
  const spanOf = spanFinder(tree);
  const entries = overlaySections
    .flatMap((section) => entriesOf(entry, section).map((one) => overlayEntry(spanOf, section, one)))
    .sort((a, b) => a.entry.span.start - b.entry.span.start);
  const bySection = new Map(overlaySections.map((section) => [section, new Map<string, OverlayEntry>()]));
  for (const one of entries) {
    const known = bySection.get(one.section);
    if (!known?.has(one.name)) known?.set(one.name, one);
  }
  const first = entries.filter((one) => bySection.get(one.section)?.get(one.name) === one);
  return {
    entry,
    entries: first,
    references: first.flatMap(({ references }) => references),
    find: (section, name) => bySection.get(section)?.get(name),
  };
}

/** The entries of a section. Aliases are not followed: they are not allowed here. */
function entriesOf({ value }: Entry, section: OverlaySection): readonly Entry[] {
  const map = value?.kind === 'map' ? findEntry(value, section)?.value : undefined;
  if (map?.kind !== 'map') return [];
  return map.entries.filter((entry) => entry.complete && !isMergeKey(originalOf(entry)));
}

function overlayEntry(
  spanOf: (reference: IntrinsicReference<ScalarNode>) => Span,
  section: OverlaySection,
  entry: Entry,
): OverlayEntry {
  const { value } = entry;
  const isCondition = section === 'Conditions';
  const map = value?.kind === 'map' && value.tag === undefined && !isCondition ? value : undefined;
  const found = [...referencesIn<ScalarNode>(value, isCondition), ...(map ? attributeReferences(section, map) : [])];
  const references = found
    .map(({ scalar, ...one }) => ({ ...one, node: scalar, span: spanOf({ scalar, ...one }) }))
    .sort((a, b) => a.span.start - b.span.start);
  return { section, name: entry.key.text, entry, map, references };
}

/** What the attributes of a resource or an output refer to. */
function attributeReferences(section: OverlaySection, map: MapNode): IntrinsicReference<ScalarNode>[] {
  if (section !== 'Resources' && section !== 'Outputs') return [];
  const scalars = (name: string, node = findEntry(map, name)?.value): readonly ScalarNode[] => {
    const nodes: readonly (SyntaxNode | undefined)[] =
      node?.kind === 'list' ? node.items.map(({ value }) => value) : [node];
    return nodes.flatMap((one) => (one?.kind === 'scalar' && one.tag === undefined ? one : []));
  };
  const references = (to: ReferenceTarget, nodes: readonly ScalarNode[]): IntrinsicReference<ScalarNode>[] =>
    nodes.map((scalar) => ({ name: scalar.text, to, attribute: undefined, scalar, offset: 0 }));
  const dependencies = section === 'Resources' ? scalars('DependsOn') : [];
  const condition = findEntry(map, 'Condition')?.value?.kind === 'scalar' ? scalars('Condition') : [];
  return [...references('condition', condition), ...references('resource', dependencies)];
}

/** Finds the span of a name in the text, which may be indented, folded or escaped there. */
function spanFinder(tree: SyntaxTree): (reference: IntrinsicReference<ScalarNode>) => Span {
  // A scalar can have very many names.
  const places = new Map<ScalarNode, Place>();
  return ({ name, scalar, offset }) => {
    let place = places.get(scalar);
    if (!place) places.set(scalar, (place = placeOf(tree, scalar)));
    const { inner, offsets } = place;
    const opening = scalar.text.lastIndexOf('${', offset);
    const at = offsets ? offsets.get(opening) : opening;
    if (at === undefined) return inner;
    const start = inner.start + at + offset - opening;
    return { start, end: start + name.length };
  };
}

interface Place {
  /** Without quotes. */
  readonly inner: Span;
  /** Undefined if the text is written as it is. */
  readonly offsets: ReadonlyMap<number, number> | undefined;
}

function placeOf(tree: SyntaxTree, scalar: ScalarNode): Place {
  const inner = innerSpan(tree, scalar);
  const source = tree.text.slice(inner.start, inner.end);
  return { inner, offsets: source === scalar.text ? undefined : offsetsIn(scalar.text, source) };
}

/** The offset of each `${` in the source by that in the text; none if they do not have equally many. */
function offsetsIn(text: string, source: string): ReadonlyMap<number, number> {
  const openings = (all: string): number[] => [...all.matchAll(/\$\{/g)].map(({ index }) => index);
  const [read, written] = [openings(text), openings(source)];
  if (read.length !== written.length) return new Map();
  return new Map(read.map((offset, index) => [offset, written[index] ?? 0]));
}
