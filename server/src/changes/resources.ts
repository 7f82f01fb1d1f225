// Adds resources with their required properties, and deletes them with all connections to them.
import {
  findProperty,
  findResourceDefinition,
  isRequired,
  type Property,
  type ResourceType,
} from '../language/index.ts';
import * as formats from '../language/formats.ts';
import { operationModes } from '../language/web-socket-api.ts';
import type { AccessLevel } from '../language/connections.ts';
import { connectionStarts, startAt, type ConnectionStart } from '../model/can-connect.ts';
import { functionIdFor } from '../model/conventions.ts';
import { groupBy } from '../model/group-by.ts';
import { alphanumeric, newName, newRoute } from '../model/new-names.ts';
import { mustBeFifo } from '../model/dead-letters.ts';
import { resourcesEntry, type Connection, type Project, type Resource } from '../model/project.ts';
import { isStrayResource } from '../model/misplaced.ts';
import { fits } from '../model/shape.ts';
import { isDataResource } from '../model/usage.ts';
import {
  addEntry,
  columnOf,
  contentEnd,
  fillEntry,
  indentStep,
  lineEnd,
  removeEntry,
  startOfLine,
  withEmptyLine,
  type Edit,
} from '../syntax/edits.ts';
import { addMapEntry } from '../syntax/insertions.ts';
import { findEntry, isEmpty, partAt, resolveAlias, type Entry, type MapNode, type SyntaxTree } from '../syntax/tree.ts';
import type { PlainValue } from '../syntax/write-value.ts';
import { firstOf, quote, quotePlain, sentences } from '../wording.ts';
import {
  changeBy,
  inSequence,
  refuse,
  together,
  type Change,
  type Consequence,
  type Refusal,
  type ChangeStep,
} from './change.ts';
import { addConnection, connect, disconnect, replacing } from './connections.ts';
import { addEndpoint } from './endpoints.ts';
import { newFunction } from './functions.ts';
import { t, translated } from '../locale.ts';

/** Adds a resource at the end of the file, with its required properties. A function also gets its source file. */
export function addResource(project: Project, id: string, type: ResourceType): Change | Refusal {
  const objection = whyNotResourceId(project, id);
  if (objection !== undefined) return refuse(objection);
  if (type !== 'websocket-api') return addEntryFor(project, id, type);
  // No API can be deployed without an endpoint.
  return inSequence(project, [(now) => addEntryFor(now, id, type), (now) => addFirstEndpoint(now, id)]);
}

function addEntryFor(project: Project, id: string, type: ResourceType): Change | Refusal {
  const { tree } = project;
  const entry = resourcesEntry(project);
  const added = type === 'lambda-function' ? newFunction(project, id) : newResource(project, id, type);
  if (!entry || !added) return changeBy([]);
  const { properties, creates } = added;
  if (entry.value?.kind === 'map') return { edits: [addMapEntry(tree, entry.value, id, properties)], creates };
  return changeBy(isEmpty(entry.value) ? [fillEntry(tree, entry, id, properties)] : [], { creates });
}

function addFirstEndpoint(project: Project, id: string): Change | Refusal {
  const api = project.find(id);
  const [mode] = operationModes.values;
  if (api?.type !== 'websocket-api' || !mode) return changeBy([]);
  return addEndpoint(project, api, { route: newRoute(api), operationMode: mode.value });
}

/**
 * Its required properties, with the language's examples; undefined if it cannot be an ID. Endpoints are added later.
 */
function newResource(
  project: Project,
  id: string,
  type: ResourceType,
): { readonly properties: Readonly<Record<string, PlainValue>>; readonly creates?: undefined } | undefined {
  const name = newName(project, id, type);
  if (name === undefined) return undefined;
  const properties = findResourceDefinition(type)?.properties ?? [];
  const required = properties.filter((property) => isRequired(property, () => false));
  const entries = required.flatMap((property): [string, PlainValue][] => {
    if (property.name === 'type') return [['type', type]];
    if (property.name === 'name') return [['name', name]];
    return property.example === undefined ? [] : [[property.name, property.example]];
  });
  if (type === 'sqs-queue' && mustBeFifo(project, id)) entries.push(['fifo', true]);
  return { properties: Object.fromEntries(entries) };
}

/** Connects to a new resource. */
export function connectToNew(
  project: Project,
  from: ConnectionStart,
  type: ResourceType,
  id: string,
  access: AccessLevel | undefined,
): Change | Refusal {
  const objection = whyNotResourceId(project, id);
  if (objection !== undefined) return refuse(objection);
  const change = inSequence(project, [
    (now) => addConnection(now, startAt(now, from.address) ?? from, id, type, access),
    // In this order, because the source of a new function depends on what it is used as.
    (now) => addResource(now, id, type),
  ]);
  return change.refused === undefined ? { ...change, consequence: replacing(from, type, id) } : change;
}

/** Why a resource cannot get that ID; undefined if it can. */
export function whyNotResourceId(project: Project, id: string): string | undefined {
  const { noun, words } = formats.resourceId;
  if (!formats.matchesFormat(id, formats.resourceId))
    return t`${quote(id)} is not ${translated(noun)}. Expected ${translated(words)}.`;
  return project.find(id) && t`The file already has a resource ${quote(id)}.`;
}

/**
 * A suggested ID for a new resource: `SendMessage` for the handler of the route `send-message`, or the example in the
 * language's docs if it is not the target of a new connection.
 */
export function suggestedId(type: ResourceType, madeFor?: ConnectionStart): string {
  const definition = findResourceDefinition(type);
  const example = definition && findProperty(definition, 'name')?.example;
  const usual = typeof example === 'string' ? example : 'Resource';
  if (!madeFor) return usual;
  const { endpoint, resource } = madeFor;
  const verb = resource.type === 'websocket-api' ? 'Authorize' : type === 'sqs-queue' ? 'Failed' : 'On';
  const wanted = endpoint ? functionIdFor(endpoint.route?.value ?? '') : `${verb}${alphanumeric(resource.id.value)}`;
  const id = wanted.slice(0, 60);
  return /^[A-Za-z]/.test(id) ? id : usual;
}

/**
 * Moves an entry from a map within the resource to a property that the resource lacks. Its value may be a string in place
 * of a list.
 */
export function moveToResource(
  project: Project,
  map: MapNode,
  entry: Entry,
  resource: Resource,
  property: Property,
): Change | Refusal {
  const value = resolveAlias(entry.value);
  const plain = value?.kind === 'scalar' ? value.value : undefined;
  if (!value || (typeof plain !== 'string' && typeof plain !== 'number')) return changeBy([]);
  const { type } = property;
  const isItem = type.kind === 'list';
  if (!fits(value, isItem ? type.items : type)) return changeBy([]);
  const address = { resource: project.resources.indexOf(resource), endpoint: undefined };
  return inSequence(project, [
    ({ tree }) => changeBy([removeEntry(tree, map, entry)]),
    (now) => {
      const from = startAt(now, address);
      if (!from?.map) return changeBy([]);
      if (property.name !== 'connections')
        return changeBy([addEntry(now.tree, from.map, property.name, isItem ? [plain] : plain)]);
      const target = now.find(String(plain));
      return target ? connect(now, from, target) : changeBy([]);
    },
  ]);
}

/**
 * Indents the resources at the top level, so that they are in `resources`, which is added if it is missing. Not if anything
 * else is between them.
 */
export function moveUnderResources({ tree }: Project): Change | Refusal {
  const root = resolveAlias(tree.root);
  if (root?.kind !== 'map' || root.flow) return changeBy([]);
  const strays = root.entries.filter(isStrayResource);
  const holder = findEntry(root, 'resources');
  const [first] = strays;
  const last = strays.at(-1);
  if (!first || !last) return changeBy([]);
  const from = holder ? root.entries.indexOf(holder) + 1 : root.entries.indexOf(first);
  const others = holder?.value?.kind === 'map' && !holder.value.flow ? holder.value : undefined;
  const isTaken = strays.some(({ key }) => others && findEntry(others, key.text));
  if (
    (!others && holder && !isEmpty(holder.value)) ||
    isTaken ||
    strays.some((entry, index) => root.entries[from + index] !== entry)
  ) {
    return changeBy([]);
  }
  const room = others ? columnOf(tree.text, others.span.start) : indentStep(tree);
  // Resources among the properties of one are where they should be.
  const inner = strays.flatMap(({ value }) => (value?.kind === 'map' ? value.entries.filter(isStrayResource) : []));
  if (inner.some(({ span }) => columnOf(tree.text, span.start) !== room)) return changeBy([]);
  const start = startOfLine(tree.text, first.span.start);
  const lines = [...tree.text.slice(start, last.span.end).matchAll(/^(?=[^\r\n])/gm)];
  const added = holder ? '' : `resources:${lineEnd(tree.text)}`;
  return changeBy(
    lines.flatMap(({ index }): Edit[] => {
      const at = start + index;
      if (partAt(inner, at + room)) return [];
      return [{ span: { start: at, end: at }, newText: (index === 0 ? added : '') + ' '.repeat(room) }];
    }),
  );
}

/** Deletes the resource and every connection to it. */
export function removeResource(project: Project, resource: Resource): Change | Refusal {
  const uses = usesOf(project, resource);
  const address = { resource: project.resources.indexOf(resource), endpoint: undefined };
  const removal = (now: Project): Change | Refusal => withoutEntry(now, startAt(now, address)?.resource);
  const steps: ChangeStep[] = [removal];
  // The last connections of all starts together, because each step takes a parse, then those before them.
  for (const last of inRounds(uses)) {
    steps.unshift((now) =>
      together(
        last.map(({ start, index }) => {
          const connection = startAt(now, start.address)?.connections[index];
          return connection ? disconnect(now, connection) : changeBy([]);
        }),
      ),
    );
  }
  const change = uses.length === 0 ? removal(project) : inSequence(project, steps);
  return change.refused === undefined ? { ...change, consequence: consequenceOf(resource, uses) } : change;
}

/** The first connection of each start, then the second of each, and so on. */
function inRounds(uses: readonly Use[]): readonly Use[][] {
  const counts = new Map<ConnectionStart, number>();
  const roundOf = ({ start }: Use): number => {
    const round = counts.get(start) ?? 0;
    counts.set(start, round + 1);
    return round;
  };
  return [...groupBy(uses, roundOf).values()];
}

interface Use {
  readonly start: ConnectionStart;
  readonly connection: Connection;
  /** Its position among those that start there. */
  readonly index: number;
}

/** The connections to the resource, except its own. */
function usesOf(project: Project, resource: Resource): Use[] {
  const { value } = resource.id;
  if (project.find(value) !== resource) return [];
  return connectionStarts(project).flatMap((start) =>
    start.resource === resource
      ? []
      : start.connections.flatMap((connection, index) =>
          connection.target.value === value ? [{ start, connection, index }] : [],
        ),
  );
}

function withoutEntry(project: Project, resource: Resource | undefined): Change | Refusal {
  const { tree } = project;
  const holder = resourcesEntry(project)?.value;
  if (holder?.kind !== 'map' || !resource || !holder.entries.includes(resource.entry)) return changeBy([]);
  // A key without a value is an error.
  if (holder.entries.length === 1) return { edits: [emptied(tree, holder)] };
  return { edits: [withEmptyLine(tree, removeEntry(tree, holder, resource.entry))] };
}

function emptied({ text }: SyntaxTree, { span, flow }: MapNode): Edit {
  const key = text.slice(0, span.start).trimEnd();
  return !flow && key.endsWith(':')
    ? { span: { start: key.length, end: contentEnd(text, span.end) }, newText: ' {}' }
    : { span: { start: span.start, end: contentEnd(text, span.end) }, newText: '{}' };
}

function consequenceOf(resource: Resource, uses: readonly Use[]): Consequence {
  const users = [...new Set(uses.map(({ start }) => start.endpoint?.route?.value ?? start.resource.id.value))];
  const all = firstOf(users.map(quotePlain));
  const connections = users.length === 0 ? undefined : t`The connections from ${all} are deleted as well.`;
  const deployed = isDataResource(resource)
    ? t`If it is deployed, it is kept with its data, outside of the stack.`
    : resource.type === 'websocket-api'
      ? t`If it is deployed, CloudFormation deletes it, and its URL is lost.`
      : t`If it is deployed, CloudFormation deletes it.`;
  return {
    label: t`Delete ${resource.id.value}`,
    description: sentences(connections, deployed),
    needsConfirmation: users.length > 0 || resource.type === 'websocket-api',
  };
}
