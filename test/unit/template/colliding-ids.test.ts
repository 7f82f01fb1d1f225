// A logical ID that is derived for a part never collides: the part yields, and nothing else changes. Names and routes
// are full of the suffixes of such IDs.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText, type Descriptor, type DescriptorResource } from '../../harness/descriptor.ts';
import { auditTemplate } from '../../harness/audit-template.ts';
import { changeEndpoints, reversed } from '../../harness/edit-descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, readTemplate, resourcesOf } from '../../harness/read-template.ts';

const suffixed = arbitraryDescriptor({ suffixedNames: true });
const parameters = { seed, numRuns: runs * 4 };

function templateOf(descriptor: Descriptor): unknown {
  return readTemplate(stringify(generate(bind(parse(descriptorText(descriptor)))), 'json'), 'json');
}

/** The purpose of each ID. */
function purposes(descriptor: Descriptor): ReadonlyMap<string, string> {
  const properties = ['ApiId', 'RouteKey', 'IntegrationUri', 'FunctionName', 'EventSourceArn', 'TopicArn', 'Endpoint'];
  return new Map(
    [...resourcesOf(templateOf(descriptor))].map(([id, resource]) => {
      return [id, JSON.stringify([resource.type, ...properties.map((name) => get(resource.properties, name))])];
    }),
  );
}

function isDeployed({ arn }: DescriptorResource): boolean {
  return arn === undefined;
}

const triggerParts: Readonly<Record<string, readonly string[]>> = {
  'sqs-queue': ['EventSource'],
  'dynamodb-table': ['EventSource'],
  'sns-topic': ['Subscription', 'Permission'],
  's3-bucket': ['Permission'],
  schedule: ['Permission'],
};

/** The IDs of the parts according to the docs, before any of them yields. */
function wantedIds({ resources }: Descriptor): string[] {
  return Object.values(resources).flatMap((resource) => {
    const { type, name, endpoints = [], connections = [], accessLogs, domain } = resource;
    if (type === 'lambda-function') return isDeployed(resource) ? [`${name}Role`, `${name}LogGroup`] : [];
    if (type !== 'websocket-api') {
      const invoked = new Set(connections.map((one) => (typeof one === 'string' ? one : one.to)));
      const suffixes = triggerParts[type] ?? [];
      return [...invoked].flatMap((id) => suffixes.map((suffix) => `${name}${resources[id]?.name ?? ''}${suffix}`));
    }
    const isAuthorized = connections.length > 0 && endpoints.some(({ route }) => route === '$connect');
    const handlers = new Set(endpoints.flatMap((endpoint) => endpoint.connections ?? []));
    return [
      `${name}Stage`,
      ...(accessLogs ? [`${name}AccessLog`] : []),
      ...(domain ? [`${name}Domain`, `${name}Mapping`] : []),
      ...(isAuthorized ? [`${name}Authorizer`, `${name}AuthorizerPermission`] : []),
      ...endpoints.flatMap(({ route, operationMode }) => {
        const word = capitalized(route.replace('$', ''));
        const id = route.startsWith('$') ? `${name}${word}Route` : `${name}Route${word}`;
        return operationMode === '2-way' ? [id, `${id}Response`] : [id];
      }),
      ...[...handlers].flatMap((id) => {
        const handler = resources[id]?.name ?? '';
        return [`${name}${handler}Integration`, `${name}${handler}Permission`];
      }),
    ];
  });
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

describe('with names that end like the IDs of parts', { timeout: patience }, () => {
  test('every project is valid, and its template is complete', () => {
    let collisions = 0;
    fc.assert(
      fc.property(suffixed, (descriptor) => {
        expect(analyze(descriptorText(descriptor)).errors.map(({ message }) => message)).toEqual([]);
        const idOf = (id: string): string | undefined => descriptor.resources[id]?.name;
        expect(auditTemplate(descriptor, templateOf(descriptor), idOf)).toEqual([]);
        const wanted = wantedIds(descriptor);
        const own = Object.values(descriptor.resources).flatMap((resource) =>
          isDeployed(resource) ? [resource.name] : [],
        );
        if (new Set([...wanted, ...own]).size < wanted.length + own.length) collisions++;
        expect(resourcesOf(templateOf(descriptor)).size).toBe(wanted.length + own.length);
      }),
      parameters,
    );
    // Without enough collisions, the test would be pointless.
    expect(collisions).toBeGreaterThan(parameters.numRuns / 10);
  });

  test('each resource has its name as its ID, and each part the ID that it wants, unless something else has it', () => {
    fc.assert(
      fc.property(suffixed, (descriptor) => {
        const ids = [...resourcesOf(templateOf(descriptor)).keys()];
        const wanted = wantedIds(descriptor);
        const own = Object.values(descriptor.resources).filter(isDeployed);
        expect(ids).toEqual(expect.arrayContaining(own.map(({ name }) => name)));
        const isFree = (id: string): boolean => descriptor.parameters?.[id] === undefined;
        expect(ids).toEqual(expect.arrayContaining(wanted.filter(isFree)));
        const others = ids.filter((id) => !wanted.includes(id) && !own.some(({ name }) => name === id));
        for (const id of others) expect(wanted).toContain(id.replace(/[0-9a-f]{8}$/, ''));
      }),
      parameters,
    );
  });

  test('the order of endpoints and of resources changes no ID', () => {
    fc.assert(
      fc.property(suffixed, (descriptor) => {
        const before = purposes(descriptor);
        const apis = Object.entries(descriptor.resources).filter(([, { type }]) => type === 'websocket-api');
        const endpoints = apis.reduce((changed, [id]) => changeEndpoints(changed, id, reversed), descriptor);
        expect(purposes(endpoints)).toEqual(before);
        const resources = Object.fromEntries(reversed(Object.entries(descriptor.resources)));
        expect(purposes({ ...descriptor, resources })).toEqual(before);
      }),
      parameters,
    );
  });

  test('an additional resource changes only the IDs of parts that want its own', () => {
    fc.assert(
      fc.property(suffixed, (descriptor) => {
        const entries = Object.entries(descriptor.resources);
        const uses = JSON.stringify(entries.map(([, { connections, endpoints }]) => [connections, endpoints]));
        const [added, resource] = entries.find(([id]) => !uses.includes(JSON.stringify(id))) ?? [];
        fc.pre(resource !== undefined && entries.length > 1);
        const without = { ...descriptor, resources: Object.fromEntries(entries.filter(([id]) => id !== added)) };
        const wanted = wantedIds(descriptor);
        for (const id of wantedIds(without)) wanted.splice(wanted.indexOf(id), 1);
        const after = purposes(descriptor);
        const changed = [...purposes(without)].flatMap(([id, purpose]) => (after.get(id) === purpose ? [] : [id]));
        expect([...wanted, resource?.name]).toEqual(expect.arrayContaining(changed));
      }),
      parameters,
    );
  });
});
