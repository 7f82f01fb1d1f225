import { didYouMean } from '../../language/similar.ts';
import { gatewayRoutes, isGatewayRoute } from '../../language/routes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { oneOf, quote } from '../words.ts';

export const malformedRoute = rule({
  id: 'malformed-route',
  severity: 'error',
  summary: "a route that is empty, or starts with `$` and is none of AWS's own",
  why: 'Routes that start with `$` belong to API Gateway, which knows three and refuses any other. An empty route is refused as well.',
  looksAt: 'endpoint',
  *check({ api, endpoint: { route } }) {
    if (!route) return;
    const malformed = route.value === '' || (route.value.startsWith('$') && !isGatewayRoute(route.value));
    if (!malformed) return;
    const isFree = (name: string): boolean => findEndpoint(api, name) === undefined;
    yield { span: route.node.span, data: { api, route, near: near(route.value).filter(isFree) } };
  },
  message({ route: { value }, near: [meant] }) {
    if (value === '')
      return 'The route is empty, and AWS refuses an empty route. Write the value that selects this endpoint.';
    const advice = meant === undefined ? 'Use another name.' : `Did you mean ${quote(meant)}?`;
    return `${quote(value)} is no route that API Gateway has: of those that start with \`$\` there are only ${oneOf(names)}. ${advice}`;
  },
  *fixes({ api, route: { value, node }, near: likely }, project) {
    for (const [index, name] of likely.entries()) {
      yield {
        title: `Change to ${quote(name)}`,
        edits: [replaceScalar(project.tree, node, name)],
        preferred: index === 0 && value !== '',
      };
    }
    const bare = value.replace(/^\$+/, '');
    if (bare !== '' && !findEndpoint(api, bare))
      yield { title: `Change to ${quote(bare)}`, edits: [replaceScalar(project.tree, node, bare)] };
  },
});

const names = gatewayRoutes.map(({ route }) => route);

function near(route: string): string[] {
  return route === '' ? ['$default'] : didYouMean(route, names);
}
