// What CloudFormation does to resources, in words: what is lost, and how much changes.
import { listed } from '../wording.ts';
import { dataResources } from '../language/data-resources.ts';
import type { DataResourceRecord } from '../language/index.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import { mention } from './texts.ts';

/** What CloudFormation does when a stack gets another template. */
export interface Impact {
  /** In the order of the existing template, then of the new one. What stays as it is, is not among them. */
  readonly changes: readonly ResourceChange[];
  /** For people, a sentence each: what is replaced or deleted, and what is lost with it. The worst comes first. */
  readonly warnings: readonly string[];
  /** For people, a sentence: how much changes. */
  readonly summary: string;
}

export interface ResourceChange {
  readonly logicalId: string;
  /** `AWS::ApiGatewayV2::Api`: that of the existing template, where it has the resource. */
  readonly type: string;
  readonly action: 'add' | 'update' | 'mayReplace' | 'replace' | 'delete';
  /** What makes CloudFormation do so, with the first to blame first; empty for `add` and `delete`. */
  readonly causes: readonly ChangeCause[];
  /** True where what is replaced or deleted is kept, outside of the stack, by its policies. */
  readonly retained: boolean;
  /** The logical ID that the same resource of the descriptor has in the new template, where that is another one. */
  readonly replacedBy: string | undefined;
}

export interface ChangeCause {
  /** A property, or an attribute of the resource such as `Type`. */
  readonly property: string;
  /** The replaced resource that the property refers to, where that alone changes it. */
  readonly reference: string | undefined;
}

interface Kind {
  readonly noun: string;
  /** What comes with it when it is replaced or deleted. */
  readonly replaced: string;
  readonly deleted: string;
  /** True for what keeps things that only it has. */
  readonly stores: boolean;
}

/** Those that somebody would miss, the worst first. */
const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  [
    'AWS::ApiGatewayV2::Api',
    {
      noun: 'API',
      replaced: ': it loses its URL, gets another one, and its clients are disconnected',
      deleted: ': its URL is lost',
      stores: false,
    },
  ],
  [
    'AWS::ApiGatewayV2::Stage',
    {
      noun: 'Stage',
      replaced: ": its API's URL becomes another one, and its clients are disconnected",
      deleted: ": its API's URL is lost",
      stores: false,
    },
  ],
  ...Object.values(dataResources)
    .sort((a, b) => a.loss.rank - b.loss.rank)
    .map(({ awsType, loss }) => [awsType, storage(loss)] as const),
  ['AWS::Logs::LogGroup', storage({ noun: 'Log group', content: 'what was logged' })],
  ['AWS::Lambda::Function', { noun: 'Function', replaced: ': it gets another ARN', deleted: '', stores: false }],
  ['AWS::ApiGatewayV2::Route', { noun: 'Route', replaced: '', deleted: '', stores: false }],
]);

/** What an API or a function takes along. */
const parts: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Lambda::Permission',
  'AWS::IAM::Role',
]);

/** Whether nobody would miss it alone. */
export function isPart({ type }: Pick<ResourceChange, 'type'>): boolean {
  return parts.has(type);
}

function storage({ noun, content, deleted = ` with ${content}` }: Omit<DataResourceRecord['loss'], 'rank'>): Kind {
  return { noun, replaced: `: what takes its place is without ${content}`, deleted, stores: true };
}

/** A sentence for each resource that is replaced or deleted, but for what goes with another one. */
export function warningsOf(
  changes: readonly ResourceChange[],
  before: DeployedTemplate,
  after: DeployedTemplate,
): string[] {
  const gone = new Set(changes.flatMap((change) => (losesPlace(change) ? change.logicalId : [])));
  const goesAlong = (change: ResourceChange): boolean => {
    const owners = before.resources.get(change.logicalId)?.properties.get('ApiId')?.references ?? [];
    return isPart(change) || [...owners].some((owner) => gone.has(owner));
  };
  const order = [...kinds.keys()];
  const rank = ({ type, causes }: ResourceChange): number => {
    if (isRefused(causes)) return -1;
    return order.includes(type) ? order.indexOf(type) : order.length;
  };
  return changes
    .filter((change) => isRefused(change.causes) || isMoved(change) || (losesPlace(change) && !goesAlong(change)))
    .sort((a, b) => rank(a) - rank(b))
    .map((change) => warning(change, before.resources.get(change.logicalId), after.resources.get(change.logicalId)));
}

/** Whether what is deployed is replaced or deleted, or may be. */
export function losesPlace({ action }: Pick<ResourceChange, 'action'>): boolean {
  return action === 'replace' || action === 'mayReplace' || action === 'delete';
}

/** To another resource of the descriptor, as names that are numbered by the file's order do. */
function isMoved({ action, replacedBy }: ResourceChange): boolean {
  return action === 'update' && replacedBy !== undefined;
}

function isRefused(causes: ResourceChange['causes']): boolean {
  return causes.some(({ property }) => property === 'Type');
}

function warning(
  change: ResourceChange,
  before: DeployedResource | undefined,
  after: DeployedResource | undefined,
): string {
  const { type, logicalId, action, causes, retained, replacedBy } = change;
  const kind = kinds.get(type);
  const what = `${kind?.noun ?? mention(type)} ${mention(logicalId)}`;
  if (isRefused(causes) && after) {
    return `CloudFormation refuses to update ${what}: its type would become ${mention(after.type)}, and a resource keeps its type. Give the new one another name.`;
  }
  const because = causes[0] ? `, since ${reasonOf(causes[0])}` : '';
  const kept = retained ? '. The old one is kept, outside of the stack' : '';
  if (isMoved(change) && replacedBy !== undefined) {
    return `${what} becomes that of ${mention(after?.origin ?? '')} as it is, and ${mention(before?.origin ?? '')} gets ${mention(replacedBy)} instead.`;
  }
  if (action === 'mayReplace') return `${what} may be replaced${because}.`;
  if (action === 'replace') return `${what} is replaced${because}${kind?.replaced ?? ''}${kept}.`;
  if (replacedBy !== undefined) {
    return `${what} is replaced by ${mention(replacedBy)}${kind?.replaced ?? ''}${kept}.`;
  }
  if (!retained) return `${what} is deleted${kind?.deleted ?? ''}.`;
  return `${what} leaves the stack: it is kept, and no longer managed by CloudFormation.`;
}

function reasonOf({ property, reference }: ResourceChange['causes'][number]): string {
  return reference === undefined ? `its ${mention(property)} changes` : `${mention(reference)} is replaced`;
}

export function summaryOf(changes: readonly ResourceChange[]): string {
  const verbs = [
    ['add', 'adds'],
    ['update', 'updates'],
    ['mayReplace', 'may replace'],
    ['replace', 'replaces'],
    ['delete', 'deletes'],
  ] as const;
  const counted = verbs.flatMap(([action, verb]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [{ verb, count }];
  });
  const last = counted.at(-1);
  if (last === undefined) return 'CloudFormation changes no resource.';
  const figures = counted.map(({ verb, count }) => `${verb} ${count}`);
  return `CloudFormation ${listed(figures, 'and')} ${last.count === 1 ? 'resource' : 'resources'}.`;
}
