import { isAllowedRoute } from '../../language/routes.ts';
import type { Endpoint, Located, WebSocketApi } from '../../model/project.ts';
import { removeEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Similar {
  readonly api: WebSocketApi;
  readonly endpoint: Endpoint;
  readonly route: Located<string>;
  readonly earlier: Located<string>;
}

export const routeDiffersByCase = rule({
  id: 'route-differs-by-case',
  severity: 'warning',
  summary: 'two routes of an API that differ only by upper and lower case',
  why: 'API Gateway compares routes letter by letter, so these are two routes. A client that writes one of them where it means the other gets an answer from the wrong function, and no error tells of it.',
  looksAt: 'api',
  *check(api) {
    const seen = new Map<string, Located<string>>();
    const known = new Set<string>();
    for (const endpoint of api.endpoints) {
      const { route } = endpoint;
      // What AWS refuses is no route at all, and one that stands twice is reported as that.
      if (!route || !isAllowedRoute(route.value) || known.has(route.value)) continue;
      known.add(route.value);
      const key = route.value.toLowerCase();
      const earlier = seen.get(key);
      if (!earlier) {
        seen.set(key, route);
        continue;
      }
      const related = [{ span: earlier.node.span, message: `${quote(earlier.value)} stands here.` }];
      yield { span: route.node.span, data: { api, endpoint, route, earlier }, related };
    }
  },
  message: ({ route, earlier }: Similar) =>
    `${quote(route.value)} and ${quote(earlier.value)} differ only by case, and are two routes to API Gateway. Give one of them another name, or remove it.`,
  *fixes({ api, endpoint, route }, project) {
    // Where it stands twice, the other one would differ as well.
    const same = api.endpoints.filter((other) => other.route?.value === route.value);
    if (same.length === 1) yield* removeEndpoint(project, api, endpoint);
  },
});
