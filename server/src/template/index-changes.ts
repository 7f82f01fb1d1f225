// What DynamoDB does not do with the indexes of a deployed table: change one, or add and remove more than one at once.
import { firstOf } from '../wording.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';
import type { Effect, ResourceChange } from './impact-words.ts';
import { mention } from './texts.ts';

/** For each table that stays, and whose update DynamoDB rejects. A new one can have any indexes. */
export function rejectedIndexes(
  changes: readonly ResourceChange[],
  before: DeployedTemplate,
  after: DeployedTemplate,
): readonly Effect[] {
  return changes.flatMap(({ logicalId, type, action }): readonly Effect[] => {
    if (type !== 'AWS::DynamoDB::Table' || action !== 'update') return [];
    const [was, is] = [before, after].map(({ resources }) => indexesOf(resources.get(logicalId)));
    const message = was && is && whyRejected(`Table ${mention(logicalId)}`, was, is);
    return message === undefined ? [] : [{ kind: 'rejected', message }];
  });
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

function whyRejected(what: string, was: Indexes, is: Indexes): string | undefined {
  const changed = [...was].flatMap(([name, definition]) => ((is.get(name) ?? definition) === definition ? [] : name));
  if (changed.length > 0) {
    const [noun, another] = changed.length === 1 ? ['index', 'another name'] : ['indexes', 'other names'];
    return `DynamoDB rejects the update of ${what}: it cannot change the ${noun} ${named(changed)}. Add what you need under ${another}, and remove the old ${noun} in a later deployment.`;
  }
  const added = [...is.keys()].filter((name) => !was.has(name));
  const removed = [...was.keys()].filter((name) => !is.has(name));
  if (added.length + removed.length < 2) return undefined;
  const actions = [...verb('adds', added), ...verb('removes', removed)].join(' and ');
  return `DynamoDB rejects the update of ${what}: it ${actions}, and one deployment can add or remove one index of a table. Deploy them one after the other.`;
}

function verb(does: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${does} ${named(names)}`];
}

function named(names: readonly string[]): string {
  return firstOf(names.map(mention), 5);
}
