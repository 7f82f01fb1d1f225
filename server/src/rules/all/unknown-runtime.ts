import { matchesFormat, runtimeName } from '../../language/formats.ts';
import { runtimes, runtimesLike } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const unknownRuntime = rule({
  id: 'unknown-runtime',
  severity: 'information',
  summary: 'a runtime that this extension does not know',
  why: 'AWS adds runtimes, so one that is not known here may well be right. It may also be a slip of the keyboard, which AWS would refuse.',
  looksAt: 'function',
  *check({ runtime, arn }) {
    if (!runtime || arn || !matchesFormat(runtime.value, runtimeName)) return;
    if (runtimes.values.some(({ value }) => value === runtime.value)) return;
    yield { span: runtime.node.span, data: { runtime, near: runtimesLike(runtime.value) } };
  },
  message({ runtime: { value }, near: [meant] }) {
    const advice = meant === undefined ? 'Check how AWS writes it.' : `Did you mean ${quote(meant)}?`;
    return `${quote(value)} is no runtime that is known here. ${advice}`;
  },
  *fixes({ runtime, near }, project) {
    for (const [index, value] of near.entries()) {
      const edits = [replaceScalar(project.tree, runtime.node, value)];
      yield { title: `Change to \`${value}\``, edits, preferred: index === 0 };
    }
  },
});
