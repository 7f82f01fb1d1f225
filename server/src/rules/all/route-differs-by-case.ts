import { isAllowedRoute } from '../../language/routes.ts';
import type { Endpoint, Located, WebSocketApi } from '../../model/project.ts';
import { removeEndpoint } from '../../changes/endpoints.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Similar {
  readonly api: WebSocketApi;
  readonly endpoint: Endpoint;
  readonly route: Located<string>;
  readonly earlier: Located<string>;
}

export const routeDiffersByCase = rule({
  id: 'route-differs-by-case',
  severity: 'warning',
  summary: 'two routes of an API that differ only in case',
  why: 'Routes are case-sensitive in API Gateway, so these are two routes. A client that sends one instead of the other gets a response from the wrong function, and no error points to it.',
  looksAt: 'api',
  *check(api) {
    const seen = new Map<string, Located<string>>();
    const known = new Set<string>();
    for (const endpoint of api.endpoints) {
      const { route } = endpoint;
      // Routes that AWS rejects and duplicate routes are reported by other rules.
      if (!route || !isAllowedRoute(route.value) || known.has(route.value)) continue;
      known.add(route.value);
      const key = route.value.toLowerCase();
      const earlier = seen.get(key);
      if (!earlier) {
        seen.set(key, route);
        continue;
      }
      const related = [{ span: earlier.node.span, message: t`${quote(earlier.value)} is defined here.` }];
      yield { span: route.node.span, data: { api, endpoint, route, earlier }, related };
    }
  },
  message: ({ route, earlier }: Similar) =>
    t`${quote(route.value)} and ${quote(earlier.value)} differ only in case, and API Gateway treats them as two routes. Rename or remove one of the two.`,
  *fixes({ api, endpoint, route }, project) {
    // If the route is defined twice, its duplicate still differs after this one is removed.
    const same = api.endpoints.filter((other) => other.route?.value === route.value);
    if (same.length === 1) yield* fixBy(t`Remove this endpoint`, removeEndpoint(project, api, endpoint));
  },
});
