import { didYouMean } from '../../language/similar.ts';
import { gatewayRoutes, isGatewayRoute } from '../../language/routes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { oneOf, quote } from '../words.ts';

export const malformedRoute = rule({
  id: 'malformed-route',
  severity: 'error',
  summary: "a route that is empty, or starts with `$` and is none of AWS's own",
  why: 'Routes that start with `$` belong to API Gateway, which knows three and refuses any other. An empty route is refused as well.',
  looksAt: 'endpoint',
  *check({ endpoint: { route } }) {
    if (!route) return;
    const malformed = route.value === '' || (route.value.startsWith('$') && !isGatewayRoute(route.value));
    if (malformed) yield { span: route.node.span, data: route };
  },
  message({ value }) {
    if (value === '')
      return 'The route is empty, and AWS refuses an empty route. Write the value that selects this endpoint.';
    const [meant] = near(value);
    const advice = meant === undefined ? 'Use another name.' : `Did you mean ${quote(meant)}?`;
    return `${quote(value)} is no route that API Gateway has: of those that start with \`$\` there are only ${oneOf(names)}. ${advice}`;
  },
  *fixes({ value, node }, project) {
    const likely = near(value);
    for (const [index, name] of likely.entries()) {
      yield {
        title: `Change to \`${name}\``,
        edits: [replaceScalar(project.tree, node, name)],
        preferred: index === 0,
      };
    }
    const bare = value.replace(/^\$+/, '');
    if (bare !== '') yield { title: `Change to \`${bare}\``, edits: [replaceScalar(project.tree, node, bare)] };
  },
});

const names = gatewayRoutes.map(({ route }) => route);

function near(route: string): string[] {
  return route === '' ? [] : didYouMean(route, names);
}
