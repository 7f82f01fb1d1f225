import { operationModes } from '../../language/web-socket-api.ts';
import { enumRule } from '../enum-rule.ts';

export const invalidOperationMode = enumRule(
  {
    id: 'invalid-operation-mode',
    severity: 'error',
    summary: 'an `operationMode` that is neither `1-way` nor `2-way`',
    why: 'The mode decides whether the client gets an answer, and with it which resources the template needs. There are two.',
  },
  (type) => type === operationModes,
);
