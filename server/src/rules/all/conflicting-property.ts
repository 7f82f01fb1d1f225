import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, type Entry } from '../../syntax/tree.ts';
import { rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';

export const conflictingProperty = rule({
  id: 'conflicting-property',
  severity: 'error',
  summary: 'a property that another one makes meaningless',
  why: 'A function with an `arn` exists already. What its code is and how it runs was said where it was deployed.',
  looksAt: 'fault',
  *check(fault) {
    if (fault.kind !== 'excluded-property') return;
    const message = `${quote(fault.by.key.text)} stands here.`;
    yield { span: fault.span, data: fault, related: [{ span: fault.by.key.span, message }] };
  },
  message: ({ property, by }) =>
    `${quote(property.name)} cannot stand beside ${quote(by.key.text)}: the function exists already, and is not deployed from here. Remove one of the two.`,
  *fixes({ map, entry, by }, project) {
    const remove = (unwanted: Entry): Fix => ({
      title: `Remove \`${unwanted.key.text}\``,
      edits: [removeEntry(project.tree, map, unwanted)],
    });
    yield { ...remove(entry), preferred: true };
    // Without it, all that it stands for would be needed.
    const replaced =
      project.shape.objectOf.get(map)?.properties.filter((one) => one.requiredUnless === by.key.text) ?? [];
    if (replaced.every(({ name }) => findEntry(map, name))) yield remove(by);
  },
});
