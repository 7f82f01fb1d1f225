// A resource's `name`. Nothing in the file refers to it, but as the logical ID it is what the resource is deployed under.
import type { Project, Resource } from '../../model/project.ts';
import { siteOf, type Site } from '../../model/references.ts';
import { locate } from '../../syntax/tree.ts';

export interface LogicalName {
  readonly kind: 'name';
  readonly value: string;
  readonly resource: Resource;
  readonly declaration: Site;
  readonly uses: readonly [];
}

/** The name whose text stands at the offset. */
export function logicalNameAt(project: Project, offset: number): LogicalName | undefined {
  const { scalar } = locate(project.tree, offset);
  const resource = scalar && project.resources.find(({ name }) => name?.node === scalar);
  if (!resource) return undefined;
  return {
    kind: 'name',
    value: resource.name?.value ?? '',
    resource,
    declaration: siteOf(project.tree, scalar),
    uses: [],
  };
}
