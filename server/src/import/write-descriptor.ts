// Writes a descriptor from what an import has read, as a person would: the APIs first, then the functions, then what they
// use, each kind in the order of the source; the properties in the order of the language, and what they lead to last.
import { findResourceDefinition, resourceTypes, type Property } from '../language/index.ts';
import { intrinsicFunctions } from '../language/intrinsics.ts';
import { parameterObject } from '../language/parameters.ts';
import { overlaySections, type OverlaySection } from '../model/overlay.ts';
import {
  writeDocument,
  type DocumentEntry,
  type DocumentMap,
  type DocumentPart,
  type DocumentScalar,
  type DocumentValue,
} from '../syntax/write-document.ts';
import {
  isPlainList,
  type ConnectionFact,
  type EndpointFact,
  type Facts,
  type PlainValue,
  type PropertyFact,
  type ResourceFact,
} from './facts.ts';
import type { SourceMap, SourceScalar, SourceValue } from './source.ts';

/** The text of the descriptor. Our formatter would change nothing in it. */
export function writeDescriptor({ description, parameters, resources, cloudformation }: Facts): string {
  const inOrder = resourceTypes.flatMap((type) => resources.filter((resource) => resource.type === type));
  const sections = overlaySections.flatMap((section) => {
    const value = cloudformation.get(section);
    return value ? entryWithContent(section, sectionOf(section, value)) : [];
  });
  return writeDocument(
    block([
      ...(description === undefined ? [] : [{ key: 'description', value: text(description) }]),
      ...spaced(entryWithContent('parameters', block(parameters.map(parameterEntry)))),
      { key: 'resources', value: block(spaced(inOrder.map(resourceEntry))), spaceBefore: true },
      ...spaced(entryWithContent('cloudformation', block(sections))),
    ]),
  );
}

function parameterEntry({ name, properties }: Facts['parameters'][number]): DocumentEntry {
  const value: DocumentMap = { kind: 'map', entries: propertiesOf(properties, parameterObject.properties) };
  return { key: name, value };
}

function resourceEntry({ id, type, name, comment, properties, endpoints, connections }: ResourceFact): DocumentEntry {
  const definition = findResourceDefinition(type);
  return {
    key: id,
    comment,
    value: block([
      { key: 'type', value: text(type) },
      { key: 'name', value: text(name) },
      ...propertiesOf(properties, definition?.properties ?? []),
      ...entryWithContent('connections', { kind: 'list', items: connections.map(connectionItem) }),
      ...entryWithContent('endpoints', { kind: 'list', items: endpoints.map(endpointItem) }),
    ]),
  };
}

/** What says more about another property is written below that one. */
const belowOthers: Readonly<Record<string, string>> = { code: 'entryPoint', architecture: 'runtime' };

/** In the order of the definition. */
function propertiesOf(facts: readonly PropertyFact[], definitions: readonly Property[]): DocumentEntry[] {
  const order = definitions.map(({ name }) => name);
  const rank = (name: string): number => {
    const other = belowOthers[name];
    if (other !== undefined && order.includes(other)) return order.indexOf(other) + 0.5;
    return order.includes(name) ? order.indexOf(name) : order.length;
  };
  return [...facts]
    .sort((one, other) => rank(one.name) - rank(other.name))
    .map(({ name, value, comment }) => {
      const written = plainValue(value);
      // A map with keys of the user's has as many lines as entries.
      const hasOwnKeys = definitions.find((definition) => definition.name === name)?.type.kind === 'map';
      return { key: name, comment, value: written.kind === 'map' && hasOwnKeys ? block(written.entries) : written };
    });
}

function endpointItem({ route, operationMode, handler, comment }: EndpointFact): DocumentPart {
  const entries: DocumentEntry[] = [
    { key: 'route', value: text(route) },
    { key: 'operationMode', value: text(operationMode) },
  ];
  if (handler !== undefined) {
    entries.push({ key: 'connections', value: { kind: 'list', items: [{ value: text(handler) }] } });
  }
  return { comment, value: { kind: 'map', entries } };
}

/** The resource ID alone, if the connection has nothing else. */
function connectionItem({ to, access, as, batchSize, on, comment }: ConnectionFact): DocumentPart {
  const entries = Object.entries({ to, access, as, batchSize, on }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: plainValue(value) }],
  );
  return { comment, value: entries.length === 1 ? text(to) : { kind: 'map', entries } };
}

function plainValue(value: PlainValue): DocumentValue {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object') return bare(String(value));
  if (isPlainList(value)) return { kind: 'list', items: value.map((item) => ({ value: plainValue(item) })) };
  return { kind: 'map', entries: [...value].map(([key, inner]) => ({ key, value: plainValue(inner) })) };
}

// CloudFormation.

/** What the section has. A resource has lines of its own, unless it is a single property that is laid over another one. */
function sectionOf(section: OverlaySection, { entries }: SourceMap): DocumentMap {
  const parts = [...entries].map(([key, { value }]): DocumentEntry => {
    const written = templateValue(value, section === 'Conditions');
    return { key, value: section === 'Resources' && written.kind === 'map' ? resourceLayout(written) : written };
  });
  return block(
    parts.map((part, index) => {
      const isApart = [part, parts[index - 1]].some((one) => one?.value.kind === 'map' && one.value.layout === 'block');
      return { ...part, spaceBefore: isApart };
    }),
  );
}

function resourceLayout(resource: DocumentMap): DocumentMap {
  const [first, ...more] = resource.entries;
  const properties = first?.key === 'Properties' && first.value.kind === 'map' ? first.value.entries : [];
  const isShort = more.length === 0 && properties.length === 1 && properties[0]?.value.kind === 'scalar';
  return isShort ? { ...resource, layout: 'line' } : block(resource.entries.map(withOwnLines));
}

function withOwnLines(entry: DocumentEntry): DocumentEntry {
  return entry.value.kind === 'map' && entry.value.tag === undefined
    ? { ...entry, value: block(entry.value.entries) }
    : entry;
}

/** @param isCondition whether the value is a condition, in which `Condition` refers to another one */
function templateValue(value: SourceValue, isCondition: boolean): DocumentValue {
  switch (value.kind) {
    case 'scalar':
      return scalarValue(value);
    case 'list':
      return { kind: 'list', items: value.items.map((item) => ({ value: templateValue(item, isCondition) })) };
    case 'map':
      return shortForm(value, isCondition) ?? longForm(value, isCondition);
  }
}

function longForm({ entries }: SourceMap, isCondition: boolean): DocumentMap {
  return {
    kind: 'map',
    entries: [...entries].map(([key, { value }]) => ({ key, value: templateValue(value, isCondition) })),
  };
}

/** A number with leading zeros, such as an account ID, is a text. */
function scalarValue({ value, text: written }: SourceScalar): DocumentScalar {
  if (typeof value === 'string') return text(value);
  return typeof value === 'number' && /^0\d/.test(written) ? text(written) : bare(String(value));
}

const functionNames = new Set(intrinsicFunctions.map(({ name }) => name));

/** Undefined if the map calls no function, or one whose argument cannot have a tag. */
function shortForm({ entries }: SourceMap, isCondition: boolean): DocumentValue | undefined {
  const [[name, argument] = []] = entries;
  if (name === undefined || !argument || entries.size > 1 || !functionNames.has(name)) return undefined;
  if (name === 'Condition' && !isCondition) return undefined;
  const attribute = name === 'Fn::GetAtt' ? attributeText(argument.value) : undefined;
  const value = attribute === undefined ? templateValue(argument.value, isCondition) : text(attribute);
  if (value.tag !== undefined || value.kind === 'map' || (value.kind === 'scalar' && value.isBare)) return undefined;
  return { ...value, tag: `!${name.replace('Fn::', '')}` };
}

/** `Chat.ApiEndpoint` for the list of the two. */
function attributeText(value: SourceValue): string | undefined {
  if (value.kind !== 'list') return undefined;
  const [id, name, ...more] = value.items;
  if (id?.kind !== 'scalar' || name?.kind !== 'scalar' || more.length > 0) return undefined;
  return `${id.text}.${name.text}`;
}

// Parts of a document.

function text(value: string): DocumentScalar {
  return { kind: 'scalar', text: value };
}

function bare(value: string): DocumentScalar {
  return { kind: 'scalar', text: value, isBare: true };
}

function block(entries: readonly DocumentEntry[]): DocumentMap {
  return { kind: 'map', entries, layout: 'block' };
}

function spaced(entries: readonly DocumentEntry[]): DocumentEntry[] {
  return entries.map((entry) => ({ ...entry, spaceBefore: true }));
}

/** No entry for an empty map or list. */
function entryWithContent(key: string, value: DocumentMap | Exclude<DocumentValue, DocumentScalar>): DocumentEntry[] {
  const parts = value.kind === 'list' ? value.items : value.entries;
  return parts.length === 0 ? [] : [{ key, value }];
}
