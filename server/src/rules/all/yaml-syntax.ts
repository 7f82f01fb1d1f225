import { rule } from '../rule.ts';
import { repair } from '../yaml-repairs.ts';

export const yamlSyntax = rule({
  id: 'yaml-syntax',
  severity: 'error',
  summary: 'text that is not valid YAML',
  why: 'Text that cannot be parsed can be neither checked nor generated. Until it is fixed, nothing after it is reported, because it may be misread.',
  looksAt: 'problem',
  *check(problem) {
    yield { span: problem.span, data: problem };
  },
  message: (problem) => problem.message,
  *fixes(problem, { tree }, state) {
    const found = repair(tree, problem, state);
    if (found) yield { title: found.title, edits: found.edits, preferred: found.improves };
  },
});
