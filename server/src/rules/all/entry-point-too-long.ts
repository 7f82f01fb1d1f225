import { maximumHandlerLength } from '../../language/limits.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const entryPointTooLong = rule({
  id: 'entry-point-too-long',
  severity: 'error',
  summary: `an \`entryPoint\` longer than ${maximumHandlerLength} characters`,
  why: `Lambda limits a handler to ${maximumHandlerLength} characters, including its folders.`,
  looksAt: 'function',
  local: true,
  *check({ entryPoint }) {
    if (entryPoint && entryPoint.value.length > maximumHandlerLength)
      yield { span: entryPoint.node.span, data: entryPoint.value.length };
  },
  message: (length) =>
    t`The entry point is ${length} characters long, over Lambda's limit of ${maximumHandlerLength}. Shorten the names, or move the file to a less deeply nested folder.`,
});
