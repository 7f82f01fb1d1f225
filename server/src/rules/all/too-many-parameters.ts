import { maximumParameters } from '../../language/limits.ts';
import { codeParameters } from '../../model/logical-ids.ts';
import { rule } from '../rule.ts';

/** Two of them are those for the code. */
const maximum = maximumParameters - Object.keys(codeParameters).length;

export const tooManyParameters = rule({
  id: 'too-many-parameters',
  severity: 'error',
  summary: `a project with more than ${maximum} parameters`,
  why: `CloudFormation allows ${maximumParameters} parameters in a template, and the location of the code takes two.`,
  looksAt: 'project',
  *check({ parameters }) {
    const surplus = parameters[maximum];
    if (surplus) yield { span: surplus.name.node.span, data: parameters.length };
  },
  message: (count) =>
    `The project has ${count} parameters, but a template has room for ${maximum}. Combine some of them, or split the project.`,
});
