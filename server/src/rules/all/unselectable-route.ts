import { maximumMessageSize } from '../../language/limits.ts';
import { byteLength } from '../../syntax/positions.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { amount } from '../../wording.ts';

export const unselectableRoute = rule({
  id: 'unselectable-route',
  severity: 'warning',
  summary: 'a route that is too long for any message to select',
  why: `A message is limited to ${maximumMessageSize.toLocaleString('en')} bytes, including the value that selects a route.`,
  looksAt: 'api',
  *check({ routeSelectorProperty, endpoints }) {
    for (const { route } of endpoints) {
      if (!route || route.value.length <= maximumMessageSize / 4) continue;
      const size = byteLength(message(routeSelectorProperty?.value ?? '', route.value));
      if (size > maximumMessageSize) yield { span: route.node.span, data: size };
    }
  },
  message: (size) =>
    t`No message can select this route: the shortest that does is ${amount(size)} bytes long, over API Gateway's limit of ${amount(maximumMessageSize)}. Shorten the route.`,
});

/** The shortest message that selects the route, with its characters written without escapes. */
function message(selector: string, route: string): string {
  return selector.split('.').reduceRight((body, property) => `{${JSON.stringify(property)}:${body}}`, `"${route}"`);
}
