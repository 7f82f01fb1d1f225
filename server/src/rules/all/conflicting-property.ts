import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, type Entry } from '../../syntax/tree.ts';
import { rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';

export const conflictingProperty = rule({
  id: 'conflicting-property',
  severity: 'error',
  summary: 'a property that cannot be combined with another one',
  why: 'A function with an `arn` already exists. Its code and runtime were set when it was deployed, so they cannot be set here.',
  looksAt: 'fault',
  *check(fault) {
    if (fault.kind !== 'excluded-property') return;
    const message = `${quote(fault.by.key.text)} is set here.`;
    yield { span: fault.span, data: fault, related: [{ span: fault.by.key.span, message }] };
  },
  message: ({ property, by }) =>
    `${quote(property.name)} cannot be combined with ${quote(by.key.text)}: the function already exists and is not deployed by this project. Remove one of the two.`,
  *fixes({ map, entry, by }, project) {
    const remove = (unwanted: Entry): Fix => ({
      title: `Remove \`${unwanted.key.text}\``,
      edits: [removeEntry(project.tree, map, unwanted)],
    });
    yield { ...remove(entry), preferred: true };
    // Without it, every property that it replaces is required.
    const replaced = project.shape.objectOf(map)?.properties.filter((one) => one.requiredUnless === by.key.text) ?? [];
    if (replaced.every(({ name }) => findEntry(map, name))) yield remove(by);
  },
});
