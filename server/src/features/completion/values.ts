// Completion of values that are one word: modes, runtimes, access levels, routes, names, and what else is usual.
import { withoutArticle } from '../../wording.ts';
import { accessLevels } from '../../language/connections.ts';
import { findResourceDefinition, type EnumValue } from '../../language/index.ts';
import * as formats from '../../language/formats.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { newName } from '../../model/new-names.ts';
import { enumValueMarkdown } from '../markdown.ts';
import { holeBehind, inline, list, word, type Text } from './draft.ts';
import { written, type Offer, writeItem, writeValue } from './write-draft.ts';
import type { PlaceOf } from './place.ts';

export function enumOffers(place: PlaceOf<'enum-value'>): Offer[] {
  const { type, values, connection, project } = place;
  const target = connection && project.find(connection.target.value);
  if (type === accessLevels && (target?.type === 'websocket-api' || target?.type === 'lambda-function')) return [];
  const current = values.filter(({ deprecated }) => !deprecated);
  const outdated = values.filter(({ deprecated }) => deprecated);
  return [...current, ...outdated].map((value) => ({
    label: value.value,
    kind: 'value',
    detail: withoutArticle(type.noun),
    markdown: () => enumValueMarkdown(value, type.noun),
    deprecated: value.deprecated === true,
    insert: written(value.value, place),
    closed: type.open !== true,
  }));
}

export function defaultOffers(place: PlaceOf<'default'>): Offer[] {
  const { name, type, default: usual, docs } = place.property;
  if (usual === undefined || type.kind !== 'integer') return [];
  const insert = writeItem({ ...word(String(usual)), bare: true }, place.style, place.style.indent);
  const markdown = (): string => `**${usual} ${type.unit}** · default of \`${name}\`\n\n${docs}`;
  return [{ label: String(usual), kind: 'value', detail: `default, ${type.unit}`, markdown, insert }];
}

/** Texts that many projects have there, and for identity sources the two beginnings that there are. */
export function textOffers(place: PlaceOf<'text'>): Offer[] {
  const { type, taken } = place;
  const noun = type.format?.noun ?? 'a text';
  const known = (type.suggestions ?? []).filter(({ value }) => !taken.includes(value));
  const offers = known.map((value) => textOffer(place, value, noun, word(value.value)));
  if (type.format !== formats.identitySource) return offers;
  return [
    ...offers,
    textOffer(
      place,
      { value: 'querystring.…', docs: 'A parameter of the URL.' },
      noun,
      holeBehind('querystring.', 'name'),
    ),
    textOffer(
      place,
      { value: 'header.…', docs: 'A header of the request to connect.' },
      noun,
      holeBehind('header.', 'X-Name'),
    ),
  ];
}

function textOffer(place: PlaceOf<'text'>, value: EnumValue, noun: string, text: Text): Offer {
  const { style, within } = place;
  const insert =
    within === 'nothing'
      ? writeValue(inline(list(text)), style, style.indent)
      : text.hole
        ? writeItem(text, style, style.indent)
        : written(value.value, place);
  return {
    label: value.value,
    kind: 'value',
    detail: withoutArticle(noun),
    markdown: () => enumValueMarkdown(value, noun),
    insert,
  };
}

export function routeOffers(place: PlaceOf<'route'>): Offer[] {
  return gatewayRoutes
    .filter(({ route }) => !place.taken.includes(route))
    .map(({ route, docs }) => ({
      label: route,
      kind: 'route',
      detail: "API Gateway's own route",
      markdown: () => docs,
      insert: written(route, place),
    }));
}

/** The name that makes the resource id a logical ID. */
export function nameOffers(place: PlaceOf<'resource-name'>): Offer[] {
  const { project, resource } = place;
  const name = resource && newName(project, resource.id.value, resource.type, resource);
  if (resource === undefined || name === undefined) return [];
  const label = (resource.type && findResourceDefinition(resource.type)?.label) ?? 'resource';
  const markdown = (): string => `The ${label} is called \`${name}\` in the template.`;
  return [{ label: name, kind: 'value', detail: 'from the resource id', markdown, insert: written(name, place) }];
}
