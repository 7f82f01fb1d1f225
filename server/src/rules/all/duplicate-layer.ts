import type { Located } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { removeItem } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const duplicateLayer = rule({
  id: 'duplicate-layer',
  severity: 'error',
  summary: 'a layer that a function has twice',
  why: 'Lambda rejects a function with two versions of the same layer, or with one version twice.',
  looksAt: 'function',
  local: true,
  *check({ map, layers }) {
    const first = new Map<string, Located<string>>();
    for (const layer of layers) {
      const name = withoutVersion(layer.value);
      const earlier = first.get(name);
      if (!earlier) {
        first.set(name, layer);
        continue;
      }
      const related = [{ span: earlier.node.span, message: t`First listed here.` }];
      yield { span: layer.node.span, data: { map, layer }, related };
    }
  },
  message: ({ layer }) =>
    t`The function already has the layer ${quote(withoutVersion(layer.value))}, and Lambda allows one version of it. Keep one of the two.`,
  *fixes({ map, layer }, { tree }) {
    const list = resolveAlias(map && findEntry(map, 'layers')?.value);
    const item = list?.kind === 'list' ? list.items.find(({ value }) => value === layer.node) : undefined;
    if (list?.kind !== 'list' || !item) return;
    yield { title: t`Remove this layer`, edits: [removeItem(tree, list, item)], preferred: true };
  },
});

function withoutVersion(arn: string): string {
  return arn.replace(/:[0-9]+$/, '');
}
