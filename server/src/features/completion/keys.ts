// Completion of keys: those that the object does not have yet.
import {
  documentObject,
  findProperty,
  isRequired,
  type ObjectType,
  type Plain,
  type Property,
  type Type,
} from '../../language/index.ts';
import { parameterObject } from '../../language/parameters.ts';
import { endpointObject } from '../../language/web-socket-api.ts';
import { intendedProperties } from '../../language/similar.ts';
import { startOf } from '../../model/can-connect.ts';
import { needsAccess, possibleProperties, usefulProperties } from '../../model/possible-properties.ts';
import { fits } from '../../model/shape.ts';
import { isEmpty, resolveAlias, type Entry } from '../../syntax/tree.ts';
import { propertyMarkdown } from '../markdown.ts';
import { objectDraft, partOf, scalarDraft } from './bodies.ts';
import { blank, choice, inline, list, map, opened, word, type Draft, type DraftEntry } from './draft.ts';
import { couldBeFifo } from './values.ts';
import { written, type Offer, writeEntry } from './write-draft.ts';
import type { PlaceOf } from './place.ts';
import { newParameters } from './parameters.ts';
import { starterOffers } from './resources.ts';
import { possibleTargets } from './targets.ts';
import { t, translated } from '../../locale.ts';

type KeyPlace = PlaceOf<'key'>;

export function keyOffers(place: KeyPlace): Offer[] {
  const { object, others } = place;
  const offers = propertiesFor(place).map(({ property, required }) => keyOffer(place, property, required));
  if (object !== documentObject || others.length > 0 || place.entry) return offers;
  // A key without braces around it would not be JSON.
  return place.style.json && !place.style.flow ? starterOffers(place) : [...starterOffers(place), ...offers];
}

/** The keys of an object that is still empty. */
export function firstKeyOffers(place: PlaceOf<'endpoint'>): Offer[] {
  return keyOffers({ ...place, kind: 'key', within: 'map', others: [], entry: undefined });
}

interface Candidate {
  readonly property: Property;
  readonly required: boolean;
}

/** Required keys first, and those that few projects need last. */
function propertiesFor(place: KeyPlace): Candidate[] {
  const { object, others, project } = place;
  const isPresent = (name: string): boolean => others.some(({ key }) => key.text === name);
  const candidates = usefulProperties(object, others, project)
    .filter((property) => takesValue(property, place))
    .map((property) => ({ property, required: isRequired(property, isPresent) || isNeeded(property, place) }));
  const rank = ({ property, required }: Candidate): number => (required ? 0 : property.isExtra ? 2 : 1);
  return candidates.sort((a, b) => rank(a) - rank(b));
}

function isNeeded({ name }: Property, { object, others, project }: KeyPlace): boolean {
  return object.isConnection === true && name === 'access' && needsAccess(others, project) === true;
}

/** If the key already has a value, whether the value fits the property and the old key can be replaced. */
function takesValue(property: Property, place: KeyPlace): boolean {
  const { object, others, entry, project, word: key } = place;
  if (property.name === 'fifo' && !couldBeFifo(place, true)) return false;
  if (!entry) return true;
  const current = findProperty(object, key);
  const isPresent = (name: string): boolean => others.some(({ key }) => key.text === name);
  if (current && current !== property && (entry.value || isRequired(current, isPresent))) return false;
  // A misspelled key counts as the intended one.
  const meant = current ? [] : intendedProperties(key, possibleProperties(object, others, project));
  if (meant.length > 0 && !meant.includes(property.name)) return false;
  return isEmpty(entry.value) || !entry.value || fits(entry.value, property.type);
}

function keyOffer(place: KeyPlace, property: Property, required: boolean): Offer {
  const draft = valueDraft(property, place);
  const { entry } = place;
  const { requiredFor } = property;
  return {
    label: property.name,
    kind: 'property',
    detail: required
      ? t`required`
      : requiredFor === undefined
        ? t`optional`
        : t`required for ${translated(requiredFor)}`,
    markdown: () => propertyMarkdown(property),
    insert: entry
      ? written(property.name, place).text(entry.colon ? '' : ':')
      : writeEntry([word(property.name), draft], place),
    opens: !entry && (draft.kind === 'opened' || draft === blank),
  };
}

/** The start of a value of the property's type. Completion then offers what is left blank. */
function valueDraft(property: Property, place: KeyPlace): Draft {
  const { type, example } = property;
  switch (type.kind) {
    case 'list':
      return itemsDraft(type.items, example);
    case 'map':
      return type.values === parameterObject ? firstParameter(place) : opened('map');
    case 'object':
      return objectDraft(
        type,
        example,
        place.others.flatMap(textsOf),
        type.isConnection ? targetDraft(type, place) : undefined,
      );
    case 'integer':
    case 'boolean':
      return scalarDraft(property);
    case 'string':
    case 'any':
    case 'enum':
    case 'resource':
    case 'connection':
      return blank;
  }
}

function firstParameter({ project }: KeyPlace): Draft {
  const [first] = newParameters(project);
  return first ? map(first.entry) : opened('map');
}

/** One of the resources that the map can connect to. */
function targetDraft({ connectionSource }: ObjectType, { project, resource }: KeyPlace): DraftEntry {
  const start = resource && startOf(project, resource);
  const targets = start ? possibleTargets(project, { ...start, source: connectionSource ?? start.source }) : [];
  return [word('to'), choice(targets.map((target) => target.resource.id.value))];
}

/** For a list of objects, one as in the example. An endpoint is offered in its item, with the routes that are missing. */
function itemsDraft(items: Type, example: Plain | undefined): Draft {
  if (items.kind !== 'object') return inline(opened('list'));
  return items === endpointObject ? opened('list') : list(objectDraft(items, partOf(example, '0')));
}

/** The values of the entry's own map, which belong to it and not to a sibling. */
function textsOf({ value }: Entry): string[] {
  const map = resolveAlias(value);
  const values = map?.kind === 'map' ? map.entries.map((entry) => resolveAlias(entry.value)) : [];
  return values.flatMap((node) => (node?.kind === 'scalar' ? node.text : []));
}
