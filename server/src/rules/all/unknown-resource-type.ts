import { resourceTypeEnum } from '../../language/index.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { enumRule } from '../enum-rules.ts';
import { likelyTypes } from '../missing-values.ts';

export const unknownResourceType = enumRule(
  {
    id: 'unknown-resource-type',
    severity: 'error',
    summary: 'an unknown resource `type`',
    why: 'The type determines which properties a resource has and what it becomes in the template. Unless it can mean only one of the types, nothing else about the resource is checked until it is corrected.',
  },
  (type) => type === resourceTypeEnum,
  (node, project) => {
    const resource = project.resources.find(({ map }) => map && resolveAlias(findEntry(map, 'type')?.value) === node);
    return resource ? likelyTypes(resource, project) : [];
  },
);
