// Determines how CloudFormation changes the resources of a stack when its template changes.
import { sentences } from '../wording.ts';
import { apiConflicts } from './api-conflicts.ts';
import {
  idOfOrigin,
  inAscii,
  isAscii,
  isGenerated,
  withParameters,
  type DeployedResource,
  type DeployedTemplate,
} from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';
import { exposureOf } from './exposure.ts';
import {
  assumedAscii,
  isLost,
  lossesOf,
  sameUrl,
  summaryOf,
  type ChangeCause,
  type Impact,
  type ResourceChange,
} from './impact-words.ts';
import { holdersIn } from './name-conflicts.ts';
import { rejectedTables } from './table-changes.ts';
import table from './replacing-properties.json';

interface ReplacingProperties {
  /** A change of one of these replaces the resource. */
  readonly changed: ReadonlySet<string>;
  /** Lists in which editing an item replaces the resource, each with the property that identifies an item. */
  readonly edited: ReadonlyMap<string, string>;
}

/** For each type that is generated. Nothing is known about other types. */
const replacingProperties = new Map<string, ReplacingProperties>(
  Object.entries(table).map(([type, { changed, edited }]) => [
    type,
    { changed: new Set<string>(changed), edited: new Map<string, string>(Object.entries(edited)) },
  ]),
);

/**
 * The impact of replacing the first template with the second. Parameters have their defaults in the first one, and keep
 * their values.
 */
export function impactOf(first: DeployedTemplate, second: DeployedTemplate): Impact {
  const before = withParameters(first, first.parameters);
  const after = withParameters(second, new Map([...second.parameters, ...first.parameters]));
  const impact = impactAsWritten(before, after);
  if (impact.changes.length === 0 || !isAscii(before) || isAscii(after)) return impact;
  const inAnswer = impactAsWritten(inAscii(before), inAscii(after));
  const isSame = causesIn(inAnswer) === causesIn(impact);
  return isSame ? impact : { ...inAnswer, effects: [...inAnswer.effects, assumedAscii()] };
}

/** How many differences there are. */
function causesIn({ changes }: Impact): number {
  return changes.reduce((count, { causes }) => count + 1 + causes.length, 0);
}

function impactAsWritten(before: DeployedTemplate, after: DeployedTemplate): Impact {
  const changes = changesOf(before, after);
  const effects = [
    ...exposureOf(before, after),
    ...apiConflicts(changes, after),
    ...rejectedTables(changes, before, after),
    ...lossesOf(changes, before, after),
  ];
  const replacesGenerated = isGenerated(before);
  const urls = replacesGenerated ? [] : keptUrls(changes, before, after);
  return { changes, effects, summary: sentences(summaryOf(changes), ...urls), replacesGenerated };
}

/** A template from elsewhere may have other logical IDs, so whether clients can connect as before is not obvious. */
function keptUrls(
  changes: readonly ResourceChange[],
  before: DeployedTemplate,
  after: DeployedTemplate,
): readonly string[] {
  const lost = new Set(changes.flatMap((change) => (isLost(change) ? change.logicalId : [])));
  const stagesOf = ({ resources }: DeployedTemplate, api: string): readonly string[] =>
    [...resources.values()].flatMap(({ type, properties }) => {
      const isOwn = type === 'AWS::ApiGatewayV2::Stage' && properties.get('ApiId')?.references.has(api);
      return isOwn ? (properties.get('StageName')?.canonical ?? []) : [];
    });
  return [...before.resources].flatMap(([id, { type }]) => {
    if (type !== 'AWS::ApiGatewayV2::Api' || !after.resources.has(id) || lost.has(id)) return [];
    const stages = stagesOf(after, id);
    return stagesOf(before, id).some((stage) => stages.includes(stage)) ? [sameUrl(id)] : [];
  });
}

function changesOf(before: DeployedTemplate, after: DeployedTemplate): readonly ResourceChange[] {
  const kept = [...before.resources].flatMap(([logicalId, was]): Pair[] => {
    const is = after.resources.get(logicalId);
    return is ? [{ logicalId, was, is }] : [];
  });
  const kinds = new Map<string, PairChange>();
  const replaced = new Set<string>();
  // A resource that refers to a replaced one changes too, and may therefore be replaced as well.
  for (let size = -1; size < replaced.size;) {
    size = replaced.size;
    for (const pair of kept) {
      const change = changeOf(pair, replaced);
      kinds.set(pair.logicalId, change);
      if (change.action === 'replace') replaced.add(pair.logicalId);
    }
  }
  const added = [...after.resources].filter(([logicalId]) => !before.resources.has(logicalId));
  const holderOf = holdersIn(before, replaced);
  const existing = [...before.resources].flatMap(([logicalId, was]): ResourceChange[] => {
    const is = after.resources.get(logicalId);
    const change = kinds.get(logicalId);
    const { type } = was;
    if (!is || !change) {
      const retained = isRetained(was, 'DeletionPolicy');
      const replacedBy = movedTo(logicalId, was, after);
      return [{ logicalId, type, action: 'delete', causes: [], retained, replacedBy, conflictsWith: undefined }];
    }
    if (change.action === 'none') return [];
    const replaces = change.action !== 'update';
    const retained = replaces && isRetained(was, 'UpdateReplacePolicy') && isRetained(is, 'UpdateReplacePolicy');
    const replacedBy = is.origin === was.origin ? undefined : movedTo(logicalId, was, after);
    const { action, causes } = change;
    return [{ logicalId, type, action, causes, retained, replacedBy, conflictsWith: holderOf(logicalId, is) }];
  });
  return [
    ...existing,
    ...added.map(([logicalId, is]): ResourceChange => {
      const conflictsWith = holderOf(logicalId, is);
      const { type } = is;
      return { logicalId, type, action: 'add', causes: [], retained: false, replacedBy: undefined, conflictsWith };
    }),
  ];
}

/** The new logical ID of the same resource of the descriptor, if it still exists under another one. */
function movedTo(logicalId: string, { type, origin }: DeployedResource, after: DeployedTemplate): string | undefined {
  if (origin === undefined) return undefined;
  const found = idOfOrigin({ type, origin }, after.resources);
  return found === logicalId ? undefined : found;
}

/** A resource that is in both templates. */
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

/** Whether an item of a list has changed but kept its name. */
function isEdited(was: DeployedValue | undefined, is: DeployedValue | undefined, name: string): boolean {
  const nameOf = ({ members }: DeployedValue): string | undefined => members?.get(name)?.canonical;
  const others = new Map(is?.items?.map((item) => [nameOf(item), item.canonical]));
  return (was?.items ?? []).some(
    (item) => item.members && (others.get(nameOf(item)) ?? item.canonical) !== item.canonical,
  );
}

/** A template with the local path of the code of a function does not tell what is deployed from there. */
function isDifferent(name: string, was: DeployedValue | undefined, is: DeployedValue | undefined): boolean {
  const isElsewhere = name === 'Code' && was && is && (was.text === undefined) !== (is.text === undefined);
  return !isElsewhere && was?.canonical !== is?.canonical;
}

/** Changed properties, followed by unchanged ones that refer to a replaced resource. */
function differences(
  was: DeployedResource['properties'],
  is: DeployedResource['properties'],
  replaced: ReadonlySet<string>,
): ChangeCause[] {
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const changed = names.filter((name) => isDifferent(name, was.get(name), is.get(name)));
  const referring = names.flatMap((property) => {
    const reference = [...(is.get(property)?.references ?? [])].find((logicalId) => replaced.has(logicalId));
    return reference === undefined || changed.includes(property) ? [] : [{ property, reference }];
  });
  return [...changed.map((property) => ({ property, reference: undefined })), ...referring];
}

/** AWS does not document which template's policy applies if an update changes it, so callers check both. */
function isRetained({ attributes }: DeployedResource, policy: 'DeletionPolicy' | 'UpdateReplacePolicy'): boolean {
  const value = attributes.get(policy)?.canonical;
  return value === '"Retain"' || (policy === 'DeletionPolicy' && value === '"RetainExceptOnCreate"');
}
