// Completion: what can stand at the cursor.
import { allowedFrom, findAllowed } from '../../language/connections.ts';
import { findResourceDefinition, isRequired, type ObjectType, type Property } from '../../language/index.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import type { Project } from '../../model/project.ts';
import type { Span } from '../../syntax/tree.ts';
import { writeFlow, writeKey, writeScalar } from '../../syntax/write.ts';
import { enumValueMarkdown, propertyMarkdown } from '../markdown.ts';
import { placeAt, type Notation, type Place } from './place.ts';

export interface CompletionItem {
  readonly label: string;
  readonly kind: 'property' | 'value' | 'route' | 'resource';
  /** A few words beside the label. */
  readonly detail: string;
  readonly markdown: string;
  readonly deprecated: boolean;
  /** What is replaced on accepting it: reaches to the end of the word that the cursor is in. */
  readonly replaced: Span;
  /** A snippet, in which `$0` is where the cursor goes; a literal `$` is escaped. */
  readonly snippet: string;
  /** Text in the order of which the items are shown. */
  readonly sortText: string;
}

type Offer = Omit<CompletionItem, 'replaced' | 'sortText'>;

export function completion(project: Project, offset: number): CompletionItem[] {
  const place = placeAt(project.tree.text, offset);
  if (!place) return [];
  return offers(project, place).map((offer, index) => ({
    ...offer,
    replaced: place.replaced,
    sortText: String(index).padStart(4, '0'),
  }));
}

function offers(project: Project, place: Place): Offer[] {
  switch (place.kind) {
    case 'key':
      return keyOffers(place);
    case 'enum-value':
      return place.type.values
        .map((value) => ({
          ...valueOffer('value', value.value, place.notation),
          detail: place.type.noun.replace(/^an? /, ''),
          markdown: enumValueMarkdown(value, place.type.noun),
          deprecated: value.deprecated === true,
        }))
        .sort((a, b) => Number(a.deprecated) - Number(b.deprecated));
    case 'route':
      return gatewayRoutes
        .filter(({ route }) => !place.taken.includes(route))
        .map(({ route, docs }) => ({
          ...valueOffer('route', route, place.notation),
          detail: "API Gateway's own route",
          markdown: docs,
        }));
    case 'connection-target':
      return targetOffers(project, place);
  }
}

function keyOffers({ object, others, hasColon, notation }: Extract<Place, { kind: 'key' }>): Offer[] {
  const stands = (name: string): boolean => others.some(({ key }) => key.text === name);
  const free = object.properties.filter(({ name, requiredUnless }) => {
    return (
      !stands(name) && !(requiredUnless !== undefined && stands(requiredUnless)) && !excludes(object, name, stands)
    );
  });
  const required = (property: Property): boolean => isRequired(property, stands);
  return [...free.filter(required), ...free.filter((property) => !required(property))].map((property) => ({
    label: property.name,
    kind: 'property',
    detail: required(property) ? 'required' : 'optional',
    markdown: propertyMarkdown(property),
    deprecated: false,
    snippet:
      escape(writeKey(property.name, notation.json ? 'json' : 'yaml')) +
      (hasColon ? '' : valueSnippet(property, notation)),
  }));
}

/** Whether the property would make one that stands already meaningless. */
function excludes(object: ObjectType, name: string, stands: (name: string) => boolean): boolean {
  return object.properties.some((other) => other.requiredUnless === name && stands(other.name));
}

/** The colon, and the start of a value of the property's type. */
function valueSnippet({ type }: Property, { flow }: Notation): string {
  switch (type.kind) {
    case 'list':
      if (flow || type.items.kind !== 'object') return ': [$0]';
      return ':\n  - $0';
    case 'map':
    case 'object':
      return flow ? ': { $0 }' : ':\n  $0';
    case 'string':
    case 'enum':
    case 'integer':
    case 'resource':
    case 'connection':
      return ': $0';
  }
}

function targetOffers(project: Project, place: Extract<Place, { kind: 'connection-target' }>): Offer[] {
  const types = allowedFrom(place.source).map(({ to }) => to);
  return project.resources.flatMap((resource): Offer[] => {
    const { type, id } = resource;
    if (!type || !types.includes(type) || place.taken.includes(id.value)) return [];
    const allowed = findAllowed(place.source, type);
    const definition = findResourceDefinition(type);
    const target =
      allowed?.access && place.within !== 'map'
        ? accessTarget(id.value, place.notation.json ? 'json' : 'yaml')
        : escape(written(id.value, place.notation));
    return [
      {
        label: id.value,
        kind: 'resource',
        detail: definition?.label ?? type,
        markdown: [allowed?.docs, resource.description?.value, definition?.docs].filter(Boolean).join('\n\n'),
        deprecated: false,
        snippet: place.within === 'nothing' ? `[${target}]` : target,
      },
    ];
  });
}

function accessTarget(id: string, notation: 'yaml' | 'json'): string {
  const choice = '${1|read-write,read-only,write-only|}';
  const to = escape(writeFlow(id, notation));
  return notation === 'json' ? `{ "to": ${to}, "access": "${choice}" }` : `{ to: ${to}, access: ${choice} }`;
}

function valueOffer(kind: 'value' | 'route', value: string, notation: Notation): Offer {
  const snippet = escape(written(value, notation));
  return { label: value, kind, detail: '', markdown: '', deprecated: false, snippet };
}

/** In the quotes that stand already, or that JSON asks for. */
function written(text: string, { json, flow, quote }: Notation): string {
  return writeScalar(text, { flow, quote: json ? 'double' : quote });
}

/** `$`, `}` and `\` mean something in a snippet. */
function escape(text: string): string {
  return text.replaceAll(/[$}\\]/g, '\\$&');
}
