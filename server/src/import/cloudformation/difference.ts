// What a resource of the source has and the generated one lacks: it goes into the overlay.
import { tagKey } from '../../template/texts.ts';
import { made, textAt, valueAt, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { callIn, isSame, listOf, wordsOf } from './references.ts';
import { isUsual } from './usual-values.ts';

/**
 * The properties of the source that are not the same in the generated resource.
 * @param source with the logical IDs of the generated template
 * @param settled properties whose difference is intended, as paths with dots
 * @param isExact whether values without an effect count as well
 */
export function difference(
  type: string,
  source: SourceMap | undefined,
  generated: SourceMap | undefined,
  settled: ReadonlySet<string>,
  isExact = false,
): ReadonlyMap<string, SourceEntry> {
  const found = new Map<string, SourceEntry>();
  const ignores: Ignores = (path, value) =>
    settled.has(path) || (!isExact && value !== undefined && isUsual(type, path, value));
  for (const [key, entry] of source?.entries ?? []) {
    if (settled.has(key)) continue;
    const value =
      key === 'Tags'
        ? tagsOf(entry.value, valueAt(generated, key))
        : differing(entry.value, valueAt(generated, key), key, ignores);
    if (value) found.set(key, { ...entry, value });
  }
  const place = source?.place ?? generated?.place;
  if (place)
    for (const [key, value] of resets(type, source, generated, place))
      if (!settled.has(key)) found.set(key, { place, value });
  return found;
}

/** Whether the difference at that path does not matter. The value is given if the generated resource has none. */
type Ignores = (path: string, value: SourceValue | undefined) => boolean;

/** Undefined if there is no difference. Maps are compared by their members, everything else as a whole. */
function differing(
  source: SourceValue,
  generated: SourceValue | undefined,
  path: string,
  ignores: Ignores,
): SourceValue | undefined {
  if (isSame(source, generated) || ignores(path, generated ? undefined : source)) return undefined;
  // The order of their items has no meaning.
  if (path === 'AttributeDefinitions' && sorted(source) === sorted(generated)) return undefined;
  const isMap = source.kind === 'map' && source.entries.size > 0 && !callIn(source);
  if (!isMap || (generated && (generated.kind !== 'map' || callIn(generated)))) return source;
  const entries = [...source.entries].flatMap(([name, entry]) => {
    const value = differing(entry.value, valueAt(generated, name), `${path}.${name}`, ignores);
    return value ? [[name, { ...entry, value }] as const] : [];
  });
  return entries.length > 0 ? { ...source, entries: new Map(entries) } : undefined;
}

function sorted(value: SourceValue | undefined): string {
  return listOf(value).map(wordsOf).sort().join();
}

/** Tags that say what deployed a resource are no longer true. */
const toolTags = new Set([tagKey, 'lambda:createdBy', 'httpapi:createdBy', 'websocketapi:createdBy']);

function tagsOf(source: SourceValue, generated: SourceValue | undefined): SourceValue | undefined {
  if (source.kind === 'list') {
    const items = source.items.filter(
      (item) => !toolTags.has(textAt(item, 'Key') ?? '') && !listOf(generated).some((other) => isSame(item, other)),
    );
    return items.length > 0 ? { ...source, items } : undefined;
  }
  if (source.kind !== 'map' || callIn(source)) return source;
  const entries = [...source.entries].filter(([key]) => !toolTags.has(key));
  return entries.length > 0 ? { ...source, entries: new Map(entries) } : undefined;
}

/** What the source has by default and we have not. */
function resets(
  type: string,
  source: SourceMap | undefined,
  generated: SourceMap | undefined,
  place: Place,
): readonly (readonly [string, SourceValue])[] {
  const isMissing = (key: string): boolean => !valueAt(source, key) && valueAt(generated, key) !== undefined;
  switch (type) {
    case 'AWS::DynamoDB::Table':
      return isMissing('BillingMode') && valueAt(source, 'ProvisionedThroughput')
        ? [['BillingMode', made(place, 'PROVISIONED')]]
        : [];
    case 'AWS::SQS::Queue':
      return isMissing('ContentBasedDeduplication') ? [['ContentBasedDeduplication', made(place, false)]] : [];
    case 'AWS::S3::Bucket':
      return blocksLess(source, generated, place);
    default:
      return [];
  }
}

/** What the source does not block, if it says what is blocked. */
function blocksLess(
  source: SourceMap | undefined,
  generated: SourceMap | undefined,
  place: Place,
): readonly (readonly [string, SourceValue])[] {
  const [own, ours] = [source, generated].map((one) => valueAt(one, 'PublicAccessBlockConfiguration'));
  if (own?.kind !== 'map' || ours?.kind !== 'map') return [];
  const members = [...ours.entries.keys()].map((key) => [key, valueAt(own, key) ?? made(place, false)] as const);
  const isLess = members.some(([key, value]) => !isSame(value, valueAt(ours, key)));
  return isLess ? [['PublicAccessBlockConfiguration', made(place, Object.fromEntries(members))]] : [];
}
