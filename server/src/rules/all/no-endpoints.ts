import { findEntry } from '../../syntax/tree.ts';
import { routeFixes } from '../absent-routes.ts';
import { isSettledOn } from '../../model/shape.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const noEndpoints = rule({
  id: 'no-endpoints',
  severity: 'error',
  summary: 'an API without endpoints',
  why: 'AWS rejects an API that has no routes.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api, { shape }) {
    if (!api.map || api.endpoints.length > 0) return;
    // The key that is being typed may become `endpoints`.
    if (!isSettledOn('endpoints', api.map, shape)) return;
    const entry = findEntry(api.map, 'endpoints');
    // A value that is not a list, and items that are not endpoints, are reported by other rules.
    if (entry?.value && entry.value.kind !== 'list') return;
    if (entry?.value?.kind === 'list' && entry.value.items.length > 0) return;
    yield { span: entry?.key.span ?? api.id.node.span, data: api };
  },
  message: ({ id }) =>
    t`The API ${quote(id.value)} has no endpoints, and AWS rejects an API without routes. Add an endpoint.`,
  fixes: (api, project) => routeFixes(project, api, '$default'),
});
