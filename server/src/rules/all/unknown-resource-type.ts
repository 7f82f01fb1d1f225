import { resourceTypeEnum } from '../../language/index.ts';
import { enumRule } from '../enum-rule.ts';

export const unknownResourceType = enumRule(
  {
    id: 'unknown-resource-type',
    severity: 'error',
    summary: 'a resource `type` that the language does not have',
    why: 'The type decides which properties a resource has and what it becomes in the template. While it is not known, nothing else of the resource is checked.',
  },
  (type) => type === resourceTypeEnum,
);
