// Describes what CloudFormation does to resources: what is lost, and how much changes.
import { t, translated } from '../locale.ts';
import { listed } from '../wording.ts';
import { dataResources } from '../language/data-resources.ts';
import type { DataResourceRecord } from '../language/index.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import { isApiConflict, uniqueNames } from './name-conflicts.ts';
import { mention } from './texts.ts';

/** The effect of updating a stack with another template. */
export interface Impact {
  /** In the order of the existing template, then of the new one. Unchanged resources are not included. */
  readonly changes: readonly ResourceChange[];
  /** Who may do more, then what is rejected, replaced or deleted, and what is lost with it. The worst comes first. */
  readonly effects: readonly Effect[];
  /** A sentence: how much changes. */
  readonly summary: string;
  /** Whether the template that is replaced was generated from a project file. */
  readonly replacesGenerated: boolean;
}

export interface Effect {
  /**
   * - `opened`: an API loses its authorizer.
   * - `widened`: an existing function gets more rights on an existing resource.
   * - `published`: anyone can use what is new.
   * - `rejected`: CloudFormation does not make the update.
   * - `lost`: something deployed is, or may be, replaced or deleted.
   * - `assumed`: the comparison had to guess.
   */
  readonly kind: 'opened' | 'widened' | 'published' | 'rejected' | 'lost' | 'assumed';
  /** A sentence. */
  readonly message: string;
}

/** Whether something that is deployed does not survive, or the update fails. */
export function isLoss({ kind }: Effect): boolean {
  return kind === 'opened' || kind === 'rejected' || kind === 'lost';
}

export interface ResourceChange {
  readonly logicalId: string;
  /** `AWS::ApiGatewayV2::Api`. Taken from the existing template if it has the resource. */
  readonly type: string;
  readonly action: 'add' | 'update' | 'mayReplace' | 'replace' | 'delete';
  /** Why CloudFormation does it, the main cause first; empty for `add` and `delete`. */
  readonly causes: readonly ChangeCause[];
  /** True if its policies retain the replaced or deleted resource, outside of the stack. */
  readonly retained: boolean;
  /** The new logical ID of the same resource of the descriptor, if it has changed. */
  readonly replacedBy: string | undefined;
  /** The existing resource that still has its route key or stage name, for which CloudFormation rejects the update. */
  readonly conflictsWith: string | undefined;
}

export interface ChangeCause {
  /** A property, or an attribute of the resource such as `Type`. */
  readonly property: string;
  /** The replaced resource that the property refers to, if that is the only reason for the change. */
  readonly reference: string | undefined;
}

interface Kind {
  readonly noun: () => string;
  /** The sentence "It is replaced" or "It is deleted", continued with the side effects, if there are any. */
  readonly replaced?: (sentence: string) => string;
  readonly deleted?: (sentence: string) => string;
  /** True if it stores data. */
  readonly stores: boolean;
}

/** The resource types whose loss matters, the worst first. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'AWS::ApiGatewayV2::Api',
    {
      noun: () => t`API`,
      replaced: (api) => t`${api}: it gets a new URL, and its clients are disconnected`,
      deleted: (api) => t`${api}: its URL is lost`,
      stores: false,
    },
  ],
  [
    'AWS::ApiGatewayV2::Stage',
    {
      noun: () => t`Stage`,
      replaced: (stage) => t`${stage}: its API's URL changes, and its clients are disconnected`,
      deleted: (stage) => t`${stage}: its API's URL is lost`,
      stores: false,
    },
  ],
  [
    'AWS::ApiGatewayV2::DomainName',
    {
      noun: () => t`Domain`,
      replaced: (domain) => t`${domain}: the target of its DNS record changes`,
      deleted: (domain) => t`${domain}: clients can no longer connect under it`,
      stores: false,
    },
  ],
  ...Object.values(dataResources)
    .sort((a, b) => a.loss.rank - b.loss.rank)
    .map(({ awsType, loss }) => [awsType, storage(loss)] as const),
  [
    'AWS::Logs::LogGroup',
    stored(
      () => t`Log group`,
      () => t`its logs`,
    ),
  ],
  [
    'AWS::Lambda::Function',
    { noun: () => t`Function`, replaced: (lambda) => t`${lambda}: it gets a new ARN`, stores: false },
  ],
  [
    'AWS::Events::Rule',
    {
      noun: () => t`Schedule`,
      deleted: (schedule) => t`${schedule}: it no longer invokes its functions`,
      stores: false,
    },
  ],
  ['AWS::ApiGatewayV2::Route', { noun: () => t`Route`, stores: false }],
  [
    'AWS::ApiGatewayV2::RouteResponse',
    {
      noun: () => t`Route response`,
      deleted: (response) => t`${response}: clients no longer get the function's response`,
      stores: false,
    },
  ],
]);

/** The resources that belong to an API, a function or a data resource. */
const parts: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::SNS::Subscription',
  'AWS::IAM::Role',
  // In templates from elsewhere.
  'AWS::ApiGatewayV2::Deployment',
  'AWS::IAM::Policy',
  'AWS::CDK::Metadata',
]);

/** Whether its loss does not matter in itself. */
export function isPart({ type }: Pick<ResourceChange, 'type'>): boolean {
  return parts.has(type);
}

function storage({ noun, content, isKeptUnlessEmpty }: DataResourceRecord['loss']): Kind {
  const kind = stored(
    () => translated(noun),
    () => translated(content),
  );
  if (!isKeptUnlessEmpty) return kind;
  return { ...kind, deleted: (sentence) => t`${sentence} if it is empty; otherwise it is kept outside of the stack` };
}

function stored(noun: () => string, content: () => string): Kind {
  return {
    noun,
    replaced: (sentence) => t`${sentence}: the new one starts without ${content()}`,
    deleted: (sentence) => t`${sentence} with ${content()}`,
    stores: true,
  };
}

/** For each resource that is rejected, replaced or deleted, except those that belong to another one. */
export function lossesOf(
  changes: readonly ResourceChange[],
  before: DeployedTemplate,
  after: DeployedTemplate,
): readonly Effect[] {
  const gone = new Set(changes.flatMap((change) => (isLost(change) ? change.logicalId : [])));
  const conflicting = new Set(changes.flatMap(({ conflictsWith }) => conflictsWith ?? []));
  const isAlone = (change: ResourceChange): boolean => {
    const properties = before.resources.get(change.logicalId)?.properties;
    const owners = ['ApiId', 'RouteId'].flatMap((property) => [...(properties?.get(property)?.references ?? [])]);
    return !isPart(change) && !conflicting.has(change.logicalId) && !owners.some((owner) => gone.has(owner));
  };
  const order = [...kinds.keys()];
  const rank = (change: ResourceChange): number => {
    if (isRejected(change)) return -1;
    return order.includes(change.type) ? order.indexOf(change.type) : order.length;
  };
  return changes
    .filter((change) => !isApiConflict(change))
    .filter((change) => isRejected(change) || isMoved(change) || (isLost(change) && isAlone(change)))
    .sort((a, b) => rank(a) - rank(b))
    .map((change) => ({
      kind: isRejected(change) ? 'rejected' : 'lost',
      message: lossOf(change, before.resources.get(change.logicalId), after.resources.get(change.logicalId)),
    }));
}

/** Whether the deployed resource is, or may be, replaced or deleted. */
export function isLost({ action }: Pick<ResourceChange, 'action'>): boolean {
  return action === 'replace' || action === 'mayReplace' || action === 'delete';
}

/**
 * Whether it becomes another resource of the descriptor, which happens to logical IDs numbered by the order of the
 * file.
 */
function isMoved({ action, replacedBy }: ResourceChange): boolean {
  return action === 'update' && replacedBy !== undefined;
}

function isRejected({ causes, conflictsWith }: ResourceChange): boolean {
  return conflictsWith !== undefined || changesType(causes);
}

function changesType(causes: ResourceChange['causes']): boolean {
  return causes.some(({ property }) => property === 'Type');
}

function lossOf(
  change: ResourceChange,
  before: DeployedResource | undefined,
  after: DeployedResource | undefined,
): string {
  const { type, logicalId, action, causes, retained, replacedBy, conflictsWith } = change;
  const kind = kinds.get(type);
  const what = `${kind?.noun() ?? mention(type)} ${mention(logicalId)}`;
  if (conflictsWith !== undefined) {
    const property = uniqueNames.get(type)?.name ?? '';
    const name = after?.properties.get(property)?.text;
    const taken = name === undefined ? property : `${property} ${mention(name)}`;
    const holder = mention(conflictsWith);
    if (conflictsWith === logicalId) {
      return t`CloudFormation rejects the update of ${what}: ${because(t`it is replaced`, causes)}, and the new one cannot have the ${taken} while the old one has it. Change that as well.`;
    }
    if (kind?.stores) {
      return t`CloudFormation rejects ${what}, and rolls the update back: ${holder} has the ${taken}, and keeps it outside of the stack. Use another name.`;
    }
    return t`CloudFormation rejects ${what}, and rolls the update back: ${holder} has its ${taken} until the end of the update. Deploy the existing template without ${holder} first.`;
  }
  if (changesType(causes) && after) {
    return t`CloudFormation rejects the update of ${what}: its type would change to ${mention(after.type)}, but the type of a resource cannot change. Give the new resource another name.`;
  }
  if (isMoved(change) && replacedBy !== undefined) {
    return t`${what} is reused, unchanged, for ${mention(after?.origin ?? '')}, and ${mention(before?.origin ?? '')} becomes ${mention(replacedBy)}.`;
  }
  if (action === 'mayReplace') return `${because(t`${what} may be replaced`, causes)}.`;
  if (action === 'replace' || replacedBy !== undefined) {
    const replaced =
      action === 'replace'
        ? because(t`${what} is replaced`, causes)
        : t`${what} is replaced by ${mention(replacedBy ?? '')}`;
    const effect = kind?.replaced?.(replaced) ?? replaced;
    return retained ? t`${effect}. The old one is kept outside of the stack.` : `${effect}.`;
  }
  if (retained) return t`${what} is removed from the stack: it is kept, but no longer managed by CloudFormation.`;
  const deleted = t`${what} is deleted`;
  return `${kind?.deleted?.(deleted) ?? deleted}.`;
}

/** The sentence with the main cause. */
function because(sentence: string, [cause]: ResourceChange['causes']): string {
  if (!cause) return sentence;
  const { property, reference } = cause;
  return reference === undefined
    ? t`${sentence} because its ${mention(property)} changes`
    : t`${sentence} because ${mention(reference)} is replaced`;
}

export function assumedAscii(): Effect {
  return {
    kind: 'assumed',
    message: t`Characters that are not ASCII were not compared where the existing template has ?, because AWS returns templates with ? in their place.`,
  };
}

export function sameUrl(api: string): string {
  return t`The URL of API ${mention(api)} stays the same.`;
}

export function summaryOf(changes: readonly ResourceChange[]): string {
  const figures: Readonly<Record<ResourceChange['action'], (count: number) => string>> = {
    add: (count) => t`adds ${count}`,
    update: (count) => t`updates ${count}`,
    mayReplace: (count) => t`may replace ${count}`,
    replace: (count) => t`replaces ${count}`,
    delete: (count) => t`deletes ${count}`,
  };
  const actions = (['add', 'update', 'mayReplace', 'replace', 'delete'] as const)
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0);
  const shown = listed(
    actions.map(({ action, count }) => figures[action](count)),
    'and',
  );
  const last = actions.at(-1);
  if (last === undefined) return t`CloudFormation changes no resources.`;
  return last.count === 1 ? t`CloudFormation ${shown} resource.` : t`CloudFormation ${shown} resources.`;
}
