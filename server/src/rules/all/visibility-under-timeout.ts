import { rule } from '../rule.ts';
import { visibilityFixes, visibilityTimeoutOf, type VisibilityTimeout } from '../visibility-timeouts.ts';
import { t } from '../../locale.ts';

export const visibilityUnderTimeout = rule({
  id: 'visibility-under-timeout',
  severity: 'error',
  summary: 'a `visibilityTimeout` below the timeout of a function that the queue invokes',
  why: 'A message would become visible again, and be processed a second time, while the function still works on it. Lambda rejects such a queue as the source of events.',
  looksAt: 'resource',
  *check(resource, project) {
    const found = visibilityTimeoutOf(project, resource);
    if (found && found.own.value < found.longest) yield { span: found.own.node.span, data: found };
  },
  message: ({ own, longest, usual }: VisibilityTimeout) =>
    t`A function of the queue can run for ${longest} s, and Lambda rejects a queue whose messages become visible again after ${own.value} s. Use ${usual}, or remove it: then the template has that.`,
  fixes: visibilityFixes,
});
