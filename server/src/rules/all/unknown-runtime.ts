import { runtimes } from '../../language/runtimes.ts';
import { didYouMean } from '../../language/similar.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const unknownRuntime = rule({
  id: 'unknown-runtime',
  severity: 'information',
  summary: 'a runtime that this extension does not know',
  why: 'AWS adds runtimes, so one that is not known here may well be right. It may also be a slip of the keyboard, which AWS would refuse.',
  looksAt: 'function',
  *check({ runtime, arn }) {
    if (!runtime || arn || runtimes.values.some(({ value }) => value === runtime.value)) return;
    yield { span: runtime.node.span, data: { runtime, near: near(runtime.value) } };
  },
  message({ runtime: { value, node }, near: [meant] }) {
    const name = value === '' || node.text === '' ? 'An empty text' : quote(value);
    const advice = meant === undefined ? 'Check how AWS writes it.' : `Did you mean ${quote(meant)}?`;
    return `${name} is no runtime that is known here. ${advice}`;
  },
  *fixes({ runtime, near }, project) {
    for (const [index, value] of near.entries()) {
      const edits = [replaceScalar(project.tree, runtime.node, value)];
      yield { title: `Change to \`${value}\``, edits, preferred: index === 0 };
    }
  },
});

/** Runtimes of a like name and of the same version, the nearest first: of another version none may be meant. */
function near(typed: string): string[] {
  const current = runtimes.values.filter(({ deprecated }) => deprecated !== true).map(({ value }) => value);
  const digits = (text: string): string => text.replaceAll(/[^0-9]/g, '');
  return didYouMean(typed, current)
    .filter((candidate) => digits(typed) === '' || digits(typed) === digits(candidate))
    .slice(0, 5);
}
