import { changeBy } from '../../changes/change.ts';
import { successorIn } from '../../changes/functions.ts';
import { runtimeStatus } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const rejectedRuntime = rule({
  id: 'rejected-runtime',
  severity: 'error',
  summary: 'a runtime that Lambda no longer creates functions with',
  why: 'Some time after AWS has deprecated a runtime, Lambda rejects new functions that use it, so a stack with such a function cannot be created.',
  looksAt: 'function',
  tag: 'deprecated',
  *check({ runtime, arn }, project) {
    const status = runtime && !arn && runtimeStatus(runtime.value, project.today);
    if (status && status.kind === 'rejected')
      yield {
        span: runtime.node.span,
        data: { runtime, since: status.since, successor: successorIn(project, runtime.value) },
      };
  },
  message({ runtime: { value }, since, successor }) {
    const advice = successor === undefined ? 'Use a newer runtime.' : `Use ${quote(successor)}.`;
    return `Since ${since}, Lambda rejects new functions that use ${quote(value)}, so the stack cannot be created. ${advice}`;
  },
  fixes({ runtime, successor }, { tree }) {
    if (successor === undefined) return [];
    return fixBy(`Change to \`${successor}\``, changeBy([replaceScalar(tree, runtime.node, successor)]), true);
  },
});
