import { documentObject } from '../../language/index.ts';
import { isIntendedAs } from '../../model/misplaced.ts';
import { overlayKey } from '../../syntax/parse.ts';
import { partAt, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { repair } from '../yaml-repairs.ts';

export const yamlSyntax = rule({
  id: 'yaml-syntax',
  severity: 'error',
  summary: 'text that is not valid YAML',
  why: 'Text that cannot be parsed can be neither checked nor generated. Until it is fixed, nothing after it is reported, because it may be misread.',
  looksAt: 'problem',
  *check(problem, { tree }) {
    if (problem.kind === 'tag' && isBelowMisspelled(overlayKey, problem.span, tree)) return;
    yield { span: problem.span, data: problem };
  },
  message: (problem) => problem.message,
  *fixes(problem, { tree }, state) {
    const found = repair(tree, problem, state);
    if (found) yield { title: found.title, edits: found.edits, preferred: found.improves };
  },
});

/** Whether the span is below a key of the top level that is reported as a misspelling of that one. */
function isBelowMisspelled(name: string, { start }: Span, { root }: SyntaxTree): boolean {
  const entry = root?.kind === 'map' ? partAt(root.entries, start) : undefined;
  return entry !== undefined && entry.key.text !== name && isIntendedAs(entry.key.text, documentObject, name);
}
