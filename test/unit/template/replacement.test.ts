// What CloudFormation replaces or deletes after an edit of the descriptor, according to the CDK's comparison.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bind } from '../../../server/src/model/bind.ts';
import * as ids from '../../../server/src/model/logical-ids.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { descriptorText, type Descriptor, type DescriptorResource } from '../../harness/descriptor.ts';
import {
  changeEndpoints,
  changeResource,
  reversed,
  withEndpoint,
  withResource,
} from '../../harness/edit-descriptor.ts';
import { judge, type Judgement } from '../../harness/judge-change.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { readTemplate } from '../../harness/read-template.ts';

// Each run compares templates several times.
const parameters = { seed, numRuns: Math.ceil(runs / 2) };

function templateOf(descriptor: Descriptor): unknown {
  return readTemplate(stringify(generate(bind(parse(descriptorText(descriptor)))), 'json'), 'json');
}

function judged(before: Descriptor, after: Descriptor): Judgement {
  return judge(templateOf(before), templateOf(after));
}

function has(descriptor: Descriptor, name: string): boolean {
  const claims = bind(parse(descriptorText(descriptor))).logicalIds.claims;
  return claims.some(({ logicalId }) => logicalId === name);
}

const nothing = { replaced: [], gone: [], created: [], updated: [] };

/** The name of the resource with that ID: its logical ID, since all names are alphanumeric. */
function nameOf(descriptor: Descriptor, id: string | undefined): string | undefined {
  return id === undefined ? undefined : descriptor.resources[id]?.name;
}

describe('of an endpoint', { timeout: patience }, () => {
  /** The endpoint's own parts, and its handler's parts for the API. */
  const partsOf = (descriptor: Descriptor, id: string, route: string, handlers: readonly (string | undefined)[]) => {
    const api = nameOf(descriptor, id) ?? '';
    const names = handlers.flatMap((handler) => nameOf(descriptor, handler) ?? []);
    return {
      own: [ids.routeId(api, route), ids.routeResponseId(api, route)],
      integrations: names.map((name) => ids.integrationId(api, name)),
      permissions: names.map((name) => ids.permissionId(api, name)),
      authorizer: [ids.authorizerId(api), ids.authorizerPermissionId(api)],
    };
  };

  test('removing it deletes its own parts and those that its handler no longer needs; adding it deletes nothing', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        const without = changeEndpoints(descriptor, id, (all) => all.filter((other) => other !== endpoint));
        const parts = partsOf(descriptor, id, endpoint.route, endpoint.connections ?? []);
        const authorizer = endpoint.route === '$connect' ? parts.authorizer : [];
        const concerned = [...parts.own, ...parts.integrations, ...parts.permissions, ...authorizer];

        const removed = judged(descriptor, without);
        expect(removed.gone).toContain(parts.own[0]);
        expect(removed.gone.filter((one) => !concerned.includes(one))).toEqual([]);
        expect(removed.created).toEqual([]);

        const added = judged(without, descriptor);
        expect(added.gone).toEqual([]);
        expect([...added.created].sort()).toEqual([...removed.gone].sort());
        // A permission is for one route or for the whole API, and can only change by being replaced.
        for (const { replaced } of [removed, added]) {
          expect(replaced.filter((one) => !parts.permissions.includes(one))).toEqual([]);
        }
      }),
      parameters,
    );
  });

  test('another operation mode creates or deletes its response, and replaces nothing', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        const inMode = (operationMode: string): Descriptor =>
          changeEndpoints(descriptor, id, (all) =>
            all.map((other) => (other === endpoint ? { ...other, operationMode } : other)),
          );
        const { own } = partsOf(descriptor, id, endpoint.route, []);
        const stage = ids.stageId(nameOf(descriptor, id) ?? '');
        const [route = '', response] = own;
        const updated = [route, stage].sort((a, b) => (a < b ? -1 : 1));
        const toTwoWay = judged(inMode('1-way'), inMode('2-way'));
        expect({ ...toTwoWay, updated: [...toTwoWay.updated].sort((a, b) => (a < b ? -1 : 1)) }).toEqual({
          ...nothing,
          created: [response],
          updated,
        });
        const toOneWay = judged(inMode('2-way'), inMode('1-way'));
        expect({ ...toOneWay, updated: [...toOneWay.updated].sort((a, b) => (a < b ? -1 : 1)) }).toEqual({
          ...nothing,
          gone: [response],
          updated,
        });
      }),
      parameters,
    );
  });

  test('another handler replaces neither the route nor anything of other endpoints', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        const functions = Object.entries(descriptor.resources).filter(([, { type }]) => type === 'lambda-function');
        for (const [handler] of functions) {
          const changed = changeEndpoints(descriptor, id, (all) =>
            all.map((other) => (other === endpoint ? { ...other, connections: [handler] } : other)),
          );
          const { integrations, permissions } = partsOf(descriptor, id, '', [...(endpoint.connections ?? []), handler]);
          const { replaced, gone, created } = judged(descriptor, changed);
          expect(replaced.filter((one) => !permissions.includes(one))).toEqual([]);
          expect(gone.filter((one) => ![...integrations, ...permissions].includes(one))).toEqual([]);
          expect(created.filter((one) => ![...integrations, ...permissions].includes(one))).toEqual([]);
        }
      }),
      parameters,
    );
  });

  test('another route creates a new one and deletes the old one, and the API stays', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id, endpoint }) => {
        fc.pre(endpoint.route !== '$connect');
        const route = 'quiteAnotherRoute';
        const changed = changeEndpoints(descriptor, id, (all) =>
          all.map((other) => (other === endpoint ? { ...other, route } : other)),
        );
        const parts = partsOf(descriptor, id, endpoint.route, endpoint.connections ?? []);
        const { replaced, gone, created } = judged(descriptor, changed);
        expect(gone.filter((one) => !parts.own.includes(one))).toEqual([]);
        expect(created.filter((one) => !partsOf(descriptor, id, route, []).own.includes(one))).toEqual([]);
        expect(replaced.filter((one) => !parts.permissions.includes(one))).toEqual([]);
      }),
      parameters,
    );
  });
});

describe('of the file', { timeout: patience }, () => {
  test('another order creates, replaces and deletes nothing', () => {
    fc.assert(
      fc.property(withEndpoint, ({ descriptor, id }) => {
        const endpoints = judged(
          descriptor,
          changeEndpoints(descriptor, id, (all) => reversed(all)),
        );
        expect({ ...endpoints, updated: [] }).toEqual(nothing);
        const resources = Object.fromEntries(reversed(Object.entries(descriptor.resources)));
        expect({ ...judged(descriptor, { ...descriptor, resources }), updated: [] }).toEqual(nothing);
      }),
      parameters,
    );
  });

  test('an additional resource creates its own parts, and changes nothing else', () => {
    const added: DescriptorResource = { type: 'lambda-function', name: 'Zz', runtime: 'nodejs22.x', entryPoint: 'a.b' };
    fc.assert(
      fc.property(withResource, ({ descriptor }) => {
        fc.pre(!has(descriptor, 'Zz'));
        const after = { ...descriptor, resources: { added, ...descriptor.resources } };
        expect(judged(descriptor, after)).toEqual({ ...nothing, created: ['Zz', 'ZzRole', 'ZzLogGroup'] });
        expect(judged(after, descriptor)).toEqual({ ...nothing, gone: ['Zz', 'ZzRole', 'ZzLogGroup'] });
      }),
      parameters,
    );
  });
});

describe('of a resource', { timeout: patience }, () => {
  test('another name replaces it with all of its parts, and nothing else except permissions to call it', () => {
    fc.assert(
      fc.property(withResource, ({ descriptor, id, resource }) => {
        const renamed = changeResource(descriptor, id, (old) => ({ ...old, name: 'QuiteAnotherName' }));
        const { replaced, gone, created } = judged(descriptor, renamed);
        if (resource.arn === undefined) {
          expect(gone).toContain(resource.name);
          expect(created).toContain('QuiteAnotherName');
        }
        expect(gone).toHaveLength(created.length);
        for (const logicalId of gone) expect(logicalId).toContain(resource.name);
        for (const logicalId of created) expect(logicalId).toContain('QuiteAnotherName');
        const permissions = Object.values(descriptor.resources).map(({ name }) => ids.authorizerPermissionId(name));
        expect(replaced.filter((one) => !permissions.includes(one))).toEqual([]);
      }),
      parameters,
    );
  });

  test.each<[string, Partial<DescriptorResource>, (resource: DescriptorResource) => boolean]>([
    ['description', { description: 'Quite another one' }, () => true],
    ['routeSelectorProperty', { routeSelectorProperty: 'quite.another' }, ({ type }) => type === 'websocket-api'],
    [
      'identitySource',
      { identitySource: ['querystring.quite', 'header.another'] },
      ({ connections, type }) => type === 'websocket-api' && (connections ?? []).length > 0,
    ],
    ['memory', { memory: 1234 }, isOwnFunction],
    ['timeout', { timeout: 17 }, isOwnFunction],
    ['runtime', { runtime: 'python3.13' }, isOwnFunction],
    ['entryPoint', { entryPoint: 'quite/another.one' }, isOwnFunction],
    ['environment', { environment: { QUITE: 'another' } }, isOwnFunction],
    ['connections', { connections: [] }, isOwnFunction],
  ])('another %s replaces, makes and deletes nothing', (_, change, applies) => {
    fc.assert(
      fc.property(withResource, ({ descriptor, id, resource }) => {
        fc.pre(applies(resource));
        const changed = changeResource(descriptor, id, (old) => ({ ...old, ...change }));
        expect({ ...judged(descriptor, changed), updated: [] }).toEqual(nothing);
      }),
      parameters,
    );
  });

  test('another stage replaces the stage and the permissions to call its handlers, and the API stays', () => {
    fc.assert(
      fc.property(withResource, ({ descriptor, id, resource }) => {
        fc.pre(resource.type === 'websocket-api');
        const { updated, ...rest } = judged(
          descriptor,
          changeResource(descriptor, id, (old) => ({ ...old, stage: 'quite-another' })),
        );
        const handlers = new Set(resource.endpoints?.flatMap(({ connections }) => connections ?? []));
        const permissions = [...handlers].map((handler) => {
          return ids.permissionId(resource.name, nameOf(descriptor, handler) ?? '');
        });
        const replaced = [ids.stageId(resource.name), ...permissions].sort();
        expect({ ...rest, replaced: [...rest.replaced].sort() }).toEqual({ replaced, gone: [], created: [] });
        expect(updated).not.toContain(resource.name);
      }),
      parameters,
    );
  });

  test('another key replaces the table, and what reads its stream', () => {
    fc.assert(
      fc.property(withResource, ({ descriptor, id, resource }) => {
        fc.pre(resource.type === 'dynamodb-table' && resource.arn === undefined);
        const key = { hash: { name: 'quiteAnother', type: 'BINARY' } };
        const changed = changeResource(descriptor, id, (old) => ({ ...old, key }));
        const { replaced, gone, created } = judged(descriptor, changed);
        const readers = (resource.connections ?? []).map((connection) => {
          const to = typeof connection === 'string' ? connection : connection.to;
          return ids.eventSourceId(resource.name, nameOf(descriptor, to) ?? '');
        });
        expect(gone).toEqual([]);
        expect(created).toEqual([]);
        expect([...replaced].sort()).toEqual([resource.name, ...readers].sort());
      }),
      parameters,
    );
  });
});

function isOwnFunction({ type, arn }: DescriptorResource): boolean {
  return type === 'lambda-function' && arn === undefined;
}
