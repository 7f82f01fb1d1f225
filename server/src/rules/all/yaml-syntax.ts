import { rule } from '../rule.ts';
import { repair } from '../yaml-repairs.ts';

export const yamlSyntax = rule({
  id: 'yaml-syntax',
  severity: 'error',
  summary: 'text that is not valid YAML',
  why: 'What cannot be read cannot be checked or generated. Until it is mended, what stands after it is not reported on, since it may be misread.',
  looksAt: 'problem',
  *check(problem) {
    yield { span: problem.span, data: problem };
  },
  message: (problem) => problem.message,
  *fixes(problem, { tree }) {
    const found = repair(tree, problem);
    if (found) yield { title: found.title, edits: found.edits, preferred: found.complete };
  },
});
