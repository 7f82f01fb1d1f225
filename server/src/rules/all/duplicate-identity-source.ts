import type { Located } from '../../model/project.ts';
import { removeItem } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const duplicateIdentitySource = rule({
  id: 'duplicate-identity-source',
  severity: 'warning',
  summary: 'an identity source that is listed twice',
  why: 'A client must send every identity source, so listing one twice has no effect. The second was probably meant to be another one.',
  looksAt: 'api',
  tag: 'unnecessary',
  *check({ map, identitySource }) {
    const first = new Map<string, Located<string>>();
    for (const source of identitySource) {
      const earlier = first.get(source.value);
      if (!earlier) {
        first.set(source.value, source);
        continue;
      }
      const related = [{ span: earlier.node.span, message: t`First defined here.` }];
      yield { span: source.node.span, data: { map, source }, related };
    }
  },
  message: ({ source }) =>
    t`${quote(source.value)} is already an identity source, so this one has no effect. Use another one, or remove it.`,
  *fixes({ map, source }, project) {
    const list = resolveAlias(map && findEntry(map, 'identitySource')?.value);
    const item = list?.kind === 'list' ? list.items.find(({ value }) => value === source.node) : undefined;
    if (list?.kind !== 'list' || !item) return;
    yield { title: t`Remove this identity source`, edits: [removeItem(project.tree, list, item)], preferred: true };
  },
});
