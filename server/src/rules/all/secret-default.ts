import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const secretDefault = rule({
  id: 'secret-default',
  severity: 'warning',
  summary: 'a default of a secret parameter',
  why: 'CloudFormation hides the value of a secret parameter, but not its default, which is in the project file, in the template, and in the history of both.',
  looksAt: 'project',
  *check({ parameters }) {
    for (const { name, entry, secret, default: usual } of parameters) {
      if (secret?.value && usual && usual.value !== '') yield { span: usual.node.span, data: { name, entry } };
    }
  },
  message: ({ name }) =>
    t`${quote(name.value)} is secret, but everyone who can read this file or the template sees its default. Remove the default, and set the value when you deploy.`,
  *fixes({ entry }, { tree }) {
    const map = resolveAlias(entry.value);
    const own = map?.kind === 'map' ? findEntry(map, 'default') : undefined;
    if (map?.kind === 'map' && own) {
      yield { title: t`Remove the default`, edits: [removeEntry(tree, map, own)], preferred: true };
    }
  },
});
