// Edits of descriptors, as a user makes them.
import * as fc from 'fast-check';
import { arbitraryDescriptor } from './arbitrary-project.ts';
import type { Descriptor, DescriptorEndpoint, DescriptorResource } from './descriptor.ts';

/** A descriptor, one of its APIs and one of the API's endpoints; no logical ID depends on the order of the file. */
export const withEndpoint = arbitraryDescriptor({ alphanumericNames: true })
  .map((descriptor) => ({
    descriptor,
    endpoints: Object.entries(descriptor.resources).flatMap(([id, { endpoints = [] }]) =>
      endpoints.map((endpoint) => ({ id, endpoint })),
    ),
  }))
  .filter(({ endpoints }) => endpoints.length > 0)
  .chain(({ descriptor, endpoints }) => fc.constantFrom(...endpoints).map((chosen) => ({ descriptor, ...chosen })));

/** A descriptor and one of its resources. */
export const withResource = arbitraryDescriptor({ alphanumericNames: true }).chain((descriptor) =>
  fc
    .constantFrom(...Object.entries(descriptor.resources))
    .map(([id, resource]): { descriptor: Descriptor; id: string; resource: DescriptorResource } => ({
      descriptor,
      id,
      resource,
    })),
);

export function changeResource(
  { resources, ...rest }: Descriptor,
  id: string,
  change: (resource: DescriptorResource) => DescriptorResource,
): Descriptor {
  const entries = Object.entries(resources).map(([other, resource]): [string, DescriptorResource] =>
    other === id ? [other, change(resource)] : [other, resource],
  );
  return { ...rest, resources: Object.fromEntries(entries) };
}

export function changeEndpoints(
  descriptor: Descriptor,
  id: string,
  change: (endpoints: readonly DescriptorEndpoint[]) => readonly DescriptorEndpoint[],
): Descriptor {
  return changeResource(descriptor, id, (resource) => ({ ...resource, endpoints: change(resource.endpoints ?? []) }));
}

export function reversed<T>(items: readonly T[]): readonly T[] {
  return items.map((_, index) => items[items.length - 1 - index]).filter((item) => item !== undefined);
}
