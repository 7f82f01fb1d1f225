import { resourceTypeEnum } from '../../language/index.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { enumRule } from '../enum-rule.ts';

export const invalidValue = enumRule(
  {
    id: 'invalid-value',
    severity: 'error',
    summary: 'a value that is not one of those that the property can have',
    why: 'An access level and the type of a key attribute are one of a few words, which decide what the template says.',
  },
  (type) => type !== operationModes && type !== resourceTypeEnum,
);
