import { runtimes, successorOf } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const deprecatedRuntime = rule({
  id: 'deprecated-runtime',
  severity: 'warning',
  summary: 'a runtime that AWS has deprecated',
  why: 'AWS no longer mends a deprecated runtime, not even where its security is at stake. Sooner or later it refuses to create functions with it, and then to update those that there are.',
  looksAt: 'function',
  tag: 'deprecated',
  *check({ runtime, arn }) {
    if (
      runtime &&
      !arn &&
      runtimes.values.some(({ value, deprecated }) => deprecated === true && value === runtime.value)
    ) {
      yield { span: runtime.node.span, data: runtime };
    }
  },
  message({ value }) {
    const successor = successorOf(value);
    const advice = successor === undefined ? 'Use a newer one.' : `Use ${quote(successor)}, if the code allows it.`;
    return `AWS has deprecated ${quote(value)}: it gets no more security updates, and functions can no longer be created with it, or soon cannot. ${advice}`;
  },
  *fixes({ value, node }, project) {
    const successor = successorOf(value);
    if (successor === undefined) return;
    const edits = [replaceScalar(project.tree, node, successor)];
    yield { title: `Change to \`${successor}\``, edits, preferred: true };
  },
});
