import { successorIn } from '../../changes/functions.ts';
import { runtimes } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const deprecatedRuntime = rule({
  id: 'deprecated-runtime',
  severity: 'warning',
  summary: 'a runtime that AWS has deprecated',
  why: 'AWS no longer patches a deprecated runtime, not even for security issues. Sooner or later, Lambda rejects new functions that use it, and then updates to existing ones.',
  looksAt: 'function',
  tag: 'deprecated',
  *check({ runtime, arn }, project) {
    if (
      runtime &&
      !arn &&
      runtimes.values.some(({ value, deprecated }) => deprecated === true && value === runtime.value)
    ) {
      yield { span: runtime.node.span, data: { ...runtime, successor: successorIn(project, runtime.value) } };
    }
  },
  message({ value, successor }) {
    const advice =
      successor === undefined ? 'Use a newer runtime.' : `Use ${quote(successor)} if your code supports it.`;
    return `AWS has deprecated ${quote(value)}: it gets no more security updates, and Lambda rejects new functions that use it, or soon will. ${advice}`;
  },
  *fixes({ node, successor }, project) {
    if (successor === undefined) return;
    const edits = [replaceScalar(project.tree, node, successor)];
    yield { title: `Change to \`${successor}\``, edits, preferred: true };
  },
});
