import type { OverlayFault } from '../../model/overlay-faults.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

type Invalid = Extract<OverlayFault, { readonly kind: (typeof kinds)[number] }>;

const kinds = ['empty', 'arguments', 'function-in-section', 'misplaced', 'no-condition'] as const;

export const invalidTemplateValue = rule({
  id: 'invalid-template-value',
  severity: 'error',
  summary: 'a value under `cloudformation` that CloudFormation rejects in any template',
  why: 'CloudFormation rejects a template with an empty value, with a function that has other arguments than it takes, with a function in a parameter or a mapping, whose values are fixed, or with a condition where a value is expected, and the other way around. Conditions are evaluated before any resource exists: they compare parameters, mappings and texts.',
  looksAt: 'overlayFault',
  ofAbsence: true,
  *check(fault) {
    if (isInvalid(fault)) yield { span: fault.span, data: fault };
  },
  message(fault) {
    switch (fault.kind) {
      case 'empty':
        return fault.of === 'key'
          ? t`CloudFormation rejects an empty value. Add one, or remove the key.`
          : t`CloudFormation rejects an empty value. Add one, or remove the item.`;
      case 'arguments':
        return t`${quote(fault.name)} takes ${fault.expected}. Change its value.`;
      case 'function-in-section':
        return t`The values of ${quote(fault.section)} are fixed, so ${quote(fault.name)} is not allowed there. Write the value itself.`;
      case 'misplaced':
        return fault.inCondition
          ? t`${quote(fault.name)} is not allowed in a condition, which is evaluated before any resource exists. Compare a parameter.`
          : t`${quote(fault.name)} is allowed only in \`Conditions\`. Add a condition there, and use its name in \`Fn::If\`.`;
      case 'no-condition':
        return t`This is not a condition. Use \`Fn::Equals\`, \`Fn::And\`, \`Fn::Or\`, \`Fn::Not\` or \`Condition\`.`;
    }
  },
});

function isInvalid(fault: OverlayFault): fault is Invalid {
  return kinds.some((kind) => kind === fault.kind);
}
