// Completion of values: modes, runtimes, access levels, routes, names, and common values.
import { withoutArticle } from '../../wording.ts';
import { accessLevels } from '../../language/connections.ts';
import { findResourceDefinition, type EnumValue, type ListType } from '../../language/index.ts';
import * as formats from '../../language/formats.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { isFifo, partnersOf } from '../../model/dead-letters.ts';
import { newName } from '../../model/new-names.ts';
import { hasVariable, takenVariables, usualVariables } from '../../model/usage.ts';
import { code, enumValueMarkdown, typeWords } from '../markdown.ts';
import { bareWord, holeAfter, inline, list, opened, word, type Text } from './draft.ts';
import { written, type Offer, writeItem, writeValue } from './write-draft.ts';
import type { PlaceOf } from './place.ts';
import { t, translated } from '../../locale.ts';

export function enumOffers(place: PlaceOf<'enum-value'>): Offer[] {
  const { type, values, connection, project } = place;
  const target = connection && project.find(connection.target.value);
  if (type === accessLevels && (target?.type === 'websocket-api' || target?.type === 'lambda-function')) return [];
  const accepted = values.filter(({ rejected }) => rejected === undefined || rejected > project.today);
  const current = accepted.filter(({ deprecated }) => !deprecated);
  const outdated = accepted.filter(({ deprecated }) => deprecated);
  const offers = [...current, ...outdated].map((value): Offer => ({
    label: value.value,
    kind: 'value',
    detail: withoutArticle(translated(type.noun)),
    markdown: () => enumValueMarkdown(value, type.noun),
    deprecated: value.deprecated === true,
    insert: written(value.value, place),
    closed: type.open !== true,
  }));
  return type.orList && place.quote === 'none' ? [...offers, listOffer(place, type.orList)] : offers;
}

function listOffer({ property, style }: PlaceOf<'enum-value'>, type: ListType): Offer {
  return {
    label: '[ … ]',
    kind: 'draft',
    detail: typeWords(type),
    markdown: () => translated(property.docs),
    insert: writeItem(inline(opened('list')), style, style.indent),
  };
}

export function booleanOffers(place: PlaceOf<'boolean'>): Offer[] {
  const { name, docs } = place.property;
  const values = ['true', 'false'].filter((value) => name !== 'fifo' || couldBeFifo(place, value === 'true'));
  return values.map((label) => ({
    label,
    kind: 'value',
    detail: name,
    markdown: () => translated(docs),
    insert: writeItem(bareWord(label), place.style, place.style.indent),
    closed: true,
  }));
}

/** Whether the queue at the cursor can be a FIFO queue, or one that is not, with the dead letters from and to it. */
export function couldBeFifo(
  { project, resource }: Pick<PlaceOf<'boolean'>, 'project' | 'resource'>,
  fifo: boolean,
): boolean {
  return resource?.type !== 'sqs-queue' || partnersOf(project, resource).every((partner) => isFifo(partner) === fifo);
}

export function defaultOffers(place: PlaceOf<'default'>): Offer[] {
  const { name, type, default: usual, docs } = place.property;
  if (usual === undefined || type.kind !== 'integer') return [];
  const insert = writeItem(bareWord(String(usual)), place.style, place.style.indent);
  const unit = translated(type.unit);
  const markdown = (): string => `**${usual} ${unit}** · ${t`default of \`${name}\``}\n\n${translated(docs)}`;
  return [{ label: String(usual), kind: 'value', detail: t`default, ${unit}`, markdown, insert }];
}

/** Common values, and for identity sources the two possible beginnings. */
export function textOffers(place: PlaceOf<'text'>): Offer[] {
  const { type, taken } = place;
  const noun = type.format ? translated(type.format.noun) : t`a string`;
  const known = (type.suggestions ?? []).filter(({ value }) => !taken.includes(value));
  const offers = known.map((value) => textOffer(place, value, noun, word(value.value)));
  if (type.format !== formats.identitySource) return offers;
  return [
    ...offers,
    textOffer(
      place,
      { value: 'querystring.…', docs: t`A query parameter of the URL.` },
      noun,
      holeAfter('querystring.', 'name'),
    ),
    textOffer(
      place,
      { value: 'header.…', docs: t`A header of the connection request.` },
      noun,
      holeAfter('header.', 'X-Name'),
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
      detail: t`predefined route`,
      markdown: () => docs,
      insert: written(route, place),
    }));
}

/** Common names that the function does not have yet. */
export function variableOffers(place: PlaceOf<'variable'>): Offer[] {
  const { connection, project, resource: lambda } = place;
  const target = connection && project.find(connection.target.value);
  if (lambda?.type !== 'lambda-function' || !target || !hasVariable(target)) {
    return [];
  }
  const taken = takenVariables(project, lambda, connection);
  const markdown = (): string => t`The function finds ${code(target.id.value)} by this environment variable.`;
  return usualVariables(target).flatMap((name) =>
    taken.has(name)
      ? []
      : { label: name, kind: 'value', detail: t`environment variable`, markdown, insert: written(name, place) },
  );
}

/** A name that is the logical ID, derived from the resource ID. */
export function nameOffers(place: PlaceOf<'resource-name'>): Offer[] {
  const { project, resource } = place;
  const name = resource && newName(project, resource.id.value, resource.type, resource);
  if (resource === undefined || name === undefined) return [];
  const definition = resource.type && findResourceDefinition(resource.type);
  const label = definition ? translated(definition.label) : t`resource`;
  const markdown = (): string => t`The ${label} is named \`${name}\` in the template.`;
  return [{ label: name, kind: 'value', detail: t`from the resource ID`, markdown, insert: written(name, place) }];
}
