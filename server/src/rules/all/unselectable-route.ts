import { byteLength, maximumMessageSize } from '../../language/limits.ts';
import { rule } from '../rule.ts';

export const unselectableRoute = rule({
  id: 'unselectable-route',
  severity: 'warning',
  summary: 'a route that no message can select, since none can be so long',
  why: `A message has at most ${maximumMessageSize.toLocaleString('en')} bytes, and the value that selects a route is a part of it.`,
  looksAt: 'endpoint',
  *check({ api, endpoint: { route } }) {
    if (!route || route.value.length <= maximumMessageSize / 4) return;
    const size = byteLength(message(api.routeSelectorProperty?.value ?? '', route.value));
    if (size > maximumMessageSize) yield { span: route.node.span, data: size };
  },
  message: (size) =>
    `No message can select this route: the shortest that does has ${size.toLocaleString('en')} bytes, and API Gateway takes ${maximumMessageSize.toLocaleString('en')}. Shorten the route.`,
});

/** The shortest message that selects the route: its characters need no more than they do in the file. */
function message(selector: string, route: string): string {
  return selector.split('.').reduceRight((body, property) => `{${JSON.stringify(property)}:${body}}`, `"${route}"`);
}
