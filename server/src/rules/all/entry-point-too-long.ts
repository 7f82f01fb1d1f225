import { maximumHandlerLength } from '../../language/limits.ts';
import { rule } from '../rule.ts';

export const entryPointTooLong = rule({
  id: 'entry-point-too-long',
  severity: 'error',
  summary: `an \`entryPoint\` of more than ${maximumHandlerLength} characters`,
  why: `Lambda takes a handler of at most ${maximumHandlerLength} characters, its folders among them.`,
  looksAt: 'function',
  *check({ entryPoint }) {
    if (entryPoint && entryPoint.value.length > maximumHandlerLength)
      yield { span: entryPoint.node.span, data: entryPoint.value.length };
  },
  message: (length) =>
    `The entry point has ${length} characters, and Lambda takes ${maximumHandlerLength}. Shorten the names, or put the file in a folder that is less deep.`,
});
