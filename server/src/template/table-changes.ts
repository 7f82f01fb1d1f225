// What DynamoDB does not do with a deployed table: change an index or the attribute of the time to live, or add and remove
// more than one index at once.
import { t } from '../locale.ts';
import { firstOf } from '../wording.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';
import type { Effect, ResourceChange } from './impact-words.ts';
import { mention } from './texts.ts';

/** For each table that stays, why DynamoDB rejects its update. A new one can have anything. */
export function rejectedTables(
  changes: readonly ResourceChange[],
  before: DeployedTemplate,
  after: DeployedTemplate,
): readonly Effect[] {
  return changes.flatMap(({ logicalId, type, action }): readonly Effect[] => {
    if (type !== 'AWS::DynamoDB::Table' || action !== 'update') return [];
    const table = mention(logicalId);
    const [was, is] = [before, after].map(({ resources }) => resources.get(logicalId));
    const messages = [...changedIndexes(table, indexesOf(was), indexesOf(is)), ...changedTimeToLive(table, was, is)];
    return messages.map((message) => ({ kind: 'rejected', message }));
  });
}

/** An attribute can only be switched off, and another one on after that. */
function* changedTimeToLive(
  table: string,
  was: DeployedResource | undefined,
  is: DeployedResource | undefined,
): Iterable<string> {
  const [old, other] = [was, is].map(timeToLiveOf);
  if (old === undefined || other === undefined || old === other) return;
  yield t`DynamoDB rejects the update of Table ${table}: it cannot change the attribute of the time to live from ${mention(old)} to ${mention(other)}. Deploy it without a time to live first, and with the new attribute an hour later.`;
}

function timeToLiveOf(table: DeployedResource | undefined): string | undefined {
  const members = table?.properties.get('TimeToLiveSpecification')?.members;
  const attribute = members?.get('AttributeName');
  return members?.get('Enabled')?.text === 'true' ? (attribute?.text ?? attribute?.canonical) : undefined;
}

/** What an index is, by its name. */
type Indexes = ReadonlyMap<string, string>;

/** Its throughput can change, and the order of the attributes that it lists does not matter. */
function indexesOf(table: DeployedResource | undefined): Indexes {
  const items = table?.properties.get('GlobalSecondaryIndexes')?.items ?? [];
  return new Map(
    items.flatMap(({ members }) => {
      const name = members?.get('IndexName');
      const definition = [members?.get('KeySchema')?.canonical, ...partsOf(members?.get('Projection'))].join();
      return name ? [[name.text ?? name.canonical, definition] as const] : [];
    }),
  );
}

function partsOf(projection: DeployedValue | undefined): readonly (string | undefined)[] {
  const attributes = projection?.members?.get('NonKeyAttributes')?.items ?? [];
  const listed = attributes.map(({ canonical }) => canonical).sort();
  return [projection?.members?.get('ProjectionType')?.canonical, ...listed];
}

function* changedIndexes(table: string, was: Indexes, is: Indexes): Iterable<string> {
  const changed = [...was].flatMap(([name, definition]) => ((is.get(name) ?? definition) === definition ? [] : name));
  if (changed.length > 0) {
    yield changed.length === 1
      ? t`DynamoDB rejects the update of Table ${table}: it cannot change the index ${named(changed)}. Add what you need under another name, and remove the old index in a later deployment.`
      : t`DynamoDB rejects the update of Table ${table}: it cannot change the indexes ${named(changed)}. Add what you need under other names, and remove the old indexes in a later deployment.`;
    return;
  }
  const added = [...is.keys()].filter((name) => !was.has(name));
  const removed = [...was.keys()].filter((name) => !is.has(name));
  if (added.length + removed.length < 2) return;
  const actions =
    removed.length === 0
      ? t`adds ${named(added)}`
      : added.length === 0
        ? t`removes ${named(removed)}`
        : t`adds ${named(added)} and removes ${named(removed)}`;
  yield t`DynamoDB rejects the update of Table ${table}: it ${actions}, and one deployment can add or remove one index of a table. Deploy them one after the other.`;
}

function named(names: readonly string[]): string {
  return firstOf(names.map(mention));
}
