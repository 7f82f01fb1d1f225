// Code lenses: what handles a route, and what uses a resource.
import { nameInTitle } from '../graph/text.ts';
import { connectionsTo, routeSite, targetSite, type ConnectionFrom } from '../model/references.ts';
import type { Project, Resource } from '../model/project.ts';
import { handlerOf } from '../model/usage.ts';
import type { AskRequest } from '../simulation/ask.ts';
import { sampleMessage } from '../simulation/route-selection.ts';
import { type Span, innerSpan } from '../syntax/tree.ts';
import { t } from '../locale.ts';

export interface CodeLens {
  /** Identifies the lens while the text around it changes. */
  readonly id: string;
  readonly span: Span;
  readonly title: string;
  readonly action:
    | { readonly kind: 'preview' }
    | { readonly kind: 'run' }
    | { readonly kind: 'ask'; readonly request: AskRequest }
    | { readonly kind: 'go'; readonly target: Span }
    | { readonly kind: 'show'; readonly targets: readonly Span[] };
}

export function codeLenses(project: Project): CodeLens[] {
  return project.resources.flatMap((resource) => {
    const isMeant = project.find(resource.id.value) === resource;
    return [
      ...apiLenses(project, resource),
      ...usesLens(project, resource, isMeant ? connectionsTo(project, resource.id.value) : []),
      ...handlerLenses(project, resource),
      ...(isMeant ? askLenses(project, resource) : []),
    ];
  });
}

function apiLenses(project: Project, { id, type, entry }: Resource): CodeLens[] {
  if (type !== 'websocket-api') return [];
  const span = innerSpan(project.tree, entry.key);
  return [
    { id: `preview ${id.value}`, span, title: t`Open preview`, action: { kind: 'preview' } },
    { id: `run ${id.value}`, span, title: t`Run locally`, action: { kind: 'run' } },
  ];
}

/** No lens for an unused resource: a rule reports those that matter. */
function usesLens(project: Project, { id, entry }: Resource, connections: readonly ConnectionFrom[]): CodeLens[] {
  if (connections.length === 0) return [];
  const users = new Set(connections.map(({ resource, endpoint }) => endpoint?.route?.value ?? resource.id.value));
  const sites = new Map(
    connections.map(({ connection }) => targetSite(project, connection)).map(({ node, span }) => [node, span]),
  );
  return [
    {
      id: `uses ${id.value}`,
      span: innerSpan(project.tree, entry.key),
      title:
        users.size > maximumNamed
          ? t`Used by ${connections.length} connections`
          : t`Used by ${[...users].map(nameInTitle).join(', ')}`,
      action: { kind: 'show', targets: [...sites.values()] },
    },
  ];
}

/** More names than these would make a lens longer than the line below it. */
const maximumNamed = 3;

function handlerLenses(project: Project, resource: Resource): CodeLens[] {
  if (resource.type !== 'websocket-api') return [];
  return resource.endpoints.flatMap((endpoint): CodeLens[] => {
    const handler = handlerOf(project, endpoint);
    const site = routeSite(project, endpoint);
    if (!handler || !site || !endpoint.route) return [];
    return [
      {
        id: `handler ${resource.id.value} ${endpoint.route.value}`,
        span: site.span,
        title: t`Handled by ${nameInTitle(handler.id.value)}`,
        action: { kind: 'go', target: innerSpan(project.tree, handler.entry.key) },
      },
    ];
  });
}

/** A lens on each route, to simulate its requests. */
function askLenses(project: Project, api: Resource): CodeLens[] {
  if (api.type !== 'websocket-api') return [];
  return api.endpoints.flatMap((endpoint): CodeLens[] => {
    const site = routeSite(project, endpoint);
    const route = endpoint.route?.value;
    if (!site || route === undefined) return [];
    const kind = kinds.get(route) ?? 'message';
    const message = sampleMessage(api, route);
    if (kind === 'message' && message === undefined) return [];
    const request = { api: api.id.value, kind, message };
    return [
      { id: `ask ${api.id.value} ${route}`, span: site.span, title: titles[kind](), action: { kind: 'ask', request } },
    ];
  });
}

const kinds: ReadonlyMap<string, AskRequest['kind']> = new Map([
  ['$connect', 'connect'],
  ['$disconnect', 'disconnect'],
]);

const titles: Readonly<Record<AskRequest['kind'], () => string>> = {
  message: () => t`▷ Try a message`,
  connect: () => t`▷ Connect`,
  disconnect: () => t`▷ Disconnect`,
};
