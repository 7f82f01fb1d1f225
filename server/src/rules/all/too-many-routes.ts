import { maximumRoutes } from '../../language/limits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const tooManyRoutes = rule({
  id: 'too-many-routes',
  severity: 'warning',
  summary: `an API with more than ${maximumRoutes} routes`,
  why: `By default, AWS limits an API to ${maximumRoutes} routes. You can request a higher limit for your account; until it is raised, AWS rejects the API.`,
  looksAt: 'api',
  *check({ id, map, endpoints }) {
    const entry = map && findEntry(map, 'endpoints');
    const routes = new Set(endpoints.flatMap(({ route }) => route?.value ?? []));
    if (entry && routes.size > maximumRoutes) {
      yield { span: entry.key.span, data: { id: id.value, count: routes.size } };
    }
  },
  message: ({ id, count }) =>
    t`${quote(id)} has ${count} routes, over AWS's default limit of ${maximumRoutes}. Request a higher limit for your account, or use fewer routes.`,
});
