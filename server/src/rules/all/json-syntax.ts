import { jsonFaults, type JsonFault } from '../../syntax/json.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { type SyntaxTree } from '../../syntax/tree.ts';

export const jsonSyntax = rule({
  id: 'json-syntax',
  severity: 'error',
  summary: 'text that is not valid JSON in a file whose name ends in `.json`',
  why: 'Project files are YAML, and JSON is a part of YAML. But a name that ends in `.json` promises JSON, and tools that read such a file, such as `jq`, formatters and scripts, refuse all of it because of one comment or trailing comma. If you prefer YAML and its comments, rename the file so that it ends in `.websocket.yaml`.\n\nSince JSON has no comments, they cannot suppress problems in it either. Turn rules off in the [settings](../configuration.md) instead, or use YAML.',
  looksAt: 'project',
  *check({ tree, shape }) {
    /** An empty value is another problem of most properties. */
    const empty = new Set(shape.faults.map(({ span }) => span.start));
    for (const fault of jsonFaults(tree)) {
      if (fault.kind !== 'missing' || !empty.has(fault.span.start)) yield { span: fault.span, data: fault };
    }
  },
  message: ({ kind }) => texts[kind].message(),
  *fixes({ kind, edits }, { tree }) {
    if (edits.length === 0) return;
    yield { title: texts[kind].title(tree), edits, preferred: true };
  },
});

const texts: Readonly<
  Record<JsonFault['kind'], { readonly message: () => string; readonly title: (tree: SyntaxTree) => string }>
> = {
  yaml: {
    message: () =>
      t`This is YAML, but the name of the file ends in \`.json\`, so other tools cannot read it. Convert it to JSON, or rename the file so that it ends in \`.yaml\`.`,
    title: ({ comments }) => (comments.length > 0 ? t`Convert to JSON without the comments` : t`Convert to JSON`),
  },
  comment: {
    message: () =>
      t`JSON has no comments, so other tools cannot read this file. Remove the comment, or rename the file so that it ends in \`.yaml\`.`,
    title: () => t`Remove the comment`,
  },
  comma: {
    message: () => t`JSON does not allow a comma after the last item. Remove it.`,
    title: () => t`Remove the comma`,
  },
  quotes: {
    message: () => t`JSON requires double quotes around keys and strings. Add them.`,
    title: () => t`Use double quotes`,
  },
  escape: {
    message: () =>
      t`JSON does not allow this in a string: a line break or tab must be written \`\\n\` or \`\\t\`, and \`\\x41\` and other escape sequences of YAML do not exist. Rewrite the string.`,
    title: () => t`Rewrite the string as JSON`,
  },
  literal: {
    message: () =>
      t`JSON has no such value: it has decimal numbers, \`true\`, \`false\` and \`null\`. Rewrite the value.`,
    title: () => t`Rewrite the value as JSON`,
  },
  missing: { message: () => t`JSON requires a value after the colon. Add one, or remove the key.`, title: () => '' },
  pair: {
    message: () => t`JSON requires braces around a key and its value in a list. Add them.`,
    title: () => t`Add braces`,
  },
  alias: {
    message: () => t`JSON has no aliases. Replace the alias with the value that it stands for.`,
    title: () => t`Replace with the value`,
  },
  anchor: {
    message: () => t`JSON has no anchors. Replace the aliases, and remove the anchor.`,
    title: () => t`Remove the anchor`,
  },
  sign: { message: () => t`This is part of YAML, but not of JSON. Remove it.`, title: () => t`Remove it` },
};
