import { removalOf } from '../../changes/parameters.ts';
import { parameterUses } from '../../model/parameters.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unusedParameter = rule({
  id: 'unused-parameter',
  severity: 'information',
  summary: 'a parameter that nothing uses',
  why: 'Each deployment can set the parameter, but nothing depends on it. It was probably meant for a value that is still fixed.',
  looksAt: 'project',
  onlyWithoutErrors: true,
  tag: 'unnecessary',
  *check(project) {
    // An existing function keeps its own environment.
    const effective = parameterUses(project).filter(
      ({ resource }) => resource.type !== 'lambda-function' || !resource.arn,
    );
    const used = new Set([
      ...effective.map(({ name }) => name.value),
      ...project.overlay.references.map(({ name }) => name),
    ]);
    for (const { name, entry } of project.parameters) {
      if (!used.has(name.value)) yield { span: name.node.span, data: { name, entry } };
    }
  },
  message: ({ name }) =>
    t`Nothing uses the parameter ${quote(name.value)}. Use it with \`{ parameter: ${name.value} }\`, or remove it.`,
  *fixes({ name, entry }, project) {
    if (parameterUses(project).some((use) => use.name.value === name.value)) return;
    const removal = removalOf(project, { entry });
    if (removal) yield { title: t`Remove ${quote(name.value)}`, edits: [removal] };
  },
});
