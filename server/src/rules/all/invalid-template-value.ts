import type { OverlayFault } from '../../model/overlay-faults.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

type Invalid = Extract<OverlayFault, { readonly kind: 'empty' | 'arguments' | 'function-in-section' }>;

export const invalidTemplateValue = rule({
  id: 'invalid-template-value',
  severity: 'error',
  summary: 'a value under `cloudformation` that CloudFormation rejects in any template',
  why: 'CloudFormation rejects a template with an empty value, with a function that has other arguments than it takes, or with a function in a parameter or a mapping, whose values are fixed.',
  looksAt: 'overlayFault',
  *check(fault) {
    if (fault.kind === 'empty' || fault.kind === 'arguments' || fault.kind === 'function-in-section') {
      const data: Invalid = fault;
      yield { span: fault.span, data };
    }
  },
  message(fault) {
    switch (fault.kind) {
      case 'empty':
        return 'CloudFormation rejects an empty value. Add one, or remove the key.';
      case 'arguments':
        return `${quote(fault.name)} takes ${fault.expected}. Change its value.`;
      case 'function-in-section':
        return `The values of ${quote(fault.section)} are fixed, so ${quote(fault.name)} is not allowed there. Write the value itself.`;
    }
  },
});
