import { documentObject } from '../../language/index.ts';
import { findProperty } from '../../language/definition.ts';
import { contains, type Entry, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { repair } from '../yaml-repairs.ts';

export const yamlSyntax = rule({
  id: 'yaml-syntax',
  severity: 'error',
  summary: 'text that is not valid YAML',
  why: 'Text that cannot be parsed can be neither checked nor generated. Until it is fixed, nothing after it is reported, because it may be misread.',
  looksAt: 'problem',
  *check(problem, { tree }) {
    // The key is reported, which is probably a misspelled `cloudformation`.
    const isBelowUnknownKey = problem.kind === 'tag' && isUnknown(entryAround(tree, problem.span)?.key.text);
    if (!isBelowUnknownKey) yield { span: problem.span, data: problem };
  },
  message: (problem) => problem.message,
  *fixes(problem, { tree }, state) {
    const found = repair(tree, problem, state);
    if (found) yield { title: found.title, edits: found.edits, preferred: found.improves };
  },
});

/** The entry of the top level that contains the span. */
function entryAround({ root }: SyntaxTree, { start }: Span): Entry | undefined {
  return root?.kind === 'map' ? root.entries.find(({ span }) => contains(span, start)) : undefined;
}

function isUnknown(key: string | undefined): boolean {
  return key !== undefined && !findProperty(documentObject, key);
}
