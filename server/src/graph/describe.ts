// Texts about a node: the detail line under its title, and the description for screen readers.
import { resourceRecords, type ResourceType } from '../language/index.ts';
import type { OperationMode } from '../language/web-socket-api.ts';
import { groupBy } from '../model/group-by.ts';
import { existingArn, type Resource } from '../model/project.ts';
import { isDataResource } from '../model/usage.ts';
import type { EdgeKind, FoldedNode, ShownGraph, GraphEdge, ShownNode } from './graph.ts';
import { textOfMark, type Mark, type Marks } from './marks.ts';
import { t, translated } from '../locale.ts';
import { shorten } from '../wording.ts';

/** A description names at most this many other nodes. */
const maximumNamed = 5;

/** A folded node lists at most this many routes. */
const maximumListed = 20;

/** In characters. */
const maximumProblem = 200;

/** The node's title, or a placeholder for a missing name. */
export function titleOf(node: ShownNode): string {
  if (node.title !== '') return node.title;
  return node.kind === 'endpoint' ? t`no route yet` : t`no ID yet`;
}

/** The line under the title; may be empty. */
export function detailOf(node: ShownNode): string {
  switch (node.kind) {
    case 'client':
      return '';
    case 'missing':
      return t`no such resource`;
    case 'endpoint':
      return joined([modeText(node.mode), node.title === '$default' ? t`fallback` : undefined], ' · ');
    case 'folded':
      return node.endpoints.slice(0, maximumListed).map(titleOf).join(', ');
    case 'api':
    case 'function':
    case 'data':
    case 'schedule':
    case 'unknown':
      return detailOfResource(node.resource);
  }
}

/** Whether it is a resource that exists already: it has a dotted outline. */
export function isExistingNode(node: ShownNode): boolean {
  return 'resource' in node && existingArn(node.resource) !== undefined;
}

function modeText(mode: OperationMode | undefined): string {
  return mode ?? t`no valid mode`;
}

function modesOf({ endpoints }: FoldedNode): string {
  const modes = ['1-way', '2-way', undefined] as const;
  const counts = modes.map((mode) => {
    const count = endpoints.filter((endpoint) => endpoint.mode === mode).length;
    return count === 0 ? undefined : `${count} ${modeText(mode)}`;
  });
  return joined(counts, ', ');
}

function detailOfResource(resource: Resource): string {
  if (isDataResource(resource)) {
    return joined([labelOf(resource.type), resource.arn ? t`existing` : undefined], ' · ');
  }
  switch (resource.type) {
    case 'websocket-api':
      return joined(
        [
          t`by ${resource.routeSelectorProperty?.value ?? '…'}`,
          resource.stage?.value ?? resource.stage?.parameter?.value,
        ],
        ' · ',
      );
    case 'lambda-function': {
      const code = resource.entryPoint?.value ?? resource.arn?.value ?? '';
      // Only the end, without the usual export name, because the whole is long, and is in the text anyway.
      const end = code.replace(/^.*(?:\/|:function:)/, '').replace(/\.handler$/, '');
      const shown = isSameName(end, resource.id.value) ? resource.runtime?.value : end;
      return joined(
        [shown, resource.arn ? (shown === undefined ? t`existing function` : t`existing`) : undefined],
        ' · ',
      );
    }
    case 'schedule':
      return resource.expression?.value ?? '…';
    case undefined:
      return t`unknown type`;
  }
}

/** Whether the names differ only in case and punctuation, as `send-message` and `SendMessage`. */
function isSameName(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  return first === second;
}

/** The descriptions of a graph's nodes: what each node is, and what it is connected to. */
export function describer(graph: ShownGraph, marks: Marks): (node: ShownNode) => string {
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
      phrase(targets('connect'), (names) => t`connect to ${names}`),
      phrase(targets('authorizer'), (names) => t`authorizer ${names}`),
      phrase(targets('handler'), (names) => t`handled by ${names}`),
      phrase(sources('authorizer'), (names) => t`authorizes clients of ${names}`),
      phrase(sources('handler'), (names) => t`handles ${names}`),
      phrase(targets('send'), (names) => t`sends messages to clients of ${names}`),
      phrase(sources('send'), (names) =>
        node.kind === 'api' ? t`receives messages from ${names}` : t`gets messages from ${names}`,
      ),
      phrase(withAccess(out, 'to'), (names) => t`uses ${names}`),
      phrase(withAccess(into, 'from'), (names) => t`used by ${names}`),
      phrase(targets('trigger'), (names) => t`invokes ${names}`),
      phrase(sources('trigger'), (names) => t`invoked by ${names}`),
      phrase(targets('dead-letter'), (names) => t`sends dead letters to ${names}`),
      phrase(sources('dead-letter'), (names) => t`gets dead letters of ${names}`),
      phrase(sources('unresolved'), (names) => t`referenced by ${names}`),
      phrase(targets('undecided'), (names) => t`connects to ${names}`),
      ...problemsOf(marks.get(node.id)),
      ...out.flatMap((edge) => (marks.has(edge.id) ? problemsOf(marks.get(edge.id)) : faultOf(edge, nameOf(edge.to)))),
    ];
    return shorten(joined(parts, ', '), 1000);
  };
}

/** The tooltip of an edge: its problems; empty if it has none. */
export function describeEdge({ fault }: GraphEdge, marks: readonly Mark[] | undefined): string {
  return problemsOf(marks).join(' ') || (fault ?? '');
}

/** The findings describe a fault. Without findings, the fault describes itself. */
function faultOf({ kind, fault }: GraphEdge, target: string): string[] {
  if (fault === undefined) return [];
  const message = kind === 'refused' ? t`connection to ${target}, ${fault}` : fault;
  return [textOfMark({ severity: 'error', message: shorten(message, maximumProblem) })];
}

function problemsOf(marks: readonly Mark[] = []): string[] {
  const shown = marks.slice(0, maximumNamed).map(({ severity, message }) => {
    // Screen readers would read the backticks in messages aloud.
    return textOfMark({ severity, message: shorten(message.replaceAll('`', ''), maximumProblem) });
  });
  const more = marks.length - shown.length;
  if (more <= 0) return shown;
  return [...shown, more === 1 ? t`and 1 more problem` : t`and ${more} more problems`];
}

/** The visible text first, because users of voice control say what they see, followed by what the node is. */
function subject(node: ShownNode, routes: number): string {
  const shown = [shorten(titleOf(node), 200), detailOf(node)].filter((text) => text !== '').join(', ');
  switch (node.kind) {
    case 'client':
    case 'missing':
      return shown;
    case 'endpoint':
      return `${shown}, ${t`endpoint`}`;
    case 'folded': {
      const routes = node.endpoints.map((endpoint) => shorten(titleOf(endpoint), 80));
      return `${titleOf(node)}, ${modesOf(node)}: ${list(routes, maximumListed)}`;
    }
    case 'api':
      return `${shown}, ${labelOf('websocket-api')}, ${routes === 1 ? t`1 endpoint` : t`${routes} endpoints`}`;
    case 'function':
      return `${shown}, ${labelOf('lambda-function')}`;
    case 'data':
      return shown;
    case 'schedule':
      return `${shown}, ${t`schedule`}`;
    case 'unknown':
      return `${shown}, ${t`resource`}`;
  }
}

function of(edges: readonly GraphEdge[], kinds: readonly EdgeKind[]): readonly GraphEdge[] {
  return edges.filter(({ kind }) => kinds.includes(kind));
}

function labelOf(type: ResourceType): string {
  return translated(resourceRecords[type].label);
}

function phrase(names: string, write: (names: string) => string): string | undefined {
  return names === '' ? undefined : write(names);
}

function joined(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined).join(separator);
}

function list(names: readonly string[], maximum = maximumNamed): string {
  const shown = names.slice(0, maximum);
  const more = names.length - shown.length;
  return more > 0 ? t`${shown.join(', ')} and ${more} more` : shown.join(', ');
}
