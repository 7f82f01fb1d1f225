import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const referenceToConditional = rule({
  id: 'reference-to-conditional',
  severity: 'warning',
  summary: 'a `Condition` under `cloudformation` on a resource that something always refers to',
  why: 'Where the condition is false, the resource is not in the stack, and CloudFormation rejects the template because of the references to it that are left. A deployment to another stage or region then fails, though the first one succeeded. `DependsOn` does not count: CloudFormation ignores a resource there that does not exist.',
  looksAt: 'overlay',
  *check({ facts }) {
    for (const one of facts.conditionals()) yield { span: one.condition.span, data: one };
  },
  message({ condition, name, user }) {
    const [what, where, who] = [quote(name), quote(condition.text), quote(user.name)];
    return user.section === 'Outputs'
      ? t`${what} exists only where ${where} is true, but the output ${who} always refers to it, so the deployment fails where it is false. Give both the same condition, or refer to it in \`Fn::If\`.`
      : t`${what} exists only where ${where} is true, but the resource ${who} always refers to it, so the deployment fails where it is false. Give both the same condition, or refer to it in \`Fn::If\`.`;
  },
});
