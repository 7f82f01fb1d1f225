import type { Project } from '../../model/project.ts';
import type { ScalarNode } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const ambiguousText = rule({
  id: 'ambiguous-text',
  severity: 'information',
  summary: 'a text without quotes that YAML 1.1 takes for a boolean',
  why: 'In YAML 1.2, which this language is, `yes`, `no`, `on` and `off` are texts. Tools that read YAML 1.1 take them for booleans: what a formatter or a script makes of the file may then be `true` or `false`.',
  looksAt: 'project',
  fixesUnasked: true,
  *check(project) {
    for (const node of texts(project)) {
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

/** Keys that the user chose, and values that are texts. */
function* texts({ shape, resources }: Project): Iterable<ScalarNode> {
  for (const resource of resources) {
    yield resource.id.node;
    if (resource.type === 'lambda-function') yield* resource.environment.map(({ name }) => name.node);
  }
  for (const [node, type] of shape.typeOf) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
    if (type.kind === 'string' || type.kind === 'connection') yield node;
  }
}
