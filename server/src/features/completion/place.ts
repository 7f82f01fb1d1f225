// The places at which something can be completed: a closed union, found once, before anything is offered.
import type { ConnectionSource } from '../../language/connections.ts';
import {
  anyResource,
  documentObject,
  type EnumType,
  type ObjectType,
  type Property,
  type Type,
} from '../../language/index.ts';
import { bind } from '../../model/bind.ts';
import type { Project } from '../../model/project.ts';
import type { Step } from '../../syntax/locate.ts';
import { probe, type Probe } from '../../syntax/probe.ts';
import type { Entry, MapNode, Span } from '../../syntax/tree.ts';

export type Place = { readonly replaced: Span; readonly notation: Notation } & (
  | {
      /** A key of an object. */
      readonly kind: 'key';
      readonly object: ObjectType;
      /** The other entries of the map. */
      readonly others: readonly Entry[];
      /** True where the key has its colon already. */
      readonly hasColon: boolean;
    }
  | { readonly kind: 'enum-value'; readonly type: EnumType }
  | { readonly kind: 'route'; readonly taken: readonly string[] }
  | {
      /** The id of a resource to connect to, from there. */
      readonly kind: 'connection-target';
      readonly source: ConnectionSource;
      /** What encloses the target: the list that is still missing, the item of one, or the `to` of a map. */
      readonly within: 'nothing' | 'list' | 'map';
      readonly taken: readonly string[];
    }
);

export interface Notation {
  /** Inside brackets or braces. */
  readonly flow: boolean;
  /** Keys and values in double quotes. */
  readonly json: boolean;
  /** The quotes of the word that is being typed. */
  readonly quote: 'none' | 'single' | 'double';
}

export function placeAt(text: string, offset: number): Place | undefined {
  const probed = probe(text, offset);
  if (!probed) return undefined;
  const project = bind(probed.tree);
  const { steps } = probed.location;
  const base = { replaced: probed.replaced, notation: notationAt(probed, steps) };
  const found = probed.location.key ? keyPlace(project, probed, steps) : valuePlace(project, probed, steps);
  return found && { ...base, ...found };
}

type Found = Place extends infer P ? (P extends Place ? Omit<P, 'replaced' | 'notation'> : never) : never;

function notationAt({ tree, scalar }: Probe, steps: readonly Step[]): Notation {
  const root = tree.root;
  const keys = root?.kind === 'map' && root.flow ? root.entries.map(({ key }) => key) : [];
  const json = keys.some((key) => key.style === 'double' && key !== scalar);
  const quote = scalar.style === 'single' || scalar.style === 'double' ? scalar.style : 'none';
  return { flow: steps.some(({ collection }) => collection.flow), json, quote };
}

function keyPlace(project: Project, probed: Probe, steps: readonly Step[]): Found | undefined {
  const map = steps.at(-1)?.collection;
  const object = map?.kind === 'map' ? project.shape.objectOf.get(map) : undefined;
  if (map?.kind !== 'map' || !object) return undefined;
  const { key } = probed.location;
  return {
    kind: 'key',
    object,
    others: map.entries.filter((entry) => entry !== key),
    hasColon: key?.complete === true,
  };
}

function valuePlace(project: Project, probed: Probe, steps: readonly Step[]): Found | undefined {
  if (steps.length === 0) return { kind: 'key', object: documentObject, others: [], hasColon: false };
  const type = project.shape.typeOf.get(probed.scalar);
  const property = innermostProperty(project, steps);
  if (!type) return undefined;
  switch (type.kind) {
    case 'enum':
      return { kind: 'enum-value', type };
    case 'string':
      if (property?.name === 'route') return { kind: 'route', taken: routesBeside(project, probed) };
      return property?.name === 'to' ? target(project, probed, 'map') : undefined;
    case 'connection':
      return target(project, probed, 'list');
    case 'list':
      return type.items.kind === 'connection' ? target(project, probed, 'nothing') : undefined;
    case 'object':
    case 'resource':
      // A word where a map belongs is the map's first key.
      return startsMap(probed, steps) ? firstKey(type) : undefined;
    case 'integer':
    case 'map':
      return undefined;
  }
}

function firstKey(type: Extract<Type, { kind: 'object' | 'resource' }>): Found {
  return { kind: 'key', object: type.kind === 'object' ? type : anyResource, others: [], hasColon: false };
}

/** A block map cannot start on the line of its key, but can behind the dash of an item. */
function startsMap({ tree, scalar }: Probe, steps: readonly Step[]): boolean {
  const step = steps.at(-1);
  if (!step) return true;
  if (!('key' in step.part)) return true;
  return /[\r\n]/.test(tree.text.slice(step.part.key.span.end, scalar.span.start));
}

function innermostProperty(project: Project, steps: readonly Step[]): Property | undefined {
  const part = steps.at(-1)?.part;
  return part && 'key' in part ? project.shape.propertyOf.get(part) : undefined;
}

function routesBeside(project: Project, { scalar }: Probe): string[] {
  const api = project.resources.find(
    (resource) => resource.type === 'websocket-api' && resource.endpoints.some(({ route }) => route?.node === scalar),
  );
  if (api?.type !== 'websocket-api') return [];
  return api.endpoints.flatMap(({ route }) => (route && route.node !== scalar ? route.value : []));
}

function target(project: Project, probed: Probe, within: 'nothing' | 'list' | 'map'): Found | undefined {
  const enclosing = probed.location.steps.map(({ part }) => part);
  for (const resource of project.resources) {
    if (!enclosing.includes(resource.entry) || !resource.type) continue;
    const endpoint =
      resource.type === 'websocket-api'
        ? resource.endpoints.find(({ map }) => encloses(map, probed.location.steps))
        : undefined;
    const connections = (endpoint ?? resource).connections.filter(({ target }) => target.node !== probed.scalar);
    return {
      kind: 'connection-target',
      source: endpoint ? 'endpoint' : resource.type,
      within,
      taken: connections.map(({ target }) => target.value),
    };
  }
  return undefined;
}

function encloses(map: MapNode, steps: readonly Step[]): boolean {
  return steps.some(({ collection }) => collection === map);
}
