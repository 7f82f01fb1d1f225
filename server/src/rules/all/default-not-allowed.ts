import { addTextItem } from '../../syntax/insertions.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const defaultNotAllowed = rule({
  id: 'default-not-allowed',
  severity: 'error',
  summary: 'a parameter whose default is not one of its allowed values',
  why: 'CloudFormation rejects a template in which the default of a parameter is not one of its allowed values.',
  looksAt: 'project',
  *check({ parameters }) {
    for (const { default: usual, allowed, entry } of parameters) {
      if (!usual || allowed.length === 0 || allowed.some(({ value }) => value === usual.value)) continue;
      yield { span: usual.node.span, data: { usual, allowed, entry } };
    }
  },
  message: ({ usual, allowed }) =>
    t`${quote(usual.value)} is not an allowed value of this parameter. Expected ${oneOf(allowed.map(({ value }) => value))}.`,
  *fixes({ usual, allowed, entry }, { tree }) {
    for (const { value } of allowed.slice(0, 5)) {
      yield { title: t`Change to ${quote(value)}`, edits: [replaceScalar(tree, usual.node, value)] };
    }
    const map = resolveAlias(entry.value);
    const list = resolveAlias(map?.kind === 'map' ? findEntry(map, 'allowed')?.value : undefined);
    if (list?.kind !== 'list') return;
    yield { title: t`Allow ${quote(usual.value)}`, edits: [addTextItem(tree, list, usual.value)] };
  },
});
