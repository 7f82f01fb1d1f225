// What CloudFormation does to the resources of a stack when its template changes.
import type { DeployedResource, DeployedTemplate, DeployedValue } from './deployed.ts';
import { summaryOf, warningsOf, type ChangeCause, type Impact, type ResourceChange } from './impact-words.ts';
import table from './replacing-properties.json';

interface ReplacingProperties {
  /** Any change of these replaces the resource. */
  readonly changed: ReadonlySet<string>;
  /** Lists that replace it where an item is edited, and what names their items. */
  readonly edited: ReadonlyMap<string, string>;
}

/** Of each type that is generated; of other types nothing is known. */
const replacingProperties = new Map<string, ReplacingProperties>(
  Object.entries(table).map(([type, { changed, edited }]) => [
    type,
    { changed: new Set<string>(changed), edited: new Map<string, string>(Object.entries(edited)) },
  ]),
);

/** What follows where the one template takes the place of the other. */
export function impactOf(before: DeployedTemplate, after: DeployedTemplate): Impact {
  const changes = changesOf(before, after);
  return { changes, warnings: warningsOf(changes, before, after), summary: summaryOf(changes) };
}

function changesOf(before: DeployedTemplate, after: DeployedTemplate): readonly ResourceChange[] {
  const kept = [...before.resources].flatMap(([logicalId, was]): Pair[] => {
    const is = after.resources.get(logicalId);
    return is ? [{ logicalId, was, is }] : [];
  });
  const kinds = new Map<string, PairChange>();
  const replaced = new Set<string>();
  // What refers to a replaced resource changes too, which may replace it in its turn.
  for (let size = -1; size < replaced.size;) {
    size = replaced.size;
    for (const pair of kept) {
      const change = changeOf(pair, replaced);
      kinds.set(pair.logicalId, change);
      if (change.action === 'replace') replaced.add(pair.logicalId);
    }
  }
  const added = [...after.resources].filter(([logicalId]) => !before.resources.has(logicalId));
  const existing = [...before.resources].flatMap(([logicalId, was]): ResourceChange[] => {
    const is = after.resources.get(logicalId);
    const change = kinds.get(logicalId);
    const { type } = was;
    if (!is || !change) {
      const retained = isRetained(was, 'DeletionPolicy');
      return [{ logicalId, type, action: 'delete', causes: [], retained, replacedBy: movedTo(logicalId, was, after) }];
    }
    if (change.action === 'none') return [];
    const replaces = change.action !== 'update';
    const retained = replaces && isRetained(was, 'UpdateReplacePolicy') && isRetained(is, 'UpdateReplacePolicy');
    const replacedBy = is.origin === was.origin ? undefined : movedTo(logicalId, was, after);
    return [{ logicalId, type, action: change.action, causes: change.causes, retained, replacedBy }];
  });
  return [
    ...existing,
    ...added.map(
      ([logicalId, { type }]) =>
        ({ logicalId, type, action: 'add', causes: [], retained: false, replacedBy: undefined }) as const,
    ),
  ];
}

/** The other logical ID that the same resource of the descriptor has afterwards, if it is still there. */
function movedTo(logicalId: string, { type, origin }: DeployedResource, after: DeployedTemplate): string | undefined {
  if (origin === undefined) return undefined;
  const found = [...after.resources].find(([, other]) => other.type === type && other.origin === origin);
  return found?.[0] === logicalId ? undefined : found?.[0];
}

/** A resource that both templates have. */
interface Pair {
  readonly logicalId: string;
  readonly was: DeployedResource;
  readonly is: DeployedResource;
}

interface PairChange {
  readonly action: 'none' | 'update' | 'mayReplace' | 'replace';
  readonly causes: readonly ChangeCause[];
}

function changeOf({ was, is }: Pair, replaced: ReadonlySet<string>): PairChange {
  if (was.type !== is.type) return { action: 'replace', causes: [{ property: 'Type', reference: undefined }] };
  const properties = differences(was.properties, is.properties, replaced);
  const attributes = differences(was.attributes, is.attributes, new Set());
  const replacing = replacingProperties.get(is.type);
  const causes = properties.filter(({ property }) => {
    if (replacing?.changed.has(property)) return true;
    const name = replacing?.edited.get(property);
    return name !== undefined && isEdited(was.properties.get(property), is.properties.get(property), name);
  });
  if (causes.length > 0) return { action: 'replace', causes };
  if (properties.length > 0) return { action: replacing ? 'update' : 'mayReplace', causes: properties };
  return { action: attributes.length > 0 ? 'update' : 'none', causes: attributes };
}

/** Whether an item of a list says something else under the same name. */
function isEdited(was: DeployedValue | undefined, is: DeployedValue | undefined, name: string): boolean {
  const others = new Map(is?.items.map((item) => [item.get(name), item]));
  return (was?.items ?? []).some((item) => {
    const other = others.get(item.get(name));
    return other && (other.size !== item.size || [...item].some(([key, text]) => other.get(key) !== text));
  });
}

/** Those that the text changes come before those that only refer to what is replaced. */
function differences(
  was: DeployedResource['properties'],
  is: DeployedResource['properties'],
  replaced: ReadonlySet<string>,
): ChangeCause[] {
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const changed = names.filter((name) => was.get(name)?.canonical !== is.get(name)?.canonical);
  const led = names.flatMap((property) => {
    const reference = [...(is.get(property)?.references ?? [])].find((logicalId) => replaced.has(logicalId));
    return reference === undefined || changed.includes(property) ? [] : [{ property, reference }];
  });
  return [...changed.map((property) => ({ property, reference: undefined })), ...led];
}

/** Which template's policy holds in an update that changes it is not documented: both must say so. */
function isRetained({ attributes }: DeployedResource, policy: 'DeletionPolicy' | 'UpdateReplacePolicy'): boolean {
  const value = attributes.get(policy)?.canonical;
  return value === '"Retain"' || (policy === 'DeletionPolicy' && value === '"RetainExceptOnCreate"');
}
