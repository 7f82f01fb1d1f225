// Adds, removes and redirects connections, and changes their properties.
import { accessLevels, findAllowed, type AccessLevel } from '../language/connections.ts';
import { usualAttempts } from '../language/dead-letters.ts';
import * as formats from '../language/formats.ts';
import type { ResourceType } from '../language/index.ts';
import { reservedVariables } from '../language/lambda-function.ts';
import {
  allowedAt,
  canConnect,
  judgeConnection,
  replacedFrom,
  startAt,
  startOfConnection,
  whyNot,
  type ConnectionStart,
} from '../model/can-connect.ts';
import type { Connection, LambdaFunction, Project, Resource } from '../model/project.ts';
import { freeEvent, takenVariables, variablesOf, type ConnectionVariable } from '../model/usage.ts';
import { addEntry, removeEntry, removeItem, replaceScalar, setValue, type Edit } from '../syntax/edits.ts';
import { addItem, addTextItem } from '../syntax/insertions.ts';
import { withinWidth } from '../syntax/restyle.ts';
import { findEntry, isEmpty, resolveAlias, type MapNode, type SyntaxTree } from '../syntax/tree.ts';
import { writeFlow } from '../syntax/write-value.ts';
import { quote, quotePlain } from '../wording.ts';
import { changeBy, inSequence, refuse, setProperty, type Change, type Consequence, type Refusal } from './change.ts';
import { t, translated } from '../locale.ts';

/** The access levels, the most common first. */
export const levelsByUse: readonly [AccessLevel, ...AccessLevel[]] = [
  'read-write',
  ...accessLevels.values.map(({ value }) => value).filter((value) => value !== 'read-write'),
];

/** Connects to the resource. If only one connection may start there, replaces the existing one. */
export function connect(project: Project, from: ConnectionStart, to: Resource, access?: AccessLevel): Change | Refusal {
  const objection = whyNot(canConnect(project, from, to));
  if (objection !== undefined || !to.type) return refuse(objection ?? '');
  return addConnection(project, from, to.id.value, to.type, access);
}

/** The same without checking that it is allowed, for a resource that need not exist yet. */
export function addConnection(
  { tree }: Project,
  from: ConnectionStart,
  id: string,
  type: ResourceType,
  access?: AccessLevel,
): Change | Refusal {
  const { map } = from;
  const allowed = allowedAt(from).find(({ to }) => to === type);
  const source = allowed?.from ?? from.source;
  const replaced = replacedFrom(from, source);
  if (replaced) {
    return { edits: [replaceScalar(tree, replaced.target.node, id)], consequence: replacing(from, type, id) };
  }
  if (!map) return changeBy([]);
  if (source === 'dead-letter') return addDeadLetter(tree, map, id);
  const needsAccess = allowed?.access === true;
  const event = source === 's3-bucket' ? freeEvent(from.connections) : undefined;
  const connection = needsAccess
    ? { to: id, access: access ?? 'read-write' }
    : event === undefined || event === 'created'
      ? id
      : { to: id, on: event };
  const entry = findEntry(map, 'connections');
  if (!entry) return { edits: [withinWidth(tree, addEntry(tree, map, 'connections', [connection]))] };
  const isNone = !entry.value || (entry.value.kind === 'list' && entry.value.items.length === 0);
  if (isNone) return { edits: [withinWidth(tree, setValue(entry, [connection]))] };
  if (entry.value?.kind !== 'list') return changeBy([]);
  const isText = typeof connection === 'string';
  return { edits: [isText ? addTextItem(tree, entry.value, connection) : addItem(tree, entry.value, connection)] };
}

function addDeadLetter(tree: SyntaxTree, map: MapNode, to: string): Change | Refusal {
  const entry = findEntry(map, 'deadLetter');
  const value = { to, after: usualAttempts };
  if (!entry) return { edits: [withinWidth(tree, addEntry(tree, map, 'deadLetter', value))] };
  if (!entry.value || isEmpty(entry.value)) return { edits: [withinWidth(tree, setValue(entry, value))] };
  // A half-typed `to` may be there.
  if (entry.value.kind !== 'map' || findEntry(entry.value, 'to')) return changeBy([]);
  return { edits: [addEntry(tree, entry.value, 'to', to)] };
}

/** The effect of a new connection to a resource of that type if it replaces another one. */
export function replacing(from: ConnectionStart, type: ResourceType, to: string): Consequence | undefined {
  const allowed = allowedAt(from).find((one) => one.to === type);
  const before = allowed && replacedFrom(from, allowed.from)?.target.value;
  if (before === undefined) return undefined;
  const { endpoint, resource } = from;
  const instead = t`${quotePlain(to)} instead of ${quotePlain(before)}`;
  const description = endpoint
    ? t`The requests of ${quotePlain(endpoint.route?.value ?? '')} will be handled by ${instead}.`
    : allowed?.role === 'dead-letter'
      ? t`The dead letters of ${quotePlain(resource.id.value)} will go to ${instead}.`
      : t`The clients of ${quotePlain(resource.id.value)} will be authorized by ${instead}.`;
  return { label: t`Replace a connection`, description, needsConfirmation: false };
}

/**
 * Removes the connection from its list, and the list itself if it was the last one. An API's authorizer is removed
 * together with the identity sources, which would have no effect anymore.
 */
export function disconnect(project: Project, connection: Connection): Change | Refusal {
  const from = startOfConnection(project, connection);
  if (!from) return changeBy([]);
  const { address, connections } = from;
  const index = connections.indexOf(connection);
  const isLast = hasIdentitySource(from) && connections.length === 1;
  const change = isLast
    ? inSequence(project, [
        (now) => withoutIdentitySource(now, startAt(now, address)),
        (now) => withoutConnection(now, startAt(now, address), index),
      ])
    : withoutConnection(project, from, index);
  const isPossible = judgeConnection(project, from, connection).kind !== 'not-allowed';
  return isLast && isPossible && change.refused === undefined ? { ...change, consequence: withoutSources() } : change;
}

function withoutSources(): Consequence {
  return {
    label: t`Remove the authorizer`,
    description: t`The API's identity sources are removed as well.`,
    needsConfirmation: false,
  };
}

function hasIdentitySource({ source, map }: ConnectionStart): boolean {
  return source === 'websocket-api' && map !== undefined && findEntry(map, 'identitySource') !== undefined;
}

function withoutIdentitySource({ tree }: Project, from: ConnectionStart | undefined): Change | Refusal {
  const map = from?.map;
  const entry = map && findEntry(map, 'identitySource');
  return changeBy(map && entry ? [removeEntry(tree, map, entry)] : []);
}

function withoutConnection({ tree }: Project, from: ConnectionStart | undefined, index: number): Change | Refusal {
  const connection = from?.connections[index];
  if (from?.map && connection?.source === 'dead-letter') return withoutDeadLetter(tree, from.map);
  const entry = from?.map && findEntry(from.map, 'connections');
  // A list behind an alias is used elsewhere as well.
  const list = entry?.value?.kind === 'list' ? entry.value : undefined;
  const item = list?.items.find(({ value }) => value === connection?.node);
  if (!from?.map || !entry || !list || !item) return changeBy([]);
  const isAlone = list.items.length === 1 && from.map.entries.length > 1;
  return { edits: [isAlone ? removeEntry(tree, from.map, entry) : removeItem(tree, list, item)] };
}

function withoutDeadLetter(tree: SyntaxTree, map: MapNode): Change | Refusal {
  const entry = findEntry(map, 'deadLetter');
  return changeBy(entry ? [removeEntry(tree, map, entry)] : []);
}

/** Sets a property of the connection, which becomes a map if it is a bare ID. */
export function setOnConnection(
  project: Project,
  { node, target }: Connection,
  name: 'access' | 'as' | 'batchSize' | 'on' | 'after',
  value: string | number,
): Change | Refusal {
  const map = resolveAlias(node);
  if (map?.kind === 'map') return setProperty(project, map, name, value);
  return { edits: [asMap(target.node, target.value, { [name]: value })] };
}

/** Names the environment variable by which the function finds the connection's target. */
export function nameVariable(project: Project, connection: Connection, name: string): Change | Refusal {
  const current = variableOf(project, connection);
  if (name === current?.name) return { edits: [] };
  const objection =
    current && whyNotVariable(name, current.lambda, takenVariables(project, current.lambda, connection));
  if (objection !== undefined) return refuse(objection);
  const change = setOnConnection(project, connection, 'as', name);
  if (change.refused !== undefined || !current) return change;
  return { ...change, consequence: otherVariable(current.name, current.lambda) };
}

/** Why the function cannot have a variable with that name besides the taken ones; undefined if it can. */
export function whyNotVariable(name: string, { id }: LambdaFunction, taken: ReadonlySet<string>): string | undefined {
  const { noun, words } = formats.environmentName;
  if (!formats.matchesFormat(name, formats.environmentName))
    return t`${quote(name)} is not ${translated(noun)}. Expected ${translated(words)}.`;
  if (reservedVariables.includes(name)) return t`${quote(name)} is reserved by Lambda. Choose another name.`;
  return taken.has(name) ? t`${quote(id.value)} already has a variable ${quote(name)}.` : undefined;
}

/** The effect of another name for the function's variable, which only code reads. */
export function otherVariable(name: string, lambda: LambdaFunction): Consequence {
  return {
    label: t`Rename the environment variable ${name}`,
    description: t`Update the code of ${quotePlain(lambda.id.value)}, which reads it.`,
    needsConfirmation: true,
  };
}

interface VariableOf extends ConnectionVariable {
  readonly lambda: LambdaFunction;
}

/** The variable of the connection's function for its target. */
export function variableOf(project: Project, connection: Connection): VariableOf | undefined {
  const lambda = startOfConnection(project, connection)?.resource;
  if (lambda?.type !== 'lambda-function') return undefined;
  const variable = variablesOf(project, lambda).find(({ via }) => via === connection);
  return variable && { ...variable, lambda };
}

/**
 * Redirects the connection to another resource, adding an access level if that one requires it. Refused if the
 * connection is not allowed as it is written.
 */
export function retarget(project: Project, connection: Connection, to: string): Change | Refusal {
  const { node, target, source } = connection;
  const type = project.find(to)?.type;
  const allowed = source && type && findAllowed(source, type);
  const map = resolveAlias(node);
  const hasAccess = map?.kind === 'map' && findEntry(map, 'access') !== undefined;
  if (allowed?.access === hasAccess || (source === undefined && type)) {
    return { edits: [replaceScalar(project.tree, target.node, to)] };
  }
  if (allowed?.access && node === target.node) return { edits: [asMap(target.node, to, { access: 'read-write' })] };
  return refuse(t`The connection cannot be changed to ${quote(to)} as it is written.`);
}

/** Rewrites a bare ID as a map with other properties. */
function asMap(
  { span, style }: Connection['target']['node'],
  to: string,
  others: Readonly<Record<string, string | number>>,
): Edit {
  return { span, newText: writeFlow({ to, ...others }, style === 'double' ? 'json' : 'yaml') };
}
