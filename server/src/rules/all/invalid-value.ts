import { resourceTypeEnum } from '../../language/index.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { enumRule } from '../enum-rules.ts';

export const invalidValue = enumRule(
  {
    id: 'invalid-value',
    severity: 'error',
    summary: 'a value that the property does not allow',
    why: 'An access level and the type of a key attribute must each be one of a few values, which determine what the template contains.',
  },
  (type) => type !== operationModes && type !== resourceTypeEnum,
);
