import { rule } from '../rule.ts';
import { visibilityFixes, visibilityTimeoutOf, type VisibilityTimeout } from '../visibility-timeouts.ts';
import { t } from '../../locale.ts';

export const shortVisibilityTimeout = rule({
  id: 'short-visibility-timeout',
  severity: 'warning',
  summary: 'a `visibilityTimeout` of less than six times the timeout of a function that the queue invokes',
  why: 'AWS recommends six times the timeout of the function: while Lambda is throttled, it holds received messages and tries again. If they become visible in the meantime, they are processed twice.',
  looksAt: 'resource',
  *check(resource, project) {
    const found = visibilityTimeoutOf(project, resource);
    if (!found || found.own.value >= found.usual || found.own.value < found.longest) return;
    yield { span: found.own.node.span, data: found };
  },
  message: ({ own, longest, usual }: VisibilityTimeout) =>
    t`${own.value} s is less than six times the ${longest} s that a function of the queue can run, so messages may be processed twice. Use ${usual}, or remove it: then the template has that.`,
  fixes: visibilityFixes,
});
