import { addParameter } from '../../changes/parameters.ts';
import { didYouMean } from '../../language/similar.ts';
import * as formats from '../../language/formats.ts';
import { findParameter, parameterUses } from '../../model/parameters.ts';
import { isSettledOn } from '../../model/shape.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unknownParameter = rule({
  id: 'unknown-parameter',
  severity: 'error',
  summary: 'a reference to a parameter that does not exist',
  why: '`{ parameter: NAME }` refers to a key under `parameters` in the same file. CloudFormation rejects a template that refers to any other.',
  looksAt: 'project',
  ofAbsence: true,
  *check(project) {
    const { root } = project.tree;
    if (root?.kind === 'map' && !isSettledOn('parameters', root, project.shape)) return;
    for (const { name } of parameterUses(project)) {
      if (!formats.matchesFormat(name.value, formats.parameterName) || findParameter(project, name.value)) continue;
      const known = project.parameters.map((parameter) => parameter.name.value);
      yield { span: name.node.span, data: { name, near: didYouMean(name.value, known) } };
    }
  },
  message({ name, near: [meant] }) {
    const advice = meant === undefined ? t`Add it under \`parameters\`.` : t`Did you mean ${quote(meant)}?`;
    return t`There is no parameter ${quote(name.value)} in this file. ${advice}`;
  },
  *fixes({ name, near }, project) {
    for (const [index, other] of near.entries()) {
      const edits = [replaceScalar(project.tree, name.node, other)];
      yield { title: t`Change to ${quote(other)}`, edits, preferred: index === 0 };
    }
    if (near.length > 0) return;
    yield* fixBy(t`Add the parameter ${quote(name.value)}`, addParameter(project, name.value), true);
  },
});
