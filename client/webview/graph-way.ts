// The way that a message takes through the shown graph: which nodes and lines it passes.
import type { GraphNodePart, SessionEvent } from '../../server/src/protocol.ts';
import type { GraphParts } from './graph-parts.ts';

export interface Way {
  /** The ID of the API. */
  readonly api: string | undefined;
  readonly route: string | undefined;
  /** The IDs of the functions that are called. */
  readonly functions: readonly string[];
}

/** The IDs of the parts; the last one is where the message ends up. */
export function partsOnWay({ nodes, edges }: GraphParts, { api, route, functions }: Way): readonly string[] {
  const titled = (kind: GraphNodePart['kind'], title: string | undefined): readonly GraphNodePart[] =>
    nodes.filter((node) => node.kind === kind && node.title === title);
  const isReached = ({ id }: GraphNodePart, from: readonly GraphNodePart[]): boolean =>
    edges.some((edge) => edge.to === id && from.some((each) => each.id === edge.from));
  const apis = titled('api', api);
  const hasRoute = ({ kind, title, folded }: GraphNodePart): boolean =>
    (kind === 'endpoint' && title === route) || (kind === 'folded' && folded.some((part) => part.name === route));
  const endpoints = route === undefined ? [] : nodes.filter((node) => hasRoute(node) && isReached(node, apis));
  const called = functions.flatMap((name) => titled('function', name));
  const clients = apis.length > 0 ? nodes.filter(({ kind }) => kind === 'client') : [];
  const passed = [...clients, ...apis, ...endpoints, ...called];
  const isPassed = (id: string): boolean => passed.some((node) => node.id === id);
  const lines = edges.filter(({ kind, from, to }) => kind !== 'send' && isPassed(from) && isPassed(to));
  return [...lines, ...passed].map(({ id }) => id);
}

export interface WayFollower {
  /** The way so far of what the event is about; undefined if it does not take another step. */
  readonly follow: (event: SessionEvent) => Way | undefined;
}

/** Requests that are remembered: far more than are under way at a time. */
const maximumRequests = 200;

/** Joins the events of a request, since the one that a function is called for does not name its API. */
export function wayFollower(): WayFollower {
  const ways = new Map<string, Way>();
  const step = (request: string, way: Way): Way => {
    ways.set(request, way);
    const [oldest] = ways.keys();
    if (ways.size > maximumRequests && oldest !== undefined) ways.delete(oldest);
    return way;
  };
  return {
    follow(event) {
      if (event.event === 'connecting') return step(event.request, { api: event.api, route: undefined, functions: [] });
      if (event.event === 'received') return step(event.request, { api: event.api, route: event.route, functions: [] });
      if (event.event !== 'called') return undefined;
      const { request, trigger, function: name } = event;
      const known = request === undefined ? undefined : ways.get(request);
      if (request === undefined || !known) return { api: undefined, route: undefined, functions: [name] };
      const route = trigger === '$connect' ? trigger : known.route;
      return step(request, { ...known, route, functions: [...known.functions, name] });
    },
  };
}
