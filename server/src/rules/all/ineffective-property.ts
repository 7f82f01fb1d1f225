import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, isEmpty } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

const properties = ['memory', 'timeout', 'environment'];

export const ineffectiveProperty = rule({
  id: 'ineffective-property',
  severity: 'warning',
  summary: 'the `memory`, `timeout` or `environment` of a function that exists already',
  why: 'A function that is given by its `arn` is not deployed from here. It keeps the memory, the timeout and the environment that it has, whatever the file says.',
  looksAt: 'function',
  tag: 'unnecessary',
  *check({ map, arn }) {
    if (!map || !arn) return;
    for (const name of properties) {
      const entry = findEntry(map, name);
      if (entry && !isEmpty(entry.value)) yield { span: entry.key.span, data: { map, entry } };
    }
  },
  message: ({ entry }) =>
    `${quote(entry.key.text)} has no effect beside \`arn\`: the function exists already and keeps its own. Remove it, and set it where the function is deployed.`,
  *fixes({ map, entry }, project) {
    const edits = [removeEntry(project.tree, map, entry)];
    yield { title: `Remove \`${entry.key.text}\``, edits, preferred: true };
  },
});
