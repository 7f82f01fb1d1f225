import type { ScalarNode } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { chosenStrings } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const ambiguousText = rule({
  id: 'ambiguous-text',
  severity: 'information',
  summary: 'an unquoted string that YAML 1.1 reads as a boolean',
  why: 'Project files are YAML 1.2, where `yes`, `no`, `on` and `off` are strings. YAML 1.1 parsers read them as booleans, so a formatter or a script may turn them into `true` or `false`.',
  looksAt: 'project',
  fixesUnasked: true,
  *check(project) {
    // In JSON, an unquoted string is another problem.
    if (project.tree.format === 'json' || !/\b(?:y|n|yes|no|on|off)\b/i.test(project.tree.text)) return;
    /** A resource's ID, its name and what refers to them are usually the same string, which is one mistake. */
    const alike = new Map<string, ScalarNode[]>();
    for (const node of chosenStrings(project)) {
      const isAmbiguous = node.style === 'plain' && /^(?:y|n|yes|no|on|off)$/i.test(node.text);
      if (isAmbiguous) alike.set(node.text, [...(alike.get(node.text) ?? []), node]);
    }
    for (const [text, nodes] of alike) {
      const [first] = nodes.sort((a, b) => a.span.start - b.span.start);
      if (first) yield { span: first.span, data: { text, nodes } };
    }
  },
  message: ({ text }) =>
    t`${quote(text)} is a string here, but YAML 1.1 tools read it as a boolean. Add quotes so that every tool reads a string.`,
  *fixes({ text, nodes }) {
    const edits = nodes.map(({ span }) => ({ span, newText: JSON.stringify(text) }));
    yield { title: t`Add quotes`, edits, preferred: true };
  },
});
