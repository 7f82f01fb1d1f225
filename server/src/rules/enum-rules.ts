// Shared by the rules about enums, which check different enums with the same message and fixes.
import { intendedValues } from '../language/similar.ts';
import type { EnumType } from '../language/index.ts';
import type { Project } from '../model/project.ts';
import { fits } from '../model/shape.ts';
import { replaceScalar } from '../syntax/edits.ts';
import type { ScalarNode } from '../syntax/tree.ts';
import { faultsOf, rule, type Rule, type Severity } from './rule.ts';
import { oneOf, quote, sentences } from '../wording.ts';
import { t, translated } from '../locale.ts';

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
      const typed = node.text === '' ? t`An empty string` : quote(node.text);
      const [noun, values] = [translated(type.noun), oneOf(type.values.map(({ value }) => value))];
      return sentences(
        type.orList
          ? t`${typed} is not ${noun}. Expected ${values}, or a list.`
          : t`${typed} is not ${noun}. Expected ${values}.`,
        meant === undefined ? undefined : t`Did you mean ${quote(meant)}?`,
      );
    },
    *fixes({ type, node }, project) {
      const likely = intendedValues(node.text, type);
      const all = possible?.(node, project) ?? type.values.map(({ value }) => value);
      const others = all.filter((value) => !likely.includes(value));
      for (const [index, value] of [...likely, ...others].entries()) {
        const preferred = index === 0 && likely.length > 0;
        yield { title: t`Change to \`${value}\``, edits: [replaceScalar(project.tree, node, value)], preferred };
      }
      if (type.orList && node.style !== 'block' && fits(node, type.orList.items)) {
        const { start, end } = node.span;
        const newText = `[${project.tree.text.slice(start, end)}]`;
        yield { title: t`Make it a list`, edits: [{ span: node.span, newText }], preferred: likely.length === 0 };
      }
    },
  });
}
