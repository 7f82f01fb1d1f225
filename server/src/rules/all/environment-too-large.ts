import { byteLength, maximumEnvironmentSize } from '../../language/limits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';

const maximum = maximumEnvironmentSize.toLocaleString('en');

export const environmentTooLarge = rule({
  id: 'environment-too-large',
  severity: 'error',
  summary: `an \`environment\` of more than ${maximum} bytes`,
  why: `All of a function's variables together, names and values, may have ${maximum} bytes. Lambda refuses a function that has more.`,
  looksAt: 'function',
  *check({ map, arn, environment }) {
    const entry = map && findEntry(map, 'environment');
    if (!entry || arn) return;
    const size = environment.reduce(
      (sum, { name, value }) => sum + byteLength(name.value) + byteLength(value.value),
      0,
    );
    if (size > maximumEnvironmentSize) yield { span: entry.key.span, data: size };
  },
  message: (size) =>
    `The variables have ${size.toLocaleString('en')} bytes, and Lambda takes ${maximum}. Keep long values elsewhere, such as in a file that is deployed with the code.`,
});
