// What is said of a node: the small print under its title, and the sentence that a screen reader speaks.
import { findProperty, findResourceDefinition } from '../language/index.ts';
import type { Resource, WebSocketApi } from '../model/project.ts';
import type { EdgeKind, Graph, GraphEdge, GraphNode } from './graph.ts';
import { shorten } from './text.ts';

/** When AWS's own routes are taken: as small print, and in a sentence. */
const gatewayRouteTimes: ReadonlyMap<string, { brief: string; full: string }> = new Map([
  ['$connect', { brief: 'on connect', full: 'when a client connects' }],
  ['$disconnect', { brief: 'on disconnect', full: 'when a client disconnects' }],
  ['$default', { brief: 'everything else', full: 'for messages that no other endpoint takes' }],
]);

const noMode = 'no valid mode';

/** A sentence names no more than so many others. */
const maximumNamed = 5;

/** The node's title, or what stands for a name that has not been typed. */
export function titleOf(node: GraphNode): string {
  if (node.title !== '') return node.title;
  return node.kind === 'endpoint' ? 'no route yet' : 'no id yet';
}

/** The line under the title; empty where there is nothing to say. */
export function detailOf(node: GraphNode): string {
  switch (node.kind) {
    case 'client':
      return '';
    case 'missing':
      return 'no such resource';
    case 'endpoint':
      return joined([node.mode ?? noMode, gatewayRouteTimes.get(node.title)?.brief], ' · ');
    case 'api':
    case 'function':
    case 'data':
    case 'unknown':
      return detailOfResource(node.resource);
  }
}

function detailOfResource(resource: Resource): string {
  switch (resource.type) {
    case 'websocket-api':
      return `by ${resource.routeSelectorProperty?.value ?? '…'} · ${stageOf(resource)}`;
    case 'lambda-function':
      // The end of it: the whole is long, and stands in the text.
      return (resource.entryPoint?.value ?? resource.arn?.value ?? '').replace(/^.*(?:\/|:function:)/, '');
    case 'dynamodb-table':
    case 'sqs-queue':
    case 'sns-topic':
    case 's3-bucket':
      return findResourceDefinition(resource.type)?.label ?? resource.type;
    case undefined:
      return 'unknown type';
  }
}

function stageOf(api: WebSocketApi): string {
  const definition = findResourceDefinition('websocket-api');
  const usual = definition && findProperty(definition, 'stage')?.default;
  return api.stage?.value ?? String(usual ?? '');
}

/** The sentences of a graph's nodes: each says what the node is, and what it is connected to. */
export function describer(graph: Graph): (node: GraphNode) => string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const leaving = groupBy(graph.edges, ({ from }) => from);
  const arriving = groupBy(graph.edges, ({ to }) => to);
  const nameOf = (id: string): string => {
    const node = nodes.get(id);
    return node ? shorten(titleOf(node), 80) : id;
  };
  return (node) => {
    const out = leaving.get(node.id) ?? [];
    const into = arriving.get(node.id) ?? [];
    const targets = (...kinds: EdgeKind[]): string => list(of(out, kinds).map(({ to }) => nameOf(to)));
    const sources = (...kinds: EdgeKind[]): string => list(of(into, kinds).map(({ from }) => nameOf(from)));
    const withAccess = (edges: readonly GraphEdge[], end: 'from' | 'to'): string =>
      list(of(edges, ['access']).map((edge) => `${nameOf(edge[end])} (${edge.label ?? ''})`));
    const parts = [
      subject(node, of(out, ['route']).length),
      phrase('connect to', targets('connect')),
      phrase('authorizer', targets('authorizer')),
      phrase('handled by', targets('handler')),
      phrase('authorizes clients of', sources('authorizer')),
      phrase('handles', sources('handler')),
      phrase('sends to clients of', targets('send')),
      phrase(node.kind === 'api' ? 'receives from' : 'is sent to by', sources('send')),
      phrase('uses', withAccess(out, 'to')),
      phrase('used by', withAccess(into, 'from')),
      phrase('named by', sources('unresolved')),
      phrase('connects to', targets('undecided')),
      ...of(out, ['unresolved']).map(({ fault }) => `error: ${shorten(fault ?? '', 120)}`),
      ...of(out, ['refused']).map(({ to, fault }) => `error: connection to ${nameOf(to)}, ${fault ?? ''}`),
    ];
    return shorten(joined(parts, ', '), 1000);
  };
}

function subject(node: GraphNode, routes: number): string {
  const title = shorten(titleOf(node), 200);
  switch (node.kind) {
    case 'client':
      return title;
    case 'missing':
      return `${title}, no such resource`;
    case 'endpoint':
      return joined([`Endpoint ${title}`, node.mode ?? noMode, gatewayRouteTimes.get(node.title)?.full], ', ');
    case 'api': {
      const count = `${routes} ${routes === 1 ? 'endpoint' : 'endpoints'}`;
      return `WebSocket API ${title}, ${count}`;
    }
    case 'function':
    case 'data': {
      const { type } = node.resource;
      return `${(type && findResourceDefinition(type)?.label) ?? 'Resource'} ${title}`;
    }
    case 'unknown':
      return `Resource ${title}, its type is not known`;
  }
}

function of(edges: readonly GraphEdge[], kinds: readonly EdgeKind[]): readonly GraphEdge[] {
  return edges.filter(({ kind }) => kinds.includes(kind));
}

function phrase(words: string, names: string): string | undefined {
  return names === '' ? undefined : `${words} ${names}`;
}

function joined(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined).join(separator);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, maximumNamed);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
