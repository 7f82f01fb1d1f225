import type { Located } from '../../model/project.ts';
import { removeItem } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const duplicateIdentitySource = rule({
  id: 'duplicate-identity-source',
  severity: 'warning',
  summary: 'an identity source that stands twice',
  why: 'A client must send all of the identity sources. To ask for one of them twice asks for nothing more; most often another one was meant.',
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
      const related = [{ span: earlier.node.span, message: `${quote(source.value)} stands here first.` }];
      yield { span: source.node.span, data: { map, source }, related };
    }
  },
  message: ({ source }) =>
    `${quote(source.value)} is an identity source already, so this one asks for nothing more. Name another, or remove it.`,
  *fixes({ map, source }, project) {
    const list = resolveAlias(map && findEntry(map, 'identitySource')?.value);
    const item = list?.kind === 'list' ? list.items.find(({ value }) => value === source.node) : undefined;
    if (list?.kind !== 'list' || !item) return;
    yield { title: 'Remove this one', edits: [removeItem(project.tree, list, item)], preferred: true };
  },
});
