// The routes that API Gateway itself knows, and what it does with them.

export interface GatewayRoute {
  readonly route: string;
  /** What comes to its endpoint. */
  readonly requests: string;
  /** Markdown. */
  readonly docs: string;
}

export const gatewayRoutes: readonly GatewayRoute[] = [
  {
    route: '$connect',
    requests: 'connections',
    docs: 'A client connects. A status of 2xx accepts the connection, any other refuses it. The socket opens only once the function has returned: sending to the client before that fails with `410 Gone`.',
  },
  {
    route: '$disconnect',
    requests: 'disconnections',
    docs: 'A connection has ended. Delivery is best effort, and nothing can be sent to the client any more.',
  },
  {
    route: '$default',
    requests: 'messages',
    docs: 'A message that no other endpoint takes: its body is not a JSON object, lacks the route selector property, or has a value there that no route equals. Without a `$default` the client gets `{"message": "Forbidden", …}`.',
  },
];

/** What comes to an endpoint of that route. */
export function requestsOf(route: string): string {
  return gatewayRoutes.find((known) => known.route === route)?.requests ?? 'messages';
}

/** Whether AWS takes the route: it refuses an empty one, and those that start with `$` but for its own. */
export function isAllowedRoute(route: string): boolean {
  return route !== '' && (!route.startsWith('$') || isGatewayRoute(route));
}

export function isGatewayRoute(route: string): boolean {
  return gatewayRoutes.some((known) => known.route === route);
}
