// The names of the template that the overlay has: where they are there, and what generates those that are not its own.
import { outputSuffixes } from './logical-ids.ts';
import { resourceRecords } from '../language/index.ts';
import { siteOf, type Site } from './sites.ts';
import { groupBy } from './group-by.ts';
import { existingArn, oncePerProject, type Project, type Resource } from './project.ts';
import { sectionOf, type OverlayReference, type OverlaySection } from './overlay.ts';
import { isDataResource } from './usage.ts';

/** Resources and parameters share their names; conditions, mappings and outputs have their own. */
export type Namespace = 'Resources' | 'Mappings' | 'Conditions' | 'Outputs';

export function namespaceOf(section: OverlaySection): Namespace {
  return section === 'Parameters' ? 'Resources' : section;
}

export function namespaceOfTarget({ to }: Pick<OverlayReference, 'to'>): Namespace {
  return sectionOf[to];
}

/** Something that a resource becomes in the template. */
export interface GeneratedName {
  readonly namespace: Namespace;
  readonly name: string;
  readonly resource: Resource;
  /** False for the resource itself. */
  readonly isPart: boolean;
}

/** In an order that does not depend on the names. Outputs that are left out are included. */
export const generatedNames = oncePerProject(({ logicalIds, resources }): readonly GeneratedName[] => [
  ...logicalIds.claims.map(({ logicalId, ...claim }) => ({
    ...claim,
    name: logicalId,
    namespace: 'Resources' as const,
  })),
  ...resources.flatMap((resource): GeneratedName[] => {
    const codeKey = resource.type === 'lambda-function' && resource.code && logicalIds.ofFunction(resource)?.codeKey;
    return codeKey ? [{ namespace: 'Resources', name: codeKey, resource, isPart: true }] : [];
  }),
  ...resources.flatMap((resource): GeneratedName[] => {
    const id = logicalIds.of(resource);
    const suffixes = id === undefined ? [] : suffixesOf(resource);
    return suffixes.map((suffix) => ({ namespace: 'Outputs', name: `${id}${suffix}`, resource, isPart: true }));
  }),
]);

function suffixesOf(resource: Resource): readonly string[] {
  if (existingArn(resource)) return [];
  if (isDataResource(resource)) return [resourceRecords[resource.type].ref.output];
  const { clients, callback, domainUrl, domainTarget, domainZone } = outputSuffixes;
  if (resource.type === 'websocket-api') return [clients, callback, domainUrl, domainTarget, domainZone];
  return resource.type === 'lambda-function' ? [outputSuffixes.function] : [];
}

/** What generates that name; undefined if nothing does. The first one, if several resources have the same name. */
export function findGenerated(project: Project, namespace: Namespace, name: string): GeneratedName | undefined {
  return generatedByKey(project).get(keyOf(namespace, name))?.[0];
}

const generatedByKey = oncePerProject((project) =>
  groupBy(generatedNames(project), ({ namespace, name }) => keyOf(namespace, name)),
);

function keyOf(namespace: Namespace, name: string): string {
  return `${namespace} ${name}`;
}

/** A place of the overlay that has a name of the template. */
export interface OverlaySite extends Site {
  readonly namespace: Namespace;
  readonly name: string;
  /** Whether it is the key of an entry. */
  readonly isKey: boolean;
}

/** In the order of the file. */
export const overlaySites = oncePerProject(({ overlay, tree }): readonly OverlaySite[] =>
  overlay.entries.flatMap(({ section, name, entry, references }) => [
    { ...siteOf(tree, entry.key), namespace: namespaceOf(section), name, isKey: true },
    ...references.map(({ span, node, offset, ...reference }) => ({
      span,
      node,
      ...(node.text === reference.name ? {} : { offset }),
      namespace: namespaceOfTarget(reference),
      name: reference.name,
      isKey: false,
    })),
  ]),
);

/** Where the overlay has that name. */
export function overlaySitesOf(project: Project, namespace: Namespace, name: string): readonly OverlaySite[] {
  return sitesByKey(project).get(keyOf(namespace, name)) ?? [];
}

const sitesByKey = oncePerProject((project) =>
  groupBy(overlaySites(project), ({ namespace, name }) => keyOf(namespace, name)),
);
