// The routes that API Gateway predefines, and what it does with them.

export interface GatewayRoute {
  readonly route: string;
  /** The kind of requests that its endpoint receives: "messages". */
  readonly requests: string;
  /** Markdown. */
  readonly docs: string;
}

export const gatewayRoutes: readonly GatewayRoute[] = [
  {
    route: '$connect',
    requests: 'connections',
    docs: 'A client connects. A 2xx status accepts the connection, any other refuses it. The connection opens only after the function has returned; sending to the client earlier fails with `410 Gone`.',
  },
  {
    route: '$disconnect',
    requests: 'disconnections',
    docs: 'A connection has been closed. Delivery is best effort, and nothing can be sent to the client anymore.',
  },
  {
    route: '$default',
    requests: 'messages',
    docs: 'A message that matches no other endpoint: it is not a JSON object, lacks the route selector property, or has a value that matches no route. Without a `$default` route, the client gets `{"message": "Forbidden", …}`.',
  },
];

/** The kind of requests that an endpoint with that route receives: "messages". */
export function requestsOf(route: string): string {
  return gatewayRoutes.find((known) => known.route === route)?.requests ?? 'messages';
}

/** Whether AWS accepts the route: it rejects an empty one, and any that starts with `$` except its own. */
export function isAllowedRoute(route: string): boolean {
  return route !== '' && (!route.startsWith('$') || isGatewayRoute(route));
}

export function isGatewayRoute(route: string): boolean {
  return gatewayRoutes.some((known) => known.route === route);
}

/** Whether an endpoint with that route receives messages, and not connections or disconnections. */
export function isMessageRoute(route: string): boolean {
  return requestsOf(route) === 'messages';
}
