import * as formats from '../../language/formats.ts';
import { findParameter } from '../../model/parameters.ts';
import { repaired } from '../format-repairs.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const invalidStageParameter = rule({
  id: 'invalid-stage-parameter',
  severity: 'error',
  summary: 'a value of a parameter that cannot be the name of a stage, although a `stage` uses the parameter',
  why: 'API Gateway rejects a stage with another name than letters, digits, `_` and `-`. With such a default or allowed value, the deployment fails.',
  looksAt: 'api',
  *check({ stage, id }, project) {
    const parameter = stage?.value === undefined && stage?.parameter && findParameter(project, stage.parameter.value);
    if (!parameter) return;
    // A default that is not allowed is reported anyway.
    const values = parameter.allowed.length > 0 ? parameter.allowed : [parameter.default];
    for (const value of values) {
      if (value && !formats.matchesFormat(value.value, formats.stageName)) {
        yield { span: value.node.span, data: { value, parameter, id } };
      }
    }
  },
  message: ({ value, parameter, id }) =>
    `${quote(value.value)} cannot be the name of the stage of ${quote(id.value)}, which uses the parameter ${quote(parameter.name.value)}. Expected ${formats.stageName.words}.`,
  *fixes({ value }, { tree }) {
    for (const text of repaired(value.value, formats.stageName)) {
      yield { title: `Change to ${quote(text)}`, edits: [replaceScalar(tree, value.node, text)] };
    }
  },
});
