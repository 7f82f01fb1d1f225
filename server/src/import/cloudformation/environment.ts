// The environment variables of functions, and what they connect to: a variable with the name of a table or the URL of an
// API becomes a connection if the function has the rights.
import type { DataResourceRecord } from '../../language/index.ts';
import { dataResources } from '../../language/data-resources.ts';
import { environmentName, matchesFormat, secretKey, secretName, ssmName } from '../../language/formats.ts';
import { environmentName as usualName } from '../../model/usage.ts';
import type { PlainValue } from '../facts.ts';
import type { SourceValue } from '../source.ts';
import { resourceOf, set, settle, type Draft, type DraftResource } from './draft.ts';
import { existingName } from './existing-data.ts';
import { parameterIn } from './parameters.ts';
import { plainText, wordsOf } from './references.ts';
import { reportWidened, rightsOf, type Rights } from './rights.ts';
import { isHandler } from './sending.ts';
import { membersOf } from './stages.ts';
import { isNameOf, property } from './stack.ts';
import type { Planned } from './plan.ts';

export function readUses(draft: Draft): void {
  const lambdas = draft.plan.all.filter(({ type }) => type === 'lambda-function');
  const rights = new Map(lambdas.map((planned) => [planned.id, rightsOf(draft, planned)]));
  for (const planned of lambdas) readUse(draft, planned, rights.get(planned.id) ?? rightsOf(draft, planned));
  reportWidened(draft, rights);
}

function readUse(draft: Draft, planned: Planned, rights: Rights): void {
  const resource = resourceOf(draft, planned);
  const variables = property(planned.member, 'Environment', 'Variables');
  const values = new Map<string, PlainValue>();
  for (const [name, { place, value }] of variables?.kind === 'map' ? variables.entries : []) {
    if (!matchesFormat(name, environmentName)) continue;
    const target = targetOf(draft, resource, rights, value);
    const isFree = target && !resource.connections.some(({ to }) => to === target.id);
    if (target && isFree && connect(draft, resource, rights, target, name, value)) {
      settle(draft, planned.member, `Environment.Variables.${name}`);
      continue;
    }
    const written = target ? undefined : valueOf(draft, value);
    if (written !== undefined) values.set(name, written);
    else if (place && !target) continue;
  }
  if (variables && values.size > 0) set(resource, 'environment', values, variables.place);
  for (const api of rights.sends) {
    const isConnected = isHandler(draft, api, resource.id) || resource.connections.some(({ to }) => to === api);
    if (!isConnected) resource.connections.push({ to: api, place: planned.member.place });
  }
  for (const [to, { level, place }] of rights.levels) {
    if (!resource.connections.some((one) => one.to === to)) resource.connections.push({ to, access: level, place });
  }
}

/** The resource whose name or URL the value is, and which the function can use. */
function targetOf(draft: Draft, { id }: DraftResource, rights: Rights, value: SourceValue): Planned | undefined {
  return draft.plan.all.find((planned) => {
    const { type, member } = planned;
    if (type === 'websocket-api') {
      const isAllowed = rights.sends.has(planned.id) || isHandler(draft, planned.id, id);
      return isAllowed && isCallbackUrl(draft, planned, value);
    }
    if (!rights.levels.has(planned.id) || !(type in dataResources)) return false;
    const record = Object.values(dataResources).find((one) => one.type === type);
    const { existingArn } = member;
    if (existingArn !== undefined) return wordsOf(value) === existingName(existingArn, member.type);
    return record !== undefined && isNameOf(value, member, nameProperty(record));
  });
}

function nameProperty({ nameProperty: name }: DataResourceRecord): string {
  return name;
}

function isCallbackUrl(draft: Draft, { member }: Planned, value: SourceValue): boolean {
  const stages = membersOf(draft, member, 'AWS::ApiGatewayV2::Stage').slice(0, 1);
  const words = wordsOf(value);
  const start = `https://\${${member.logicalId}}.execute-api.`;
  if (!words.startsWith(start)) return false;
  // If it ends with a slash, that stays in the overlay.
  const [, stage] = /^[^/]+\.amazonaws\.com\/(.+?)\/?$/.exec(words.slice(start.length)) ?? [];
  return stages.some((one) => stage === wordsOf(property(one, 'StageName')) || stage === `\${${one.logicalId}}`);
}

/** Connects the function to the resource by that variable, if it needs a connection for it. */
function connect(
  draft: Draft,
  resource: DraftResource,
  { levels }: Rights,
  { id: to, type }: Planned,
  variable: string,
  { place }: SourceValue,
): boolean {
  if (
    type !== 'websocket-api' &&
    type !== 'dynamodb-table' &&
    type !== 'sqs-queue' &&
    type !== 'sns-topic' &&
    type !== 's3-bucket'
  ) {
    return false;
  }
  const usual = usualName({ type, id: { value: to } });
  const as = variable === usual ? undefined : variable;
  if (type === 'websocket-api' && as === undefined && isHandler(draft, to, resource.id)) return true;
  resource.connections.push({ to, access: levels.get(to)?.level, as, place });
  return true;
}

/** A text, a parameter, or what CloudFormation resolves; undefined for what stays in the overlay. */
function valueOf(draft: Draft, value: SourceValue): PlainValue | undefined {
  const text = plainText(value);
  if (text === undefined) {
    const parameter = parameterIn(draft, value);
    return parameter === undefined ? undefined : new Map([['parameter', parameter]]);
  }
  const [, ssm] = /^\{\{resolve:ssm:(.+)\}\}$/.exec(text) ?? [];
  if (ssm !== undefined && matchesFormat(ssm, ssmName)) return new Map([['ssm', ssm]]);
  const [, secret, key] = /^\{\{resolve:secretsmanager:(.+?)(?::SecretString:([^:}]+))?\}\}$/.exec(text) ?? [];
  if (secret !== undefined && matchesFormat(secret, secretName)) {
    if (key === undefined) return new Map([['secret', secret]]);
    if (matchesFormat(key, secretKey))
      return new Map([
        ['secret', secret],
        ['key', key],
      ]);
  }
  // Any other dynamic reference would not be one if it were written as a text.
  return text.startsWith('{{resolve:') ? undefined : text;
}
