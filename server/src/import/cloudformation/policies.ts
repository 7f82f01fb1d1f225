// The policies of the roles in a template, as statements that can be taken apart.
import { textAt, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { listOf, plainText, referencesIn, soleReference, wordsOf } from './references.ts';
import { property, type Member, type Stack } from './stack.ts';

export interface Policy {
  readonly name: string;
  /** As it is written, unless it has none. */
  readonly nameValue: SourceValue | undefined;
  readonly statements: readonly Statement[];
  /** The resource that it is; undefined if it is a part of the role. */
  readonly member: Member | undefined;
  readonly place: Place;
}

export interface Statement {
  readonly source: SourceMap;
  /** Of one that allows actions on resources, without a condition. Any other is never taken apart. */
  readonly allowed: { readonly actions: readonly string[]; readonly resources: readonly SourceValue[] } | undefined;
}

/** The role of the function, if it is in the template. */
export function roleOf(stack: Stack, lambda: Member): Member | undefined {
  const role = stack.find(soleReference(property(lambda, 'Role'))?.id ?? '');
  return role?.type === 'AWS::IAM::Role' ? role : undefined;
}

const policyTypes = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

/** All policies of the role that are in the template. */
export function policiesOf(stack: Stack, role: Member): readonly Policy[] {
  const inline = listOf(property(role, 'Policies')).flatMap((item): Policy[] => {
    const name = valueAt(item, 'PolicyName');
    return [policy('Policy', name, valueAt(item, 'PolicyDocument'), undefined, item.place)];
  });
  const attached = stack.ofType(...policyTypes).filter((member) => isAttached(member, role));
  return [
    ...inline,
    ...attached.map((member) => {
      const name = property(member, 'PolicyName');
      return policy(member.logicalId, name, property(member, 'PolicyDocument'), member, member.place);
    }),
  ];
}

/** The roles to which the policy is attached on its side. */
export function rolesOf(policyMember: Member): readonly SourceValue[] {
  const single = property(policyMember, 'RoleName');
  return single ? [single] : listOf(property(policyMember, 'Roles'));
}

function isAttached(member: Member, role: Member): boolean {
  const own = rolesOf(member).some((value) => isOf(value, role));
  const arns = listOf(property(role, 'ManagedPolicyArns'));
  return own || arns.some((arn) => soleReference(arn)?.id === member.logicalId);
}

function isOf(value: SourceValue, role: Member): boolean {
  const name = property(role, 'RoleName');
  return soleReference(value)?.id === role.logicalId || (name !== undefined && wordsOf(name) === wordsOf(value));
}

function policy(
  usualName: string,
  nameValue: SourceValue | undefined,
  document: SourceValue | undefined,
  member: Member | undefined,
  place: Place,
): Policy {
  const statement = valueAt(document, 'Statement');
  const items = statement?.kind === 'map' ? [statement] : listOf(statement);
  const statements = items.flatMap((item) => (item.kind === 'map' ? [{ source: item, allowed: allowedBy(item) }] : []));
  return { name: plainText(nameValue) ?? usualName, nameValue, statements, member, place };
}

const plainKeys = new Set(['Sid', 'Effect', 'Action', 'Resource']);

function allowedBy(statement: SourceMap): Statement['allowed'] {
  if (textAt(statement, 'Effect') !== 'Allow') return undefined;
  if ([...statement.entries.keys()].some((key) => !plainKeys.has(key))) return undefined;
  const actions = actionsOf(statement);
  const resources = flat(valueAt(statement, 'Resource'));
  const known = actions.filter((action) => action !== undefined);
  const isKnown = known.length > 0 && known.length === actions.length && resources.length > 0;
  return isKnown ? { actions: known, resources } : undefined;
}

/** The actions of a statement; undefined for each that is no text. */
function actionsOf(statement: SourceMap): readonly (string | undefined)[] {
  return flat(valueAt(statement, 'Action')).map(plainText);
}

/** Whether the statement denies the action, under a condition or not. */
export function isDenied({ source }: Statement, action: string): boolean {
  return (
    textAt(source, 'Effect') === 'Deny' &&
    actionsOf(source).some((pattern) => pattern !== undefined && includesAction(pattern, action))
  );
}

/** A value or a list, which can have lists in it, as tools make them, and items that are no value. */
function flat(value: SourceValue | undefined): readonly SourceValue[] {
  if (!value || soleReference(value)?.id === 'AWS::NoValue') return [];
  return value.kind === 'list' ? value.items.flatMap(flat) : [value];
}

/** Whether anything but Lambda can have the role. */
export function isForLambdaOnly(role: Member): boolean {
  const words = wordsOf(property(role, 'AssumeRolePolicyDocument')).match(/[\w.-]+/g) ?? [];
  const services = words.filter((word) => word.includes('.amazonaws.com'));
  return services.every((service) => service.startsWith('lambda.amazonaws.com')) && !refersToAccounts(role);
}

function refersToAccounts(role: Member): boolean {
  const document = property(role, 'AssumeRolePolicyDocument');
  return (
    /AWS: |Federated: |Condition: /.test(wordsOf(document)) ||
    [...referencesIn(document)].some(({ id }) => id === 'AWS::AccountId')
  );
}

/** Whether an action of a policy, in which `*` and `?` are wildcards, includes the other one. */
export function includesAction(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  const parts = pattern.split(/([*?])/).map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escaped(part)));
  return new RegExp(`^${parts.join('')}$`, 'i').test(action);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');
}
