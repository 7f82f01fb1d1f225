// Which resources of a template become which resources of the descriptor, and their IDs and names.
import { maximumNameLength } from '../../language/common-properties.ts';
import { dataResources } from '../../language/data-resources.ts';
import { matchesFormat, nameIn, resourceId } from '../../language/formats.ts';
import { resourceRecords, type ResourceType } from '../../language/index.ts';
import { isLogicalId, shortId } from '../../model/logical-ids.ts';
import { schedule, scheduleExpression } from '../../language/schedule.ts';
import { capitalize } from '../../wording.ts';
import { tagKey } from '../../template/texts.ts';
import type { ReportEntry } from '../report.ts';
import { textAt, valueAt } from '../source.ts';
import { existingName } from './existing-data.ts';
import { listOf, referencesIn, wordsOf } from './references.ts';
import { functionIn, type Member, property, referredTo, type Stack, tagOf, textOf } from './stack.ts';

/** A resource of the template that becomes a resource of the descriptor. */
export interface Planned {
  readonly member: Member;
  readonly type: ResourceType;
  /** The resource ID. */
  readonly id: string;
  /** The logical ID in the descriptor. */
  readonly name: string;
}

export interface Plan {
  /** In the order of the source. */
  readonly all: readonly Planned[];
  readonly entries: readonly ReportEntry[];
  /** What the resource with that logical ID becomes. */
  find(logicalId: string | undefined): Planned | undefined;
  /** A resource ID that nothing has yet. */
  newId(wanted: string): string;
  /** A name that can be a logical ID, which nothing in the template has. */
  newName(wanted: string): string;
  /** Takes that logical ID for something that is added. False if it is taken already. */
  claimName(name: string): boolean;
}

export function planOf(stack: Stack): Plan {
  const isCdk = comesFromCdk(stack);
  const handlersOfCustomResources = customResourceHandlers(stack);
  const ids = new Set<string>();
  const entries: ReportEntry[] = [];
  const newId = (wanted: string): string => {
    const start = validId(wanted);
    let id = start;
    for (let count = 2; ids.has(id); count++) id = `${start}${count}`;
    ids.add(id);
    return id;
  };
  const all = stack.members.flatMap((member): Planned[] => {
    const type = typeOf(stack, member);
    if (!type || handlersOfCustomResources.has(member.logicalId)) return [];
    const wanted = wantedId(member, isCdk);
    const id = newId(wanted);
    if (id !== wanted)
      entries.push(
        renamedEntry(
          member,
          `ID of ${wanted}`,
          wanted,
          id,
          'Each ID is unique, and has only letters, digits, _ and -.',
        ),
      );
    return [{ member, type, id, name: nameOf(member, entries) }];
  });
  const names = new Set([...stack.members.map(({ logicalId }) => logicalId), ...all.map(({ name }) => name)]);
  const newName = (wanted: string): string => {
    const start = shortId(wanted.replaceAll(/[^A-Za-z0-9]/g, '') || 'Resource', maximumNameLength - 3);
    let name = start;
    for (let count = 2; names.has(name); count++) name = `${start}${count}`;
    names.add(name);
    return name;
  };
  const claimed = new Set<string>();
  const claimName = (name: string): boolean => claimed.size < claimed.add(name).size;
  for (const member of stack.existing) {
    const record = Object.values(dataResources).find(({ awsType }) => awsType === member.type);
    const id = newId(existingId(stack, member));
    if (record) all.push({ member, type: record.type, id, name: newName(id) });
  }
  const byLogicalId = new Map(all.map((planned) => [planned.member.logicalId, planned]));
  return { all, entries, find: (logicalId) => byLogicalId.get(logicalId ?? ''), newId, newName, claimName };
}

function renamedEntry({ place }: Member, what: string, before: string, after: string, why: string): ReportEntry {
  return { kind: 'changed', what, place, before, after, why, resource: after };
}

function typeOf(stack: Stack, member: Member): ResourceType | undefined {
  const data = Object.values(dataResources).find(({ awsType }) => awsType === member.type);
  if (data) return data.type;
  switch (member.type) {
    case resourceRecords['websocket-api'].awsType:
      return textOf(member, 'ProtocolType') === 'WEBSOCKET' && hasRoutes(stack, member) ? 'websocket-api' : undefined;
    case resourceRecords['lambda-function'].awsType:
      return property(member, 'Handler') && property(member, 'Runtime') && !property(member, 'Code', 'ImageUri')
        ? 'lambda-function'
        : undefined;
    case schedule.awsType:
      return isSchedule(stack, member) ? 'schedule' : undefined;
    default:
      return undefined;
  }
}

/** Whether the rule is a schedule of the language: it invokes functions of the template at times that are written out. */
function isSchedule(stack: Stack, rule: Member): boolean {
  const expression = textOf(rule, 'ScheduleExpression');
  if (expression === undefined || !matchesFormat(expression, scheduleExpression) || property(rule, 'EventPattern'))
    return false;
  const targets = listOf(property(rule, 'Targets'));
  return (
    targets.length > 0 && targets.every((target) => functionIn(stack, valueAt(target, 'Arn'))?.isQualified === false)
  );
}

function hasRoutes(stack: Stack, api: Member): boolean {
  return stack
    .ofType('AWS::ApiGatewayV2::Route')
    .some((route) => referredTo(stack, property(route, 'ApiId'), api.type) === api);
}

/** The functions that CloudFormation itself calls while it deploys the stack. */
function customResourceHandlers(stack: Stack): ReadonlySet<string> {
  const tokens = stack.members.flatMap(({ type, properties }) =>
    type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
      ? [...referencesIn(valueAt(properties, 'ServiceToken'))].map(({ id }) => id)
      : [],
  );
  return new Set(tokens);
}

/** Whether CDK has made the template: its logical IDs end with a hash. */
function comesFromCdk(stack: Stack): boolean {
  return (
    stack.ofType('AWS::CDK::Metadata').length > 0 ||
    valueAt(stack.template.parameters, 'BootstrapVersion') !== undefined ||
    stack.members.some(
      (member) =>
        textAt(member.attributes.get('Metadata'), 'aws:cdk:path') !== undefined ||
        wordsOf(property(member, 'Code', 'S3Bucket')).startsWith('cdk-'),
    )
  );
}

function wantedId(member: Member, isCdk: boolean): string {
  const { logicalId, givenName } = member;
  const tagged = tagOf(member, tagKey);
  if (tagged !== undefined) return tagged;
  if (givenName !== undefined) return givenName;
  const [, path] = (isCdk && /^(.+)[0-9A-F]{8}$/.exec(logicalId)) || [];
  return path ?? logicalId;
}

/** By the environment variable with which functions find it, or by its name. */
function existingId(stack: Stack, member: Member): string {
  const arn = member.existingArn ?? '';
  const name = nameIn(arn)
    .split(/[^A-Za-z0-9]+/)
    .map(capitalize)
    .join('');
  const record = Object.values(dataResources).find(({ awsType }) => awsType === member.type);
  const wanted = existingName(arn, member.type);
  for (const lambda of stack.ofType('AWS::Lambda::Function')) {
    const variables = property(lambda, 'Environment', 'Variables');
    for (const [variable, { value }] of variables?.kind === 'map' ? variables.entries : []) {
      const [, own] = /^[A-Z]+_(.+)$/.exec(variable) ?? [];
      const isOwn = own !== undefined && record && variable.startsWith(`${record.environmentPrefix}_`);
      if (isOwn && own !== name.toUpperCase() && wordsOf(value) === wanted) return own;
    }
  }
  return name;
}

function validId(wanted: string): string {
  if (matchesFormat(wanted, resourceId)) return wanted;
  const cleaned = wanted.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^[^A-Za-z]+/, '');
  return cleaned === '' ? 'Resource' : cleaned;
}

function nameOf(member: Member, entries: ReportEntry[]): string {
  const { logicalId } = member;
  const valid = isLogicalId(logicalId) ? logicalId : logicalId.replaceAll(/[^A-Za-z0-9]/g, '') || 'Resource';
  const name = shortId(valid, maximumNameLength);
  if (name !== logicalId) {
    const why = `A logical ID has up to ${maximumNameLength} letters and digits. In a deployed stack, CloudFormation replaces the resource.`;
    const what = `Logical ID of ${logicalId}`;
    entries.push({ kind: 'changed', what, place: member.place, before: logicalId, after: name, why });
  }
  return name;
}
