import { removeItem } from '../../syntax/edits.ts';
import { faultsOf, rule } from '../rule.ts';
import { t, translated } from '../../locale.ts';

export const emptyItem = rule({
  id: 'empty-item',
  severity: 'error',
  summary: 'an empty list item',
  why: 'A dash with nothing after it is still a list item, but nothing can be generated from it.',
  looksAt: 'fault',
  ofAbsence: true,
  check: (fault) => faultsOf(fault, 'empty-item'),
  message: ({ type }) => t`This list item is empty. Add ${describe(type)}, or remove the item.`,
  *fixes({ list, item, minimum }, project) {
    if (list.items.length <= minimum) return;
    // A list with nothing else in it is unfinished, and an empty one may be an error.
    const preferred = list.items.some(({ value }) => value !== undefined);
    yield { title: t`Remove the empty item`, edits: [removeItem(project.tree, list, item)], preferred };
  },
});

function describe(type: { kind: string; noun?: string; format?: { noun: string } | undefined }): string {
  if (type.kind === 'connection') return t`a resource ID`;
  const noun = type.noun ?? type.format?.noun;
  return noun === undefined ? t`a value` : translated(noun);
}
