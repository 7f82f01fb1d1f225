import { changeBy } from '../../changes/change.ts';
import { successorIn } from '../../changes/functions.ts';
import { runtimeStatus } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const deprecatedRuntime = rule({
  id: 'deprecated-runtime',
  severity: 'warning',
  summary: 'a runtime that AWS has deprecated, or will deprecate within 60 days',
  why: 'AWS no longer patches a deprecated runtime, not even for security issues. Sooner or later, Lambda rejects new functions that use it, and then updates to existing ones.',
  looksAt: 'function',
  tag: 'deprecated',
  *check({ runtime, arn }, project) {
    const status = runtime && !arn && runtimeStatus(runtime.value, project.today);
    if (status && status.kind !== 'rejected')
      yield { span: runtime.node.span, data: { runtime, status, successor: successorIn(project, runtime.value) } };
  },
  message({ runtime: { value }, status, successor }) {
    const advice =
      successor === undefined ? 'Use a newer runtime.' : `Use ${quote(successor)} if your code supports it.`;
    if (status.kind === 'ending') {
      return `AWS will deprecate ${quote(value)} on ${status.on}. From then on, it gets no security updates. ${advice}`;
    }
    const rejected =
      status.rejected === undefined ? '' : `, and Lambda rejects new functions that use it from ${status.rejected}`;
    return `AWS deprecated ${quote(value)} on ${status.since}: it gets no more security updates${rejected}. ${advice}`;
  },
  fixes({ runtime, successor }, { tree }) {
    if (successor === undefined) return [];
    return fixBy(`Change to \`${successor}\``, changeBy([replaceScalar(tree, runtime.node, successor)]), true);
  },
});
