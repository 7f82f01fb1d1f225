// Which properties a map can still get, given the others that it has. Completion offers them, and fixes suggest them.
import { allowedFrom, anyConnection, functionConnection } from '../language/connections.ts';
import type { ObjectType, Property } from '../language/index.ts';
import { isEmpty, resolveAlias, type Entry } from '../syntax/tree.ts';
import type { Project } from './project.ts';

/** The properties that the map lacks, that the others do not exclude, and that would have an effect. */
export function usefulProperties(object: ObjectType, others: readonly Entry[], project: Project): Property[] {
  return possibleProperties(object, others, project).filter(
    ({ onlyWith }) => onlyWith === undefined || hasContent(firstByKey(others).get(onlyWith)),
  );
}

/** The same, with those that would have an effect only together with another missing property. */
export function possibleProperties(object: ObjectType, others: readonly Entry[], project: Project): Property[] {
  const isPresent = (name: string): boolean => firstByKey(others).has(name);
  const excluderOf = ({ requiredUnless, excludedBy = requiredUnless }: Property): string | undefined => excludedBy;
  const isExcluded = (property: Property): boolean =>
    isPresent(excluderOf(property) ?? '') ||
    object.properties.some((other) => excluderOf(other) === property.name && isPresent(other.name));
  const isAllowed = ({ name }: Property): boolean =>
    // Some existing resources cannot invoke functions.
    (name !== 'connections' || !('whyNoTrigger' in object) || !isPresent('arn')) &&
    (!object.isConnection || name !== 'access' || (needsAccess(others, project) ?? canHaveAccess(object)));
  return object.properties.filter(
    (property) => !isPresent(property.name) && !isExcluded(property) && isAllowed(property),
  );
}

/** Whether connections of that kind can lead to a data resource. */
function canHaveAccess(object: ObjectType): boolean {
  return object === functionConnection || object === anyConnection;
}

/** Whether a connection with these entries leads to a data resource; undefined if its target is not known. */
export function needsAccess(entries: readonly Entry[], project: Project): boolean | undefined {
  const to = resolveAlias(firstByKey(entries).get('to')?.value);
  const type = to?.kind === 'scalar' ? project.find(to.text)?.type : undefined;
  return type && allowedFrom('lambda-function').some((allowed) => allowed.to === type && allowed.access);
}

/** The entries of maps by key, since each of many wrong entries of one map asks for them. */
const known = new WeakMap<readonly Entry[], ReadonlyMap<string, Entry>>();

/** The first entry of each key. */
function firstByKey(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const found = known.get(entries);
  if (found) return found;
  const byKey = new Map<string, Entry>();
  for (const entry of entries) if (!byKey.has(entry.key.text)) byKey.set(entry.key.text, entry);
  known.set(entries, byKey);
  return byKey;
}

function hasContent(entry: Entry | undefined): boolean {
  const node = resolveAlias(entry?.value);
  return entry !== undefined && !isEmpty(node) && !(node?.kind === 'list' && node.items.length === 0);
}
