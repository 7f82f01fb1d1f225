import { rule } from '../rule.ts';
import { textsOf } from '../texts.ts';
import { quote } from '../../wording.ts';

export const ambiguousText = rule({
  id: 'ambiguous-text',
  severity: 'information',
  summary: 'a text without quotes that YAML 1.1 takes for a boolean',
  why: 'In YAML 1.2, which this language is, `yes`, `no`, `on` and `off` are texts. Tools that read YAML 1.1 take them for booleans: what a formatter or a script makes of the file may then be `true` or `false`.',
  looksAt: 'project',
  fixesUnasked: true,
  *check(project) {
    for (const node of textsOf(project)) {
      const isAmbiguous = node.style === 'plain' && /^(?:y|n|yes|no|on|off)$/i.test(node.text);
      if (isAmbiguous) yield { span: node.span, data: node };
    }
  },
  message: ({ text }) =>
    `${quote(text)} is a text here, and a boolean to tools that read YAML 1.1. Put it in quotes, so that all read it alike.`,
  *fixes({ span, text }) {
    yield { title: 'Put in quotes', edits: [{ span, newText: JSON.stringify(text) }], preferred: true };
  },
});
