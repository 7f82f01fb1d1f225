// Roles that several functions have: each function gets a role of its own instead, with what the shared one has besides
// its rights.
import type { SourceEntry } from '../source.ts';
import type { Draft } from './draft.ts';
import { isForLambdaOnly, roleOf } from './policies.ts';
import { wordsOf } from './references.ts';
import type { Member } from './stack.ts';

/** What every generated role gets of the role, such as its permissions boundary; nothing if one function has it. */
export function sharedProperties({ stack, plan }: Draft, role: Member): ReadonlyMap<string, SourceEntry> {
  const users = plan.all.filter(({ type, member }) => type === 'lambda-function' && roleOf(stack, member) === role);
  if (users.length < 2) return new Map();
  const entries = [...(role.properties?.entries ?? [])].filter(([key]) => {
    if (key === 'AssumeRolePolicyDocument') return !isForLambdaOnly(role);
    return !['Policies', 'ManagedPolicyArns', 'Description', 'RoleName', 'Tags'].includes(key) && !isUsual(role, key);
  });
  return new Map(entries);
}

function isUsual(role: Member, key: string): boolean {
  return key === 'Path' && (role.isImplied === true || wordsOf(role.properties?.entries.get(key)?.value) === '/');
}

/** Two roles cannot have the name of the shared one. */
export function reportNames({ stack, plan, entries }: Draft): void {
  const roles = plan.all.flatMap(({ type, member }) =>
    type === 'lambda-function' ? (roleOf(stack, member) ?? []) : [],
  );
  const shared = new Set(roles.filter((role, index) => roles.indexOf(role) !== index));
  for (const { logicalId, properties, isImplied } of shared) {
    const name = properties?.entries.get('RoleName')?.value;
    if (!name || isImplied === true) continue;
    entries.push({
      kind: 'changed',
      what: `Name of the role ${logicalId}`,
      place: name.place,
      before: wordsOf(name),
      after: 'names that CloudFormation makes up',
      why: 'Each function has a role of its own.',
      todo: 'Check whether anything outside of the stack refers to the role by its name.',
    });
  }
}
