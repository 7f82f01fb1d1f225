// The rights of functions that are neither connections nor permissions: they stay policies, of the generated roles.
import { made, madeMap, type SourceMap, type SourceValue } from '../source.ts';
import type { Names } from './names.ts';
import type { Plan } from './plan.ts';
import { referencesIn, wordsOf } from './references.ts';
import type { RestPolicy, RoleRest } from './rights.ts';
import type { Policy } from './policies.ts';

/**
 * Adds them to the overlay, without statements on resources that are not there any more. Rights that several functions have are one policy, and so are those on resources, which may
 * depend on the function and its role; the others are a part of the role.
 * @param rests what the generated role of a function lacks, by the resource ID of the function
 */
export function addRights(
  rests: ReadonlyMap<string, RoleRest>,
  names: Names,
  plan: Plan,
  add: (logicalId: string, body: SourceMap) => void,
): void {
  const groups = new Map<string, { readonly rest: RestPolicy; readonly functions: string[] }>();
  const complete = new Map<string, boolean>();
  const isComplete = (statement: SourceValue): boolean => {
    const key = `${statement.place.span.start} ${wordsOf(statement)}`;
    const known = complete.get(key) ?? names.isComplete('Rights of functions', names.renamed(statement));
    complete.set(key, known);
    return known;
  };
  const kept = [...rests].map(([id, rest]) => {
    const policies = rest.policies.flatMap(({ policy, statements }) => {
      const left = statements.filter(isComplete);
      return left.length > 0 ? [{ policy, statements: left }] : [];
    });
    return [id, { ...rest, policies }] as const;
  });
  for (const [id, { policies }] of kept) {
    for (const rest of policies) {
      const key = keyOf(rest);
      const known = groups.get(key);
      if (known) known.functions.push(id);
      else groups.set(key, { rest, functions: [id] });
    }
  }
  for (const [id, { policies, managed, properties: others }] of kept) {
    const role = names.ofPart({ kind: 'role', id });
    const inline = policies.filter((rest) => groups.get(keyOf(rest))?.functions.length === 1 && isIndependent(rest));
    const place = inline[0]?.policy.place ?? managed[0]?.place ?? [...others.values()][0]?.place;
    if (role === undefined || !place) continue;
    const properties = madeMap(place, {
      Policies: inline.length > 0 ? inline.map((rest) => inlinePolicy(rest, names)) : undefined,
      ManagedPolicyArns: managed.length > 0 ? managed.map((arn) => names.renamed(arn)) : undefined,
    });
    const kept = [...others].map(([key, entry]) => [key, { ...entry, value: names.renamed(entry.value) }] as const);
    const all: SourceMap = { ...properties, entries: new Map([...properties.entries, ...kept]) };
    add(role, madeMap(place, { Properties: all }));
  }
  for (const { rest, functions } of groups.values()) {
    if (functions.length === 1 && isIndependent(rest)) continue;
    const { policy } = rest;
    const roles = functions.flatMap((id) => names.ofPart({ kind: 'role', id }) ?? []);
    if (roles.length > 0) add(policyId(policy, names, plan), policyResource(rest, roles, names));
  }
}

function keyOf({ policy, statements }: RestPolicy): string {
  return `${policy.place.file.path} ${policy.place.span.start} ${policy.name} ${statements.map(wordsOf).join()}`;
}

/** Whether the rights are on nothing of the template. */
function isIndependent({ statements }: RestPolicy): boolean {
  return statements.every((statement) => [...referencesIn(statement)].every(({ id }) => id.startsWith('AWS::')));
}

function inlinePolicy({ policy: { name, nameValue, place }, statements }: RestPolicy, names: Names): SourceValue {
  return madeMap(place, {
    // Ours has that name, and one of the same name would replace it.
    PolicyName: name === 'Access' ? 'Rights' : nameValue ? names.renamed(nameValue) : name,
    PolicyDocument: documentOf(statements, names),
  });
}

function documentOf(statements: readonly SourceValue[], names: Names) {
  return { Version: '2012-10-17', Statement: statements.map((statement) => names.renamed(statement)) };
}

/** That of the policy in the source, if it is a resource and its ID is free. */
function policyId({ name, member }: Policy, names: Names, plan: Plan): string {
  return member && !names.resource(member.logicalId) && plan.claimName(member.logicalId)
    ? member.logicalId
    : plan.newName(`${name}Policy`);
}

function policyResource({ policy, statements }: RestPolicy, roles: readonly string[], names: Names): SourceMap {
  const { name, nameValue, member, place } = policy;
  const condition = member?.attributes.get('Condition');
  return madeMap(place, {
    Type: 'AWS::IAM::Policy',
    Condition: condition,
    Properties: {
      PolicyName: nameValue ? names.renamed(nameValue) : name,
      Roles: roles.map((role) => made(place, { Ref: role })),
      PolicyDocument: documentOf(statements, names),
    },
  });
}
