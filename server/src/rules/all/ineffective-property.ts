import { ineffectiveWithArn } from '../../language/lambda-function.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, isEmpty } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { listed, oneOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const ineffectiveProperty = rule({
  id: 'ineffective-property',
  severity: 'warning',
  summary: `${oneOf(ineffectiveWithArn)} on an existing function`,
  why: `A function given by its \`arn\` is not deployed by this project. It keeps its own ${listed(ineffectiveWithArn, 'and')}, whatever the file says.`,
  looksAt: 'function',
  local: true,
  tag: 'unnecessary',
  *check({ map, arn }) {
    if (!map || !arn) return;
    for (const name of ineffectiveWithArn) {
      const entry = findEntry(map, name);
      if (entry && !isEmpty(entry.value)) yield { span: entry.key.span, data: { map, entry } };
    }
  },
  message: ({ entry }) =>
    t`${quote(entry.key.text)} has no effect together with \`arn\`: the function already exists and keeps its own. Remove it here, and set it where the function is deployed.`,
  *fixes({ map, entry }, project) {
    const edits = [removeEntry(project.tree, map, entry)];
    yield { title: t`Remove \`${entry.key.text}\``, edits, preferred: true };
  },
});
