// Messages to try a file with: one for each of its endpoints.
import { isGatewayRoute } from '../language/routes.ts';
import type { WebSocketApi } from '../model/project.ts';

/** Deeper paths are nobody's. */
const maximumDepth = 10;

/** A message that the endpoint of that route takes; undefined for what no message selects. */
export function sampleMessage({ routeSelectorProperty }: WebSocketApi, route: string): string | undefined {
  const names = routeSelectorProperty?.value.split('.') ?? [];
  if (route === '$default') return 'Hello';
  if (isGatewayRoute(route) || names.length === 0 || names.length > maximumDepth) return undefined;
  return names.reduceRight((value, name) => `{${JSON.stringify(name)}: ${value}}`, JSON.stringify(route));
}
