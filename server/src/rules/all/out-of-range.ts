import { faultsOf, rule, type Fix } from '../rule.ts';

export const outOfRange = rule({
  id: 'out-of-range',
  severity: 'error',
  summary: 'a number below the least or above the greatest that AWS takes',
  why: 'AWS refuses to deploy a function with such a value.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'out-of-range'),
  message: ({ type, node }) =>
    `${node.text} is out of range: AWS takes ${type.minimum} to ${type.maximum} ${type.unit} here.`,
  *fixes({ type, node }): Iterable<Fix> {
    const nearest = Number(node.value) < type.minimum ? type.minimum : type.maximum;
    yield {
      title: `Change to ${nearest}`,
      edits: [{ span: node.span, newText: String(nearest) }],
      preferred: true,
    };
  },
});
