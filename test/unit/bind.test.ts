// Each property of the model has the type of its declaration. The model's types are derived from the declarations, but
// the compiler cannot check that binding follows them: this does.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyResource, findResourceDefinition, type ObjectType, type Type } from '../../server/src/language/index.ts';
import { bind } from '../../server/src/model/bind.ts';
import type { Resource } from '../../server/src/model/project.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { arbitraryProject } from '../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { isList, isMap } from '../harness/read-template.ts';

test(
  'a value has the type that its property declares, in valid and in truncated descriptors',
  () => {
    const project = fc.tuple(
      arbitraryProject({ overlays: true }),
      fc.nat(2000),
      fc.constantFrom('', '- 1\n', '{a: b}', '*x', 'no'),
    );
    fc.assert(
      fc.property(project, ([text, at, other]) => {
        check(text);
        check(text.slice(0, at % text.length) + other + text.slice((at % text.length) + other.length));
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test('a value of another type is absent, and so is a value outside of its enum', () => {
  const { resources } = bind(
    parse(`resources:
  F: { type: lambda-function, memory: many, timeout: 1.5, runtime: [], environment: [a], connections: 1, entryPoint: 2 }
  T: { type: dynamodb-table, key: { hash: { name: id, type: TEXT }, range: x } }
`),
  );
  expect(resources[0]).toMatchObject({ environment: [], connections: [] });
  for (const name of ['memory', 'timeout', 'runtime', 'entryPoint', 'arn', 'name', 'description']) {
    expect(resources[0]).toHaveProperty(name, undefined);
  }
  expect(resources[1]).toMatchObject({ key: { hash: { name: { value: 'id' } } } });
  expect(resources[1]).toHaveProperty('key.hash.type', undefined);
  expect(resources[1]).toHaveProperty('key.range', undefined);
});

test('an open enum keeps unlisted values', () => {
  const { resources } = bind(parse('resources: { F: { type: lambda-function, runtime: nodejs99.x } }'));
  expect(resources[0]).toMatchObject({ runtime: { value: 'nodejs99.x' } });
});

function check(text: string): void {
  for (const resource of bind(parse(text)).resources) expect([...faultsOf(resource)]).toEqual([]);
}

function* faultsOf(resource: Resource): Iterable<string> {
  const object = findResourceDefinition(resource.type ?? '') ?? anyResource;
  // The model has the type itself.
  yield* faultsIn(resource, { ...object, properties: object.properties.filter(({ name }) => name !== 'type') });
}

function* faultsIn(value: unknown, { properties }: ObjectType): Iterable<string> {
  for (const { name, type } of properties) {
    if (!isMap(value) || !(name in value)) yield `${name} is not bound`;
    else if (!isBound(value[name], type)) yield `${name} is not what its ${type.kind} says`;
  }
}

function isBound(value: unknown, type: Type): boolean {
  if (type.kind === 'list')
    return isList(value) && value.every((item) => item !== undefined && isBound(item, type.items));
  if (type.kind === 'map') {
    return (
      isList(value) && value.every((one) => isMap(one) && isLocated(one['name']) && isBound(one['value'], type.values))
    );
  }
  if (value === undefined || type.kind === 'any') return true;
  if (!isMap(value)) return false;
  switch (type.kind) {
    case 'string':
      if (type.sources && 'map' in value) return 'node' in value && value['value'] === undefined;
      return isLocated(value) && typeof value['value'] === 'string';
    case 'integer':
      return isLocated(value) && Number.isInteger(value['value']);
    case 'boolean':
      return isLocated(value) && typeof value['value'] === 'boolean';
    case 'enum':
      if (type.orList && 'items' in value) return value['value'] === undefined && isBound(value['items'], type.orList);
      return isLocated(value) && (type.open || type.values.some((one) => one.value === value['value']));
    case 'object':
      return 'node' in value && 'map' in value && [...faultsIn(value, type)].length === 0;
    case 'connection':
      return isLocated(value['target']) && 'access' in value && 'source' in value && 'node' in value;
    case 'resource':
      return false;
  }
}

function isLocated(value: unknown): boolean {
  return isMap(value) && 'value' in value && 'node' in value;
}
