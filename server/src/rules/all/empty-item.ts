import { removeItem } from '../../syntax/edits.ts';
import { faultsOf, rule } from '../rule.ts';

export const emptyItem = rule({
  id: 'empty-item',
  severity: 'error',
  summary: 'an item of a list that says nothing',
  why: 'A dash with nothing after it is an item all the same, and stands for nothing that could be generated.',
  looksAt: 'fault',
  ofAbsence: true,
  check: (fault) => faultsOf(fault, 'empty-item'),
  message: ({ type }) => `This item of the list is empty. Write ${describe(type)} here, or remove the item.`,
  *fixes({ list, item }, project) {
    yield { title: 'Remove the empty item', edits: [removeItem(project.tree, list, item)], preferred: true };
  },
});

function describe(type: { kind: string; noun?: string; format?: { noun: string } | undefined }): string {
  if (type.kind === 'connection') return 'a resource id';
  return type.noun ?? type.format?.noun ?? 'a value';
}
