import * as formats from '../../language/formats.ts';
import { repairsOf, unfitValues } from '../parameter-values.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const invalidStageParameter = rule({
  id: 'invalid-stage-parameter',
  severity: 'error',
  summary: 'a value of a parameter that cannot be the name of a stage, although a `stage` uses the parameter',
  why: 'API Gateway rejects a stage with another name than letters, digits, `_` and `-`. With such a default or allowed value, the deployment fails.',
  looksAt: 'api',
  check: (api, project) => unfitValues(project, api, api.stage, formats.stageName),
  message: ({ value, parameter, id, format }) =>
    t`${quote(value.value)} cannot be the name of the stage of ${quote(id.value)}, which uses the parameter ${quote(parameter.name.value)}. Expected ${translated(format.words)}.`,
  fixes: repairsOf,
});
