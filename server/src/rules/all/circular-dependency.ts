import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const circularDependency = rule({
  id: 'circular-dependency',
  severity: 'error',
  summary: 'references under `cloudformation` by which a resource or condition depends on itself',
  why: 'CloudFormation creates a resource after those that it refers to or names in `DependsOn`. If these depend on it in turn, there is no order, and the template is rejected. Generated resources depend on others too: an API on nothing, its stage on all its routes, a function on its role and on what is in its environment.',
  looksAt: 'overlay',
  *check({ facts }) {
    for (const circle of facts.circles()) yield { span: circle.reference.span, data: circle };
  },
  message({ path }) {
    const [first = '', ...others] = path.map(quote);
    const shown = others.length > 6 ? [...others.slice(0, 5), '…', first] : others;
    return t`${first} depends on itself: it needs ${shown.join(t`, which needs `)}. Remove one of the references.`;
  },
});
