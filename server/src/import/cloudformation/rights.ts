// What functions may do: the rights of their roles as connections with an access level, as permissions, or as policies of
// the roles that the descriptor makes.
import type { AccessLevel } from '../../language/connections.ts';
import { actionsFor, dataResources, type DataResourceType } from '../../language/data-resources.ts';
import { iamAction, matchesFormat, resourceArn } from '../../language/formats.ts';
import type { DataResourceRecord } from '../../language/index.ts';
import type { PlainValue } from '../facts.ts';
import { made, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { becomes, consume, resourceOf, set, type Draft, type DraftResource } from './draft.ts';
import { needlessOf, pollersBy, type Needless, type NeedlessActions } from './needless-rights.ts';
import { includesAction, isForLambdaOnly, policiesOf, roleOf, type Policy, type Statement } from './policies.ts';
import { listOf, plainText, referencesIn, soleReference, wordsOf } from './references.ts';
import { apisIn, isHandler, send } from './sending.ts';
import { sharedProperties } from './shared-roles.ts';
import { dataIn, property, type DataLead, type Member } from './stack.ts';
import type { Planned } from './plan.ts';

/** What a function can use, by its role. */
export interface Rights {
  /** By the resource ID of a data resource, in the order of the policies. */
  readonly levels: ReadonlyMap<string, Level>;
  /** The resource IDs of the APIs to whose clients it may send. */
  readonly sends: ReadonlySet<string>;
}

interface Level {
  readonly level: AccessLevel;
  readonly place: Place;
  /** Those of the role that the level allows as well, and those that it allows besides. */
  readonly allowed: readonly string[];
  readonly widened: readonly string[];
}

/** What the generated role of a function needs besides. */
export interface RoleRest {
  readonly policies: readonly RestPolicy[];
  readonly managed: readonly SourceValue[];
  readonly needless: readonly Needless[];
  /** What else the role has, if several functions have it. */
  readonly properties: ReadonlyMap<string, SourceEntry>;
}

export interface RestPolicy {
  readonly policy: Policy;
  readonly statements: readonly SourceValue[];
}

/** The rights that become connections. */
export function rightsOf(draft: Draft, planned: Planned): Rights {
  const role = roleOf(draft.stack, planned.member);
  const found = new Map<string, { readonly known: Set<string>; readonly data: Planned; readonly place: Place }>();
  const sends = new Set<string>();
  if (!role) return { levels: new Map(), sends };
  for (const { statements } of policiesOf(draft.stack, role)) {
    for (const { source, allowed } of statements) {
      if (!allowed) continue;
      for (const resource of allowed.resources) {
        for (const api of apisIn(draft, allowed.actions, resource)) sends.add(api);
        const lead = dataIn(draft.stack, resource);
        const data = lead && draft.plan.find(lead.member.logicalId);
        if (!lead || !data || !isData(data)) continue;
        // The trigger gives them. In a template of ours, they are permissions of the function besides.
        if (!draft.stack.isOwn && pollersBy(draft, role, allowed.actions, resource).length > 0) continue;
        const known = knownActions(data.type, lead.path).filter((action) =>
          allowed.actions.some((pattern) => includesAction(pattern, action)),
        );
        if (known.length === 0) continue;
        const one = found.get(data.id) ?? { known: new Set(), data, place: source.place };
        found.set(data.id, one);
        for (const action of known) one.known.add(`${action} ${lead.path}`);
      }
    }
  }
  const levels = new Map<string, Level>();
  for (const [id, { known, data, place }] of found) {
    if (!isData(data) || isPolling(draft, data, planned, known) || hasUnknownName(draft, data, planned)) continue;
    const level = lowestLevel(data.type, known);
    const actions = allowedBy(data.type, level);
    const isNew = (action: string): boolean =>
      actions.some((one) => one.startsWith(`${action} `)) && ![...known].some((one) => one.startsWith(`${action} `));
    const names = [...new Set(actions.map((one) => one.split(' ')[0] ?? one))].sort();
    levels.set(id, { level, place, allowed: names.filter((name) => !isNew(name)), widened: names.filter(isNew) });
  }
  return { levels, sends };
}

/** A planned data resource. */
interface PlannedData extends Planned {
  readonly type: DataResourceType;
}

function isData(planned: Planned): planned is PlannedData {
  return planned.type in dataResources;
}

/** The actions of any level that apply to that part of the resource. */
function knownActions(type: DataResourceType, path: string, level: AccessLevel = 'read-write'): readonly string[] {
  return actionsFor(type, level)
    .filter((group) => (group.path ?? '') === path)
    .flatMap(({ actions }) => actions);
}

function lowestLevel(type: DataResourceType, known: ReadonlySet<string>): AccessLevel {
  const levels: readonly AccessLevel[] = ['read-only', 'write-only', 'read-write'];
  const fits = (level: AccessLevel): boolean => {
    const allowed = allowedBy(type, level);
    return [...known].every((one) => allowed.includes(one));
  };
  return levels.find(fits) ?? 'read-write';
}

/** The actions of the level, each with the path of what it applies to. */
function allowedBy(type: DataResourceType, level: AccessLevel): readonly string[] {
  return actionsFor(type, level).flatMap(({ actions, path = '' }) => actions.map((action) => `${action} ${path}`));
}

/** Whether the rights are only those that Lambda needs to poll the queue for the function. */
function isPolling(draft: Draft, data: PlannedData, lambda: Planned, known: ReadonlySet<string>): boolean {
  const { trigger }: DataResourceRecord = dataResources[data.type];
  if (trigger.kind !== 'polled' || !isTriggered(draft, data, lambda)) return false;
  return [...known].every((one) => trigger.actions.some((action) => one === `${action} `));
}

/**
 * Whether the rights on a bucket cannot be a connection: a function that the bucket invokes cannot refer to it, so its role
 * needs the name, and the descriptor cannot say this one.
 */
function hasUnknownName(draft: Draft, data: PlannedData, lambda: Planned): boolean {
  if (data.type !== 's3-bucket' || !isTriggered(draft, data, lambda)) return false;
  const isSaid = draft.resources.get(data.id)?.properties.some(({ name }) => name === 'physicalName') === true;
  return !isSaid && property(data.member, 'BucketName') !== undefined;
}

function isTriggered({ resources }: Draft, data: Planned, lambda: Planned): boolean {
  return resources.get(data.id)?.connections.some(({ to }) => to === lambda.id) === true;
}

const logActions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:TagResource'];
const tracingActions = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** Whether the generated role allows it as well, or it has no effect. */
function isCovered(draft: Draft, planned: Planned, action: string, resource: SourceValue): boolean {
  const own = draft.resources.get(planned.id);
  if (!own) return false;
  const words = wordsOf(resource);
  if (logActions.includes(action))
    return words === '*' || words.startsWith('arn:aws:logs:') || isOwnLog(draft, planned, resource);
  if (tracingActions.includes(action)) return own.properties.some(({ name }) => name === 'tracing');
  if (action === send) return isSending(draft, own, resource);
  const stream = /^\$\{(\w+)\.(StreamArn|Arn\}\/stream\/.*)/.exec(words)?.[1];
  const source = draft.plan.find(stream);
  if (source && isData(source)) return isPolling(draft, source, planned, new Set([`${action} `]));
  const lead = dataIn(draft.stack, resource);
  return lead !== undefined && isCoveredByData(draft, planned, own, action, lead);
}

function isCoveredByData(draft: Draft, planned: Planned, own: DraftResource, action: string, lead: DataLead): boolean {
  const data = draft.plan.find(lead.member.logicalId);
  if (!data || !isData(data)) return false;
  const access = own.connections.find(({ to }) => to === data.id)?.access;
  if (access && knownActions(data.type, lead.path, access).includes(action)) return true;
  if (lead.path === '' && isPolling(draft, data, planned, new Set([`${action} `]))) return true;
  // Such as an action on objects that is allowed on the bucket.
  const paths = actionsFor(data.type, 'read-write').map(({ path = '' }) => path);
  const isKnown = paths.some((path) => knownActions(data.type, path).includes(action));
  return isKnown && paths.includes(lead.path) && !knownActions(data.type, lead.path).includes(action);
}

function isOwnLog({ stack, fates }: Draft, planned: Planned, resource: SourceValue): boolean {
  return [...referencesIn(resource)].some(({ id }) => {
    const fate = fates.get(id);
    const isLog = fate?.kind === 'part' && fate.part.kind === 'logGroup' && fate.part.id === planned.id;
    return isLog || stack.find(id)?.logicalId === planned.member.logicalId;
  });
}

function isSending(draft: Draft, own: DraftResource, resource: SourceValue): boolean {
  const apis = apisIn(draft, [send], resource);
  return (
    apis.length > 0 &&
    apis.every((api) => isHandler(draft, api, own.id) || own.connections.some(({ to }) => to === api))
  );
}

/** Rights that become permissions of the function are set; the others are returned. */
export function restOf(draft: Draft, planned: Planned): RoleRest {
  const resource = resourceOf(draft, planned);
  const role = roleOf(draft.stack, planned.member);
  if (!role) return { policies: [], managed: [], needless: [], properties: new Map() };
  const permissions: PlainValue[] = [];
  const needless: Needless[] = [];
  let place: Place | undefined;
  const policies = policiesOf(draft.stack, role).flatMap((policy): RestPolicy[] => {
    const statements = policy.statements.flatMap((statement): readonly SourceValue[] => {
      const { source, allowed } = statement;
      if (!allowed) return [source];
      const { needed, needless: dropped } = uncovered(draft, planned, role, allowed);
      needless.push(...dropped.map((one) => ({ ...one, role, lambda: planned.id, place: source.place })));
      return needed.flatMap(({ actions, resources }) => {
        const permission = permissionOf(actions, resources);
        if (!permission) return [withActions(source, actions, resources)];
        place ??= source.place;
        permissions.push(permission);
        return [];
      });
    });
    return statements.length > 0 ? [{ policy, statements }] : [];
  });
  if (place) set(resource, 'permissions', permissions, place);
  const managed = listOf(property(role, 'ManagedPolicyArns')).filter((arn) => !isCoveredPolicy(draft, planned, arn));
  return { policies, managed, needless, properties: sharedProperties(draft, role) };
}

interface Uncovered {
  readonly actions: readonly string[];
  readonly resources: readonly SourceValue[];
}

/** What is left of the statement: the resources by the actions that are left for them. */
function uncovered(
  draft: Draft,
  planned: Planned,
  role: Member,
  allowed: NonNullable<Statement['allowed']>,
): { readonly needed: readonly Uncovered[]; readonly needless: readonly NeedlessActions[] } {
  const byActions = new Map<string, { actions: readonly string[]; resources: SourceValue[] }>();
  const needless: NeedlessActions[] = [];
  for (const resource of allowed.resources) {
    const left = allowed.actions.filter((action) => !isCovered(draft, planned, action, resource));
    const dropped = draft.stack.isOwn ? undefined : needlessOf(draft, planned, role, left, resource);
    if (dropped) needless.push(dropped);
    const needed = left.filter((action) => !dropped?.actions.includes(action));
    if (needed.length === 0) continue;
    const key = needed.join();
    const known = byActions.get(key);
    if (known) known.resources.push(resource);
    else byActions.set(key, { actions: needed, resources: [resource] });
  }
  return { needed: [...byActions.values()], needless };
}

function permissionOf(actions: readonly string[], resources: readonly SourceValue[]): PlainValue | undefined {
  const texts = resources.map((resource) => plainText(resource) ?? '');
  const isKnown =
    actions.every((action) => matchesFormat(action, iamAction)) &&
    texts.every((text) => matchesFormat(text, resourceArn));
  if (!isKnown) return undefined;
  return new Map<string, PlainValue>([
    ['actions', actions],
    ['resources', texts],
  ]);
}

function withActions(source: SourceMap, actions: readonly string[], resources: readonly SourceValue[]): SourceMap {
  const { place } = source;
  const entries = new Map(source.entries);
  const [action] = actions;
  const [resource] = resources;
  entries.set('Action', { place, value: made(place, action !== undefined && actions.length === 1 ? action : actions) });
  if (resource) entries.set('Resource', { place, value: resources.length === 1 ? resource : made(place, resources) });
  return { ...source, entries };
}

/** Whether the policy of AWS, or of the template, allows nothing that the generated role does not. */
function isCoveredPolicy(draft: Draft, planned: Planned, arn: SourceValue): boolean {
  const { stack, resources } = draft;
  if (stack.find(soleReference(arn)?.id ?? '')?.type === 'AWS::IAM::ManagedPolicy') return true;
  const name = wordsOf(arn).split('/').at(-1) ?? '';
  const isInvokedBy = (type: DataResourceType): boolean =>
    draft.plan.all.some((one) => one.type === type && isTriggered(draft, one, planned));
  switch (name) {
    case 'AWSLambdaBasicExecutionRole':
      return true;
    case 'AWSLambdaSQSQueueExecutionRole':
      return isInvokedBy('sqs-queue');
    case 'AWSLambdaDynamoDBExecutionRole':
      return isInvokedBy('dynamodb-table');
    case 'AWSXrayWriteOnlyAccess':
    case 'AWSXRayDaemonWriteAccess':
      return resources.get(planned.id)?.properties.some((one) => one.name === 'tracing') === true;
    default:
      return false;
  }
}

/** The roles become those that the descriptor makes for each function. */
export function settleRoles(draft: Draft): void {
  const { stack, plan } = draft;
  const users = new Map<Member, Planned[]>();
  for (const planned of plan.all) {
    const role = planned.type === 'lambda-function' ? roleOf(draft.stack, planned.member) : undefined;
    if (role) users.set(role, [...(users.get(role) ?? []), planned]);
  }
  for (const [role, functions] of users) {
    const [only, ...others] = functions;
    const isElsewhere = stack.members.some(
      (member) => !isPolicy(member) && !plan.find(member.logicalId) && refersTo(member, role),
    );
    if (only && others.length === 0) {
      const trust = isForLambdaOnly(role) ? ['AssumeRolePolicyDocument'] : [];
      const implied = role.isImplied === true ? ['RoleName', 'Path'] : [];
      const settled = ['Policies', 'ManagedPolicyArns', ...trust, ...implied];
      becomes(draft, role, { kind: 'role', id: only.id }, settled);
    } else if (!isElsewhere) consume(draft, role);
    for (const { member } of policiesOf(stack, role)) if (member && !isElsewhere) consume(draft, member);
  }
}

function isPolicy({ type }: Member): boolean {
  return type.startsWith('AWS::IAM::') && type.endsWith('Policy');
}

function refersTo({ properties }: Member, { logicalId }: Member): boolean {
  return [...referencesIn(properties)].some(({ id }) => id === logicalId);
}

/** Reports the access levels that allow more than the roles did, once for all functions with the same. */
export function reportWidened(draft: Draft, rights: ReadonlyMap<string, Rights>): void {
  const found = new Map<string, { readonly to: string; readonly level: Level; readonly functions: string[] }>();
  for (const [id, { levels }] of rights) {
    for (const [to, level] of levels) {
      if (level.widened.length === 0) continue;
      const key = [to, level.level, level.place.file.path, level.place.span.start, ...level.allowed].join();
      const known = found.get(key);
      if (known) known.functions.push(id);
      else found.set(key, { to, level, functions: [id] });
    }
  }
  for (const { to, level, functions } of found.values()) {
    draft.entries.push({
      kind: 'changed',
      what: `Rights of ${functions.join(', ')} on ${to}`,
      place: level.place,
      before: level.allowed.join(', '),
      after: level.level,
      why: `The access level also allows ${level.widened.join(', ')}.`,
      resource: functions[0],
    });
  }
}
