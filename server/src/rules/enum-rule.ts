// The rules about enums differ in which of them they look at; what they say and how they mend it is the same.
import { meantValues } from '../language/meant.ts';
import type { EnumType } from '../language/index.ts';
import { replaceScalar } from '../syntax/edits.ts';
import { faultsOf, rule, type Rule, type Severity } from './rule.ts';
import { oneOf, quote } from '../wording.ts';

/** A rule over the enums that the predicate picks: their values are the only ones. */
export function enumRule(
  texts: { id: string; severity: Severity; summary: string; why: string },
  picks: (type: EnumType) => boolean,
): Rule {
  return rule({
    ...texts,
    looksAt: 'fault',
    *check(fault) {
      for (const report of faultsOf(fault, 'invalid-value')) if (picks(report.data.type)) yield report;
    },
    message({ type, node }) {
      const [meant] = meantValues(node.text, type);
      const advice = meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
      const typed = node.text === '' ? 'An empty text' : quote(node.text);
      return `${typed} is not ${type.noun}: it must be ${oneOf(type.values.map(({ value }) => value))}.${advice}`;
    },
    *fixes({ type, node }, project) {
      const likely = meantValues(node.text, type);
      const others = type.values.map(({ value }) => value).filter((value) => !likely.includes(value));
      for (const [index, value] of [...likely, ...others].entries()) {
        const preferred = index === 0 && likely.length > 0;
        yield { title: `Change to \`${value}\``, edits: [replaceScalar(project.tree, node, value)], preferred };
      }
    },
  });
}
