import { didYouMean } from '../../language/similar.ts';
import { namesFor, pseudoParameters } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unknownLogicalId = rule({
  id: 'unknown-logical-id',
  severity: 'error',
  summary: 'a reference under `cloudformation` to something that the template does not have',
  why: 'CloudFormation rejects a template in which `Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn` or `Condition` names something that is not in it. A resource of the project has its logical ID there, which is its `name` if that has only letters and digits, and not the key under `resources`.',
  looksAt: 'overlay',
  ofAbsence: true,
  *check({ overlay, facts }, project) {
    const known = new Map(kinds.map((to) => [to, new Set(namesFor(to, project, facts))]));
    const all = overlay.entries.flatMap(({ section, references }) =>
      references.map((reference) => ({ reference, inCondition: section === 'Conditions' })),
    );
    for (const { reference, inCondition } of all) {
      const { name, span } = reference;
      // The function itself is not allowed in a condition.
      if (inCondition && reference.to === 'resource') continue;
      const to: (typeof kinds)[number] = inCondition && reference.to === 'value' ? 'parameter' : reference.to;
      const names = known.get(to);
      const own = reference.to === 'value' ? pseudoParameters : [];
      if (name === '' || names?.has(name) || own.includes(name)) continue;
      const resource = project.find(name);
      const logicalId = resource && project.logicalIds.of(resource);
      const isExisting = project.resources.some((one) => project.logicalIds.of(one) === name);
      const meant = logicalId !== undefined && names?.has(logicalId) ? [logicalId] : [];
      const near = [...new Set([...meant, ...didYouMean(name, [...(names ?? []), ...own])])];
      const isResource = to === 'parameter' && known.get('resource')?.has(name) === true;
      yield { span, data: { reference, to, near, isExisting, isResource } };
    }
  },
  message({ reference: { name }, to, near: [meant], isExisting, isResource }) {
    if (isResource)
      return t`${quote(name)} is a resource, and conditions can refer only to parameters. Use a parameter.`;
    const advice =
      isExisting && meant === undefined
        ? t`It exists outside of the template: use its ARN.`
        : meant === undefined
          ? t`Add it under \`cloudformation\`, or change the name.`
          : t`Did you mean ${quote(meant)}?`;
    return t`The template has no ${nouns[to]()} ${quote(name)}. ${advice}`;
  },
  *fixes({ reference: { span }, near }) {
    for (const [index, name] of near.entries()) {
      yield { title: t`Change to ${quote(name)}`, edits: [{ span, newText: name }], preferred: index === 0 };
    }
  },
});

const kinds = ['value', 'resource', 'parameter', 'condition', 'mapping'] as const;

const nouns = {
  value: () => t`resource or parameter`,
  parameter: () => t`parameter`,
  resource: () => t`resource`,
  condition: () => t`condition`,
  mapping: () => t`mapping`,
} as const;
