import { findAllowed } from '../../language/connections.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unexpectedAccess = rule({
  id: 'unexpected-access',
  severity: 'error',
  summary: '`access` on a connection that does not support it',
  why: 'Only a connection to a data resource has an access level. Connections to authorizers, handlers and APIs do not.',
  looksAt: 'connection',
  local: true,
  fixesUnasked: true,
  *check({ connection }, { find }) {
    const map = resolveAlias(connection.node);
    const entry = map?.kind === 'map' ? findEntry(map, 'access') : undefined;
    const type = find(connection.target.value)?.type;
    if (map?.kind !== 'map' || !entry || !connection.source || !type) return;
    if (findAllowed(connection.source, type)?.access === false) {
      yield { span: entry.key.span, data: { target: connection.target.value, map, entry } };
    }
  },
  message: ({ target }) =>
    t`The connection to ${quote(target)} does not support \`access\`: only connections to data resources do. Remove it.`,
  *fixes({ map, entry }, project) {
    yield { title: t`Remove \`access\``, edits: [removeEntry(project.tree, map, entry)], preferred: true };
  },
});
