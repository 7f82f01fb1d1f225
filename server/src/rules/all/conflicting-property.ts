import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, type Entry } from '../../syntax/tree.ts';
import { rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const conflictingProperty = rule({
  id: 'conflicting-property',
  severity: 'error',
  summary: 'a property that cannot be combined with another one',
  why: 'A function, table, queue, topic or bucket with an `arn` already exists. What it is was set when it was deployed, so that cannot be set here.',
  looksAt: 'fault',
  *check(fault) {
    if (fault.kind !== 'excluded-property') return;
    const message = t`${quote(fault.by.key.text)} is set here.`;
    yield { span: fault.span, data: fault, related: [{ span: fault.by.key.span, message }] };
  },
  message: ({ object, property, by }) =>
    t`${quote(property.name)} cannot be combined with ${quote(by.key.text)}: the ${translated(object.noun).replace(/^.* /, '')} already exists and is not deployed by this project. Remove one of the two.`,
  *fixes({ object, map, entry, by }, project) {
    const remove = (unwanted: Entry): Fix => ({
      title: t`Remove \`${unwanted.key.text}\``,
      edits: [removeEntry(project.tree, map, unwanted)],
    });
    yield { ...remove(entry), preferred: true };
    // Without it, every property that it replaces is required. Where it replaces none, too much else may be wrong.
    const replaced = object.properties.filter((one) => one.requiredUnless === by.key.text);
    if (replaced.length > 0 && replaced.every(({ name }) => findEntry(map, name))) yield remove(by);
  },
});
