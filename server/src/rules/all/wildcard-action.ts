import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const wildcardAction = rule({
  id: 'wildcard-action',
  severity: 'warning',
  summary: 'a permission for all actions of all services',
  why: 'With `*` as an action, the function can do everything that its account can, such as delete data or create users, if its resources are `*` as well. A mistake in its code, or in a package that it uses, then affects the whole account.',
  looksAt: 'function',
  local: true,
  *check({ permissions, arn }) {
    if (arn) return;
    for (const { actions } of permissions) {
      for (const action of actions) if (action.value === '*') yield { span: action.node.span, data: undefined };
    }
  },
  message: () =>
    t`\`*\` allows all actions of all services. List the actions that the function needs, such as \`bedrock:InvokeModel\`, or those of one service, such as \`bedrock:*\`.`,
});
