// An edit of the descriptor changes only the edited parts of the template, and never another logical ID.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bind } from '../../../server/src/model/bind.ts';
import * as ids from '../../../server/src/model/logical-ids.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText, type Descriptor, type DescriptorResource } from '../../harness/descriptor.ts';
import { changeEndpoints, reversed, withEndpoint } from '../../harness/edit-descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isList, isMap, readTemplate, resourcesOf } from '../../harness/read-template.ts';

const parameters = { seed, numRuns: runs };

/** The resources by logical ID, ignoring the order of `DependsOn`, of policy statements and of their resources. */
function resourcesIn(descriptor: Descriptor): ReadonlyMap<string, unknown> {
  const template = stringify(generate(bind(parse(descriptorText(descriptor)))), 'json');
  const resources = resourcesOf(readTemplate(template, 'json'));
  return new Map([...resources].map(([id, { whole }]) => [id, ordered(whole)]));
}

function ordered(value: unknown, key = ''): unknown {
  if (isList(value)) {
    const items = value.map((item) => ordered(item));
    return key === 'DependsOn' || key === 'Statement' || key === 'Resource'
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, ordered(item, name)]));
}

/** The logical IDs whose resources differ, including those that only one of the two has. */
function differing(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
  const ids = new Set([...one.keys(), ...other.keys()]);
  return [...ids].filter((id) => JSON.stringify(one.get(id)) !== JSON.stringify(other.get(id)));
}

function typesOf(resources: ReadonlyMap<string, unknown>, ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => String(get(resources.get(id), 'Type'))))].sort();
}

describe('in the template', { timeout: patience }, () => {
  test("an endpoint that is added or removed changes its own parts and its function's parts for the API", () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        const before = resourcesIn(descriptor);
        const after = resourcesIn(changeEndpoints(descriptor, id, (all) => all.filter((other) => other !== endpoint)));
        const api = descriptor.resources[id]?.name ?? '';
        const handler = descriptor.resources[endpoint.connections?.[0] ?? '']?.name;
        const changed = differing(before, after);
        expect([...after.keys()].filter((logicalId) => !before.has(logicalId))).toEqual([]);
        const own = [ids.stageId(api), ids.routeId(api, endpoint.route), ids.routeResponseId(api, endpoint.route)];
        const authorizer = [ids.authorizerId(api), ids.authorizerPermissionId(api)];
        const ofHandler = (name: string): readonly string[] => [
          ids.integrationId(api, name),
          ids.permissionId(api, name),
          name,
          ids.roleId(name),
        ];
        const allowed = [
          ...own,
          ...(endpoint.route === '$connect' ? authorizer : []),
          ...(handler === undefined ? [] : ofHandler(handler)),
        ];
        expect(changed.filter((logicalId) => !allowed.includes(logicalId))).toEqual([]);
        expect(changed).toEqual(expect.arrayContaining(own.slice(0, 2)));
        expect(after.has(ids.routeId(api, endpoint.route))).toBe(false);
      }),
      parameters,
    );
  });

  test('the order of endpoints and of resources changes nothing', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id }) => {
        const before = resourcesIn(descriptor);
        expect(resourcesIn(changeEndpoints(descriptor, id, (all) => reversed(all)))).toEqual(before);
        const resources = Object.fromEntries(reversed(Object.entries(descriptor.resources)));
        expect(resourcesIn({ ...descriptor, resources })).toEqual(before);
      }),
      parameters,
    );
  });

  test('another operation mode changes the route, its response and what the stage waits for', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        const operationMode = endpoint.operationMode === '1-way' ? '2-way' : '1-way';
        const changedMode = changeEndpoints(descriptor, id, (all) =>
          all.map((other) => (other === endpoint ? { ...other, operationMode } : other)),
        );
        const [before, after] = [resourcesIn(descriptor), resourcesIn(changedMode)];
        const twoWay = operationMode === '2-way' ? after : before;
        expect(typesOf(twoWay, differing(before, after))).toEqual([
          'AWS::ApiGatewayV2::Route',
          'AWS::ApiGatewayV2::RouteResponse',
          'AWS::ApiGatewayV2::Stage',
        ]);
        expect(differing(before, after)).toHaveLength(3);
      }),
      parameters,
    );
  });

  test('an additional resource does not change existing ones', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor }) => {
        const added: DescriptorResource = {
          type: 'lambda-function',
          name: 'Zadded',
          runtime: 'nodejs22.x',
          entryPoint: 'a.b',
        };
        const before = resourcesIn(descriptor);
        const after = resourcesIn({ ...descriptor, resources: { added, ...descriptor.resources } });
        expect(differing(before, after)).toEqual(['Zadded', 'ZaddedRole', 'ZaddedLogGroup']);
      }),
      parameters,
    );
  });

  test('comments and empty lines of the descriptor change nothing but the line numbers in comments', () => {
    fc.assert(
      fc.property(arbitraryDescriptor(), (descriptor) => {
        const [plain, shifted] = [descriptorText(descriptor), `# A comment\n\n${descriptorText(descriptor)}`].map(
          (text) => generate(bind(parse(text))),
        );
        if (!plain || !shifted) throw new Error('There are two templates');
        expect(stringify(shifted, 'json')).toBe(stringify(plain, 'json'));
        const withoutLines = (yaml: string): string => yaml.replaceAll(/\(line \d+\)$/gm, '');
        expect(withoutLines(stringify(shifted, 'yaml'))).toBe(withoutLines(stringify(plain, 'yaml')));
      }),
      parameters,
    );
  });
});

test('a name that cannot be a logical ID gets one that depends on the order, as specified', () => {
  const queue = (name: string): DescriptorResource => ({ type: 'sqs-queue', name });
  const idsOf = (...names: readonly string[]): readonly string[] => [
    ...resourcesIn({ resources: Object.fromEntries(names.map((name, index) => [`q${index}`, queue(name)])) }).keys(),
  ];
  expect(idsOf('my queue', 'your-queue')).toEqual(['SQSQueue01', 'SQSQueue02']);
  expect(idsOf('Own', 'my queue')).toEqual(['Own', 'SQSQueue01']);
});

test('a route of any length leaves space in an ID for the rest, and is distinguished from every other', () => {
  const [api, long] = ['A'.repeat(64), 'a'.repeat(300)];
  expect(ids.routeResponseId(api, long).length).toBeLessThanOrEqual(255);
  expect(ids.routeId(api, long)).not.toBe(ids.routeId(api, `${long}a`));
  expect(ids.routeId(api, 'a'.repeat(128))).toBe(`${api}RouteA${'a'.repeat(127)}`);
});
