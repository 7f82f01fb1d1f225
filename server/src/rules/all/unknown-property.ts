import { moveToResource, moveUnderResources } from '../../changes/resources.ts';
import { anyResource, documentObject, type ObjectType, type Property } from '../../language/index.ts';
import { intendedProperties, isNameOf } from '../../language/similar.ts';
import { possibleProperties, usefulProperties } from '../../model/possible-properties.ts';
import { oncePerProject, type Project, type Resource } from '../../model/project.ts';
import { isShortConnection, isStrayResource, isWantedBeside } from '../../model/misplaced.ts';
import { findEntry, resolveAlias, type Entry, type MapNode, type SyntaxNode } from '../../syntax/tree.ts';
import { removeEntry, renameKey, replaceEntry } from '../../syntax/edits.ts';
import { fixBy, rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

interface Unknown {
  readonly object: ObjectType;
  readonly map: MapNode;
  readonly entry: Entry;
  /** The properties that were probably intended, the most likely first. */
  readonly near: readonly string[];
  /** The properties that could be added, without those that few projects need. */
  readonly free: readonly string[];
  readonly owner: Owner | undefined;
}

/** The resource around the map, if the property belongs there. */
interface Owner {
  readonly resource: Resource;
  readonly property: Property;
}

export const unknownProperty = rule({
  id: 'unknown-property',
  severity: 'error',
  summary: 'an unknown property',
  why: 'An unknown property would be ignored. It is usually a typo, indented at the wrong level, or a property of the resource around it.',
  looksAt: 'fault',
  *check(fault, project) {
    if (fault.kind !== 'unknown-property') return;
    const { span, object, map, entry, others } = fault;
    const typed = entry.key.text;
    const near = intendedProperties(typed, possibleProperties(object, map.entries, project));
    const useful = usefulProperties(object, map.entries, project);
    const free = useful.filter(({ isExtra }) => !isExtra).map(({ name }) => name);
    const owner = near.length > 0 ? undefined : ownerOf(typed, map, project);
    const data: Unknown = { object, map, entry, near, free, owner };
    yield { span, data, related: others.map(({ key }) => ({ span: key.span, message: t`Also here.` })) };
  },
  message(data) {
    const { entry, object } = data;
    // What a connection can have depends on where it starts.
    const owner = object.isConnection ? t`this connection` : translated(object.noun);
    return t`${quote(entry.key.text)} is not a property of ${owner} and would be ignored. ${adviceOn(data)}`;
  },
  *fixes({ entry, object, map, near, owner }, project) {
    const access = resolveAlias(entry.value);
    if (isShort(object, map, entry) && access?.kind === 'scalar') {
      const entries = [
        ['to', entry.key.text],
        ['access', access.text],
      ] as const;
      const title = t`Change to ${quote(`to: ${entry.key.text}`)} with ${quote(`access: ${access.text}`)}`;
      yield { title, edits: [replaceEntry(project.tree, map, entry, entries)], preferred: true };
      return;
    }
    for (const [index, name] of near.entries()) {
      yield {
        title: t`Change to ${quote(name)}`,
        edits: [renameKey(project.tree, entry, name)],
        preferred: index === 0,
      };
    }
    if (object === documentObject && isStrayResource(entry)) {
      yield* fixBy(t`Move under \`resources\``, moveUnderResources(project), true);
      return;
    }
    // Do not offer to remove what is probably a misspelled property.
    if (near.length > 0 || map.entries.length < 2 || isWantedBeside(entry, map, project.shape)) return;
    if (owner && !hasOwn(owner)) {
      const title = t`Move to ${quote(owner.property.name)} of ${quote(owner.resource.id.value)}`;
      yield* fixBy(title, moveToResource(project, map, entry, owner.resource, owner.property), true);
    }
    yield { title: t`Remove ${quote(entry.key.text)}`, edits: [removeEntry(project.tree, map, entry)] };
  },
});

function adviceOn({ entry, object, map, near: [meant], free, owner }: Unknown): string {
  if (isShort(object, map, entry)) return t`Use ${quote(`to: ${entry.key.text}`)}, and a separate \`access\`.`;
  if (object === documentObject && isStrayResource(entry))
    return t`It is a resource: indent it, so that it is in \`resources\`.`;
  if (meant !== undefined) return t`Did you mean ${quote(meant)}?`;
  if (owner) {
    const name = quote(owner.property.name);
    const id = quote(owner.resource.id.value);
    return hasOwn(owner)
      ? t`${id} already has ${name}, where it belongs. Remove it here.`
      : t`Set ${name} of ${id} instead.`;
  }
  return free.length > 0 ? t`Expected ${oneOf(free)}.` : t`Remove it.`;
}

function isShort(object: ObjectType, map: MapNode, entry: Entry): boolean {
  return object.isConnection === true && isShortConnection(map, entry);
}

/** Not for a property that every resource has, which does not say where it belongs. */
function ownerOf(typed: string, map: MapNode, project: Project): Owner | undefined {
  if (anyResource.properties.some(({ name }) => name === typed)) return undefined;
  const resource = resourcesAround(project).get(map);
  const object = resource?.map && project.shape.objectOf(resource.map);
  const property = object?.properties.find((candidate) => isNameOf(typed, candidate));
  return resource && property && { resource, property };
}

/** The resource around each map that is within one. */
const resourcesAround = oncePerProject((project): ReadonlyMap<MapNode, Resource> => {
  const around = new Map<MapNode, Resource>();
  const visit = (node: SyntaxNode | undefined, resource: Resource): void => {
    if (node?.kind === 'map') {
      if (node !== resource.map && !around.has(node)) around.set(node, resource);
      for (const { value } of node.entries) visit(value, resource);
    } else if (node?.kind === 'list') for (const { value } of node.items) visit(value, resource);
  };
  for (const resource of project.resources) visit(resource.map, resource);
  return around;
});

function hasOwn({ resource, property }: Owner): boolean {
  return resource.map !== undefined && findEntry(resource.map, property.name) !== undefined;
}
