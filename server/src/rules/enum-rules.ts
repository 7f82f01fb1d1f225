// Shared by the rules about enums, which check different enums with the same message and fixes.
import { intendedValues } from '../language/similar.ts';
import type { EnumType } from '../language/index.ts';
import type { Project } from '../model/project.ts';
import { replaceScalar } from '../syntax/edits.ts';
import type { ScalarNode } from '../syntax/tree.ts';
import { faultsOf, rule, type Rule, type Severity } from './rule.ts';
import { oneOf, quote } from '../wording.ts';

/**
 * A rule that reports any other value for the enums that the predicate picks.
 * @param possible the values that can be there, for the fixes; if absent, all of them can
 */
export function enumRule(
  texts: { id: string; severity: Severity; summary: string; why: string },
  picks: (type: EnumType) => boolean,
  possible?: (node: ScalarNode, project: Project) => readonly string[],
): Rule {
  return rule({
    ...texts,
    looksAt: 'fault',
    *check(fault) {
      for (const report of faultsOf(fault, 'invalid-value')) if (picks(report.data.type)) yield report;
    },
    message({ type, node }) {
      const [meant] = intendedValues(node.text, type);
      const advice = meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
      const typed = node.text === '' ? 'An empty string' : quote(node.text);
      return `${typed} is not ${type.noun}. Expected ${oneOf(type.values.map(({ value }) => value))}.${advice}`;
    },
    *fixes({ type, node }, project) {
      const likely = intendedValues(node.text, type);
      const all = possible?.(node, project) ?? type.values.map(({ value }) => value);
      const others = all.filter((value) => !likely.includes(value));
      for (const [index, value] of [...likely, ...others].entries()) {
        const preferred = index === 0 && likely.length > 0;
        yield { title: `Change to \`${value}\``, edits: [replaceScalar(project.tree, node, value)], preferred };
      }
    },
  });
}
