import { physicalNameOf } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const physicalName = rule({
  id: 'physical-name',
  severity: 'information',
  summary: 'a resource with a `physicalName`, which makes later changes harder',
  why: 'CloudFormation creates the new resource before it deletes the old one. If a change replaces a resource that has a name of its own, such as another key of a table, the new one cannot have the same name, and the deployment fails. Two stacks of an account and region cannot have the same name either. Without `physicalName`, CloudFormation makes up a name that no other resource has. It is right where something outside of the stack must know the name.',
  looksAt: 'resource',
  local: true,
  *check(resource) {
    const name = physicalNameOf(resource);
    if (name) yield { span: name.node.span, data: name.value === undefined };
  },
  message: (isParameter) =>
    isParameter
      ? t`A later change that replaces this resource fails unless the parameter changes as well. Ignore this if something outside of the stack must know the name.`
      : t`A later change that replaces this resource fails, and two stacks of an account and region cannot both have the name. Ignore this if something outside of the stack must know it.`,
});
