import { resourcesOfType, type Located } from '../../model/project.ts';
import { groupBy } from '../../model/group-by.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const duplicateDomain = rule({
  id: 'duplicate-domain',
  severity: 'error',
  summary: 'a domain that two APIs of a project have',
  why: 'A domain name exists once in a region, so the second API could not be deployed.',
  looksAt: 'project',
  *check(project) {
    const names = resourcesOfType(project, 'websocket-api').flatMap(({ domain }) => domain?.name ?? []);
    for (const [first, ...others] of groupBy(names, ({ value }) => value).values()) {
      for (const name of others) yield { span: name.node.span, data: name, related: related(first) };
    }
  },
  message: ({ value }) =>
    t`Another API of this project already has the domain ${quote(value)}. Use another domain, such as one with another first part.`,
});

function related(first: Located<string> | undefined) {
  return first ? [{ span: first.node.span, message: t`First used here.` }] : [];
}
