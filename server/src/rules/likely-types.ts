// The types that a resource without a `type` probably has.
import { allowedFrom, findAllowed } from '../language/connections.ts';
import { findProperty, resourceDefinitions, type ResourceType } from '../language/index.ts';
import type { Project, Resource } from '../model/project.ts';
import { connectionsOf } from '../model/references.ts';

/** The types that have all of its properties and allow the connections from and to it; all types if there are none. */
export function likelyTypes({ id, map, connections }: Resource, project: Project): readonly ResourceType[] {
  const keys = map?.entries.map(({ key }) => key.text) ?? [];
  const targets = connections.flatMap(({ target }) => project.find(target.value)?.type ?? []);
  const uses = connectionsOf(project).filter(({ connection: { target } }) => target.value === id.value);
  const isUsable = (type: ResourceType): boolean =>
    uses.every(({ connection: { source, access } }) => {
      const allowed = source && findAllowed(source, type);
      return !source || (allowed !== undefined && (allowed.access || !access));
    });
  const all = resourceDefinitions.map(({ type }) => type);
  const likely = resourceDefinitions
    .filter((definition) => keys.every((key) => findProperty(definition, key)))
    .map(({ type }) => type)
    .filter((type) => targets.every((target) => findAllowed(type, target)))
    .filter(isUsable)
    .filter((type) => connections.length === 0 || allowedFrom(type).length > 0);
  return likely.length > 0 ? likely : all;
}
