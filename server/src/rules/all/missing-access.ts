import { setOnConnection } from '../../changes/connections.ts';
import { accessLevels, findAllowed } from '../../language/connections.ts';
import { findEntry, isEmpty, resolveAlias } from '../../syntax/tree.ts';
import { isSettledOn } from '../../model/shape.ts';
import { fixBy, rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const missingAccess = rule({
  id: 'missing-access',
  severity: 'error',
  summary: 'a connection to a data resource without `access`',
  why: "The function's policy allows exactly what the connection states, so the connection must state something.",
  looksAt: 'connection',
  local: true,
  ofAbsence: true,
  *check({ connection }, { find, shape }) {
    const type = find(connection.target.value)?.type;
    if (!connection.source || !type || findAllowed(connection.source, type)?.access !== true) return;
    const map = resolveAlias(connection.node);
    const isMap = map?.kind === 'map';
    if (isMap && !isEmpty(findEntry(map, 'access')?.value)) return;
    if (isMap && !isSettledOn('access', map, shape)) return;
    yield { span: connection.target.node.span, data: connection };
  },
  message: ({ target }) =>
    t`\`access\` is missing. The connection must state what the function may do with ${quote(target.value)}. Add ${oneOf(accessLevels.values.map(({ value }) => value))}.`,
  *fixes(connection, project) {
    for (const { value } of accessLevels.values) {
      yield* fixBy(
        t`Add \`access: ${value}\``,
        setOnConnection(project, connection, 'access', value),
        value === 'read-write',
      );
    }
  },
});
