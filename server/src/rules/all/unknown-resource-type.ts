import { resourceTypeEnum } from '../../language/index.ts';
import { enumRule } from '../enum-rules.ts';

export const unknownResourceType = enumRule(
  {
    id: 'unknown-resource-type',
    severity: 'error',
    summary: 'an unknown resource `type`',
    why: 'The type determines which properties a resource has and what it becomes in the template. Unless it can mean only one of the types, nothing else about the resource is checked until it is corrected.',
  },
  (type) => type === resourceTypeEnum,
);
