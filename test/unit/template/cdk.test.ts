// The chat example compared with what the CDK's own constructs synthesize for the same API, resource by resource.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../../../scripts/generate/cdk-differences.ts';
import { analyze } from '../../../server/src/analysis.ts';
import { cdkChat } from '../../harness/cdk-chat.ts';
import { namedTemplate, type NamedTemplate } from '../../harness/named-template.ts';
import { get, isList, isMap, readTemplate, walk } from '../../harness/read-template.ts';

const path = join(import.meta.dirname, '../../../examples/chat/websocket.yaml');
const ours = namedTemplate(readTemplate(analyze(readFileSync(path, 'utf8')).template('json') ?? '', 'json'));
let cdk: NamedTemplate;
beforeAll(() => {
  cdk = namedTemplate(cdkChat());
}, 300_000);

/** The differences that docs/cdk-comparison.md explains. */
const explained = (...sections: readonly string[]): readonly string[] =>
  differences
    .filter(({ of }) => (sections.length > 0 ? sections.includes(of) : of.startsWith('AWS::')))
    .map(({ of, at }) => (at === undefined ? of : `${of} ${at}`))
    .sort();

describe('the templates of both', () => {
  test('differ only in the documented properties of resources', () => {
    const found = new Set<string>();
    for (const name of new Set([...ours.resources.keys(), ...cdk.resources.keys()])) {
      const [one, other] = [ours.resources.get(name), cdk.resources.get(name)];
      const type = String(get(one ?? other, 'Type'));
      if (one === undefined || other === undefined) found.add(type);
      else for (const key of differing(one, other)) found.add(`${type} ${key}`);
    }
    const actions = explained().filter((key) => key.includes('dynamodb:'));
    expect([...found].sort()).toEqual(explained().filter((key) => !actions.includes(key)));
  });

  test('give each function the same permissions, except for documented differences', () => {
    const onlyTheirs = new Set<string>();
    for (const { allowed, function: name } of functionsOf(ours)) {
      const theirs = functionsOf(cdk).find((other) => other.function === name)?.allowed ?? [];
      for (const grant of allowed) {
        if (theirs.includes(grant) || grant.startsWith('logs:')) continue;
        expect(explained()).toContain(`AWS::IAM::Policy ${grant.replace(/ on .*(\/index\/\*).*/, ' on $1')}`);
      }
      for (const grant of theirs) if (!allowed.includes(grant)) onlyTheirs.add(grant.split(' on ')[0] ?? '');
    }
    expect(explained()).toContain(`AWS::IAM::Policy ${[...onlyTheirs].sort().join(', ')}`);
  });

  test('differ in outputs and parameters as documented', () => {
    expect(Object.keys(isMap(cdk.parameters) ? cdk.parameters : {})).toEqual(
      Object.keys(isMap(ours.parameters) ? ours.parameters : {}),
    );
    expect(explained('Parameters')).toEqual(['Parameters Description']);
    const valuesOf = ({ outputs }: NamedTemplate): readonly string[] =>
      Object.values(isMap(outputs) ? outputs : {}).map((output) => String(get(output, 'Value')));
    const [theirs, own] = [valuesOf(cdk), valuesOf(ours)];
    expect(theirs).toHaveLength(3);
    expect(own.filter((value) => !theirs.includes(value))).toEqual(
      functionsOf(ours).map(({ function: name }) => `<${name}.Arn>`),
    );
    expect(theirs.filter((value) => !own.includes(value))).toEqual([]);
    expect(explained('Outputs')).toEqual(['Outputs Description', 'Outputs FunctionArn']);
  });

  test('have the same number of resources of each type, except for separate policies', () => {
    const countsOf = ({ resources }: NamedTemplate): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const resource of resources.values()) {
        const type = String(get(resource, 'Type'));
        counts[type] = (counts[type] ?? 0) + 1;
      }
      return counts;
    };
    expect(countsOf(cdk)).toEqual({ ...countsOf(ours), 'AWS::IAM::Policy': 5 });
  });
});

function differing(one: unknown, other: unknown): readonly string[] {
  return ['Properties', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'Type'].flatMap((attribute) => {
    const [a, b] = [get(one, attribute), get(other, attribute)];
    if (attribute !== 'Properties') return same(a, b) ? [] : [attribute];
    const keys = new Set([a, b].flatMap((properties) => Object.keys(isMap(properties) ? properties : {})));
    return [...keys].filter((key) => !same(get(a, key), get(b, key)));
  });
}

/** Ignores the order of keys, and treats a list of one item like the item. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

function ordered(value: unknown): unknown {
  if (isList(value)) return value.map(ordered);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}

/** The permissions of each function's role, inline or by a policy. */
function functionsOf({ resources }: NamedTemplate): readonly { function: string; allowed: readonly string[] }[] {
  return [...resources].flatMap(([name, resource]) => {
    if (get(resource, 'Type') !== 'AWS::Lambda::Function') return [];
    const handler = name.replace('AWS::Lambda::Function ', '');
    const statements = ['AWS::IAM::Role', 'AWS::IAM::Policy'].flatMap((type) =>
      [...walk(resources.get(`${type} ${handler}`))].flatMap(([, value]) =>
        isMap(value) && value['Resource'] !== undefined ? [value] : [],
      ),
    );
    const listed = (value: unknown): readonly unknown[] => (isList(value) ? value : [value]);
    const allowed = statements.flatMap(({ Action: actions, Resource: on }) =>
      listed(actions).flatMap((action) => listed(on).map((resource) => `${String(action)} on ${String(resource)}`)),
    );
    return [{ function: name, allowed }];
  });
}
