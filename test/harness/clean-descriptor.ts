// Descriptors without errors and warnings.
import type * as fc from 'fast-check';
import { ineffectiveWithArn } from '../../server/src/language/lambda-function.ts';
import { withArbitraryOverlay } from './arbitrary-overlay.ts';
import { arbitraryDescriptor } from './arbitrary-project.ts';
import type { Descriptor, DescriptorConnection, DescriptorEndpoint, DescriptorResource } from './descriptor.ts';

/** Random descriptors over the whole language. */
export function cleanDescriptor(): fc.Arbitrary<Descriptor> {
  return arbitraryDescriptor({ alphanumericNames: true }).map(cleaned).chain(withArbitraryOverlay);
}

/** The descriptor with a handler for each endpoint, and without anything that has no effect. */
function cleaned({ description, parameters, resources }: Descriptor): Descriptor {
  const known = Object.entries(resources);
  const functions = known.flatMap(([id, { type }]) => (type === 'lambda-function' ? [id] : []));
  const needsHandler =
    functions.length === 0 && known.some(([, { type }]) => type === 'websocket-api' || type === 'schedule');
  const handler: DescriptorResource = {
    type: 'lambda-function',
    name: 'HandlerOfAll',
    runtime: 'nodejs22.x',
    entryPoint: 'functions/all.handler',
  };
  const [first = 'handler-of-all'] = functions;
  const partition = partitionOf(known.find(([, { arn }]) => arn !== undefined)?.[1].arn);
  const entries = known.map(([id, resource]): [string, DescriptorResource] => {
    return [id, cleanedResource(resource, first, partition)];
  });
  return {
    description,
    parameters,
    resources: Object.fromEntries(needsHandler ? [...entries, [first, handler]] : entries),
  };
}

function cleanedResource(resource: DescriptorResource, handler: string, partition: string): DescriptorResource {
  if (resource.type === 'websocket-api') return cleanedApi(resource, handler);
  const connections = resource.connections && uniqueBy(resource.connections, targetOf);
  const arn = resource.arn?.replace(partitionOf(resource.arn), partition).replace('cn-north-1', 'eu-west-1');
  if (resource.type === 's3-bucket') return { ...resource, arn };
  if (resource.type === 'schedule')
    return { ...resource, connections: connections && connections.length > 0 ? connections : [handler] };
  if (resource.type !== 'lambda-function') return { ...resource, arn, connections };
  const { timeout } = resource;
  if (arn !== undefined) {
    const ineffective = Object.fromEntries(ineffectiveWithArn.map((name) => [name, undefined]));
    return { ...resource, arn, connections, ...ineffective };
  }
  const environment = resource.environment && Object.entries(resource.environment);
  const shown = environment?.filter(([, value]) => typeof value === 'string' || value['secret'] === undefined);
  return {
    ...resource,
    connections,
    environment: shown && Object.fromEntries(shown),
    timeout: timeout === undefined ? undefined : Math.min(timeout, 29),
  };
}

function cleanedApi(api: DescriptorResource, handler: string): DescriptorResource {
  const endpoints = (api.endpoints ?? [])
    .filter(({ route }) => route.trim() === route)
    .map((endpoint): DescriptorEndpoint => {
      const isUnanswered = endpoint.route === '$connect' || endpoint.route === '$disconnect';
      const operationMode = isUnanswered ? '1-way' : endpoint.operationMode;
      return { ...endpoint, operationMode, connections: endpoint.connections ?? [handler] };
    });
  const unique = uniqueBy(endpoints, ({ route }) => route.toLowerCase());
  const spare = { route: 'spare', operationMode: '2-way', connections: [handler] };
  const isAsked = unique.some(({ route }) => route === '$connect');
  const { connections, identitySource, authorization, ...rest } = api;
  return {
    ...rest,
    endpoints: unique.length > 0 ? unique : [spare],
    ...(isAsked ? { connections, identitySource, authorization } : {}),
  };
}

/** One stack can only call functions in one partition. */
function partitionOf(arn = 'arn:aws'): string {
  return arn.split(':', 2).join(':');
}

function targetOf(connection: string | DescriptorConnection): string {
  return typeof connection === 'string' ? connection : connection.to;
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.filter((item, index) => items.findIndex((other) => keyOf(other) === keyOf(item)) === index);
}
