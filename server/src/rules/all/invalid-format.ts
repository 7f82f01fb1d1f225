import { faultsOf, rule } from '../rule.ts';
import { quote } from '../words.ts';

export const invalidFormat = rule({
  id: 'invalid-format',
  severity: 'error',
  summary: 'a text that does not have the shape that its place asks for',
  why: 'An entry point, a stage or an ARN is handed on to AWS, which reads it in its own way. A text of another shape is refused there, or means something else.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'invalid-format'),
  message: ({ format, node }) => `${quote(node.text)} is not ${format.noun}: it must be ${format.words}.`,
});
