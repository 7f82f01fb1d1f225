import { maximumRoutes } from '../../language/limits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const tooManyRoutes = rule({
  id: 'too-many-routes',
  severity: 'warning',
  summary: `an API with more than ${maximumRoutes} routes`,
  why: `AWS lets an API have ${maximumRoutes} routes. It raises that limit for an account when it is asked to; until then it refuses to deploy the API.`,
  looksAt: 'api',
  *check({ id, map, endpoints }) {
    const entry = map && findEntry(map, 'endpoints');
    const routes = new Set(endpoints.flatMap(({ route }) => route?.value ?? []));
    if (entry && routes.size > maximumRoutes) {
      yield { span: entry.key.span, data: { id: id.value, count: routes.size } };
    }
  },
  message: ({ id, count }) =>
    `${quote(id)} has ${count} routes, and AWS takes ${maximumRoutes} unless it has raised the limit for your account. Have it raised, or select by fewer routes.`,
});
