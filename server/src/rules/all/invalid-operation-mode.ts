import { operationModes } from '../../language/web-socket-api.ts';
import { enumRule } from '../enum-rules.ts';

export const invalidOperationMode = enumRule(
  {
    id: 'invalid-operation-mode',
    severity: 'error',
    summary: 'an `operationMode` that is neither `1-way` nor `2-way`',
    why: 'The mode determines whether the client gets a response, and therefore which resources the template contains. There are only two modes.',
  },
  (type) => type === operationModes,
);
