import { resourcesOfType } from '../../model/project.ts';
import { addEntry, removeEntry, setValue } from '../../syntax/edits.ts';
import { findEntry, isEmpty, resolveAlias, type SyntaxNode } from '../../syntax/tree.ts';
import { isSettledOn } from '../../model/shape.ts';
import { quote } from '../../wording.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const identitySourceWithoutAuthorizer = rule({
  id: 'identity-source-without-authorizer',
  severity: 'error',
  summary: 'an `identitySource` on an API without an authorizer',
  why: 'Identity sources are the values that a client must send before API Gateway calls the authorizer. Without an authorizer they are not checked, and any client can connect.',
  looksAt: 'api',
  ofAbsence: true,
  *check({ map }, { shape }) {
    const entry = map && findEntry(map, 'identitySource');
    if (!map || !entry || saysNothing(entry.value) || !isSettledOn('connections', map, shape)) return;
    if (saysNothing(findEntry(map, 'connections')?.value)) yield { span: entry.key.span, data: { map, entry } };
  },
  message: () =>
    t`The API has no authorizer, so its \`identitySource\` is not checked. Connect a \`lambda-function\` as the authorizer, or remove \`identitySource\`.`,
  *fixes({ map, entry }, project) {
    const connections = findEntry(map, 'connections');
    for (const { id } of resourcesOfType(project, 'lambda-function').slice(0, 8)) {
      const edit = connections
        ? setValue(connections, [id.value])
        : addEntry(project.tree, map, 'connections', [id.value]);
      yield { title: t`Connect ${quote(id.value)} as the authorizer`, edits: [edit] };
    }
    yield { title: t`Remove \`identitySource\``, edits: [removeEntry(project.tree, map, entry)] };
  },
});

function saysNothing(node: SyntaxNode | undefined): boolean {
  const value = resolveAlias(node);
  return isEmpty(node) || (value?.kind === 'list' && value.items.length === 0);
}
