import { physicalNameOf } from '../../model/project.ts';
import { repairsOf, unfitValues } from '../parameter-values.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const invalidNameParameter = rule({
  id: 'invalid-name-parameter',
  severity: 'error',
  summary: 'a value of a parameter that cannot be a `physicalName`, although one uses the parameter',
  why: 'AWS rejects a resource whose name does not have the format of its type. With such a default or allowed value, the deployment fails.',
  looksAt: 'resource',
  *check(resource, project) {
    const name = physicalNameOf(resource);
    const type = name?.value === undefined && name ? project.shape.typeOf(name.map) : undefined;
    if (type?.kind === 'string' && type.format) yield* unfitValues(project, resource, name, type.format);
  },
  message: ({ value, parameter, id, format }) =>
    t`${quote(value.value)} cannot be the physical name of ${quote(id.value)}, which uses the parameter ${quote(parameter.name.value)}. Expected ${translated(format.words)}.`,
  fixes: repairsOf,
});
