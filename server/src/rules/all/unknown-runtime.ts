import { entryPointFormat } from '../../language/entry-points.ts';
import { matchesFormat, runtimeName } from '../../language/formats.ts';
import { runtimes, runtimesLike } from '../../language/runtimes.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unknownRuntime = rule({
  id: 'unknown-runtime',
  severity: 'information',
  summary: 'an unknown runtime',
  why: 'AWS adds new runtimes, so an unknown one may be correct. It may also be a typo, which AWS would reject.',
  looksAt: 'function',
  local: true,
  *check({ runtime, entryPoint, arn }) {
    if (!runtime || arn || !matchesFormat(runtime.value, runtimeName)) return;
    if (runtimes.values.some(({ value }) => value === runtime.value)) return;
    yield { span: runtime.node.span, data: { runtime, entryPoint, near: runtimesLike(runtime.value) } };
  },
  message({ runtime: { value }, near: [meant] }) {
    const advice = meant === undefined ? t`Check how AWS spells it.` : t`Did you mean ${quote(meant)}?`;
    return t`${quote(value)} is not a known runtime. ${advice}`;
  },
  *fixes({ runtime, entryPoint, near }, project) {
    for (const [index, value] of near.entries()) {
      const edits = [replaceScalar(project.tree, runtime.node, value)];
      const fits = !entryPoint || matchesFormat(entryPoint.value, entryPointFormat(value));
      yield { title: t`Change to \`${value}\``, edits, preferred: index === 0 && fits };
    }
  },
});
