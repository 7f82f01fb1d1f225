import { removeEntry } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const duplicateKey = rule({
  id: 'duplicate-key',
  severity: 'error',
  summary: 'a key that stands twice in the same map',
  why: 'A map has each key once. Which of the two values counts differs from one YAML reader to the next, so one of them is lost without a word.',
  looksAt: 'fault',
  *check(fault) {
    if (fault.kind !== 'duplicate-key') return;
    const message = `${quote(fault.first.key.text)} stands here first.`;
    yield { span: fault.span, data: fault, related: [{ span: fault.first.key.span, message }] };
  },
  message: ({ entry }) =>
    `${quote(entry.key.text)} stands twice in this map, and only one of the two can count. Rename or remove one.`,
  *fixes({ map, entry }, project) {
    const title = `Remove this \`${entry.key.text.slice(0, 60)}\``;
    yield { title, edits: [removeEntry(project.tree, map, entry)] };
  },
});
