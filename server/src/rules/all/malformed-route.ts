import { didYouMean } from '../../language/similar.ts';
import { gatewayRoutes, isAllowedRoute } from '../../language/routes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEndpoint } from '../../model/usage.ts';
import { removeEndpoint } from '../../changes/endpoints.ts';
import { fixBy, rule } from '../rule.ts';
import { allOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const malformedRoute = rule({
  id: 'malformed-route',
  severity: 'error',
  summary: "a route that is empty, or that starts with `$` but is not one of AWS's own",
  why: 'API Gateway reserves routes that start with `$`: it defines three of them and rejects any other. It also rejects an empty route.',
  looksAt: 'endpoint',
  local: true,
  *check({ api, endpoint }) {
    const { route } = endpoint;
    if (!route) return;
    if (isAllowedRoute(route.value)) return;
    const likely = near(route.value);
    const free = likely.filter((name) => !findEndpoint(api, name));
    yield {
      span: route.node.span,
      data: { api, endpoint, route, free, taken: free.length === 0 ? likely[0] : undefined },
    };
  },
  message({ route: { value }, free: [meant], taken }) {
    if (value === '')
      return t`The route is empty, and AWS rejects an empty route. Add the value that selects this endpoint.`;
    const other =
      taken === undefined
        ? t`Use another name.`
        : t`The API already has a route ${quote(taken)}: remove one of the two.`;
    const advice = meant === undefined ? other : t`Did you mean ${quote(meant)}?`;
    return t`${quote(value)} is not a route that API Gateway defines: of the routes that start with \`$\`, there are only ${allOf(names)}. ${advice}`;
  },
  *fixes({ api, endpoint, route: { value, node }, free, taken }, project) {
    for (const [index, name] of free.entries()) {
      yield {
        title: t`Change to ${quote(name)}`,
        edits: [replaceScalar(project.tree, node, name)],
        preferred: index === 0 && value !== '',
      };
    }
    const bare = value.replace(/^\$+/, '');
    if (bare !== '' && !findEndpoint(api, bare))
      yield { title: t`Change to ${quote(bare)}`, edits: [replaceScalar(project.tree, node, bare)] };
    if (taken !== undefined) yield* fixBy(t`Remove this endpoint`, removeEndpoint(project, api, endpoint));
  },
});

const names = gatewayRoutes.map(({ route }) => route);

function near(route: string): string[] {
  return route === '' ? ['$default'] : didYouMean(route, names);
}
