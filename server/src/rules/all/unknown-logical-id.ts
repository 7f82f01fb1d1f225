import { didYouMean } from '../../language/similar.ts';
import { namesFor, pseudoParameters } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const unknownLogicalId = rule({
  id: 'unknown-logical-id',
  severity: 'error',
  summary: 'a reference under `cloudformation` to something that the template does not have',
  why: 'CloudFormation rejects a template in which `Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn` or `Condition` names something that is not in it. A resource of the project has its logical ID there, which is its `name` if that has only letters and digits, and not the key under `resources`.',
  looksAt: 'overlay',
  ofAbsence: true,
  *check({ overlay, facts }, project) {
    const known = new Map(
      (['value', 'resource', 'condition', 'mapping'] as const).map((to) => [to, new Set(namesFor(to, project, facts))]),
    );
    for (const reference of overlay.references) {
      const { name, to, span } = reference;
      const names = known.get(to);
      const own = to === 'value' ? pseudoParameters : [];
      if (name === '' || names?.has(name) || own.includes(name)) continue;
      const resource = project.find(name);
      const logicalId = resource && project.logicalIds.of(resource);
      const isExisting = project.resources.some((one) => project.logicalIds.of(one) === name);
      const meant = logicalId !== undefined && names?.has(logicalId) ? [logicalId] : [];
      const near = [...new Set([...meant, ...didYouMean(name, [...(names ?? []), ...own])])];
      yield { span, data: { reference, near, isExisting } };
    }
  },
  message({ reference: { name, to }, near: [meant], isExisting }) {
    const advice =
      isExisting && meant === undefined
        ? 'It exists outside of the template: use its ARN.'
        : meant === undefined
          ? 'Add it under `cloudformation`, or change the name.'
          : `Did you mean ${quote(meant)}?`;
    return `The template has no ${nouns[to]} ${quote(name)}. ${advice}`;
  },
  *fixes({ reference: { span }, near }) {
    for (const [index, name] of near.entries()) {
      yield { title: `Change to ${quote(name)}`, edits: [{ span, newText: name }], preferred: index === 0 };
    }
  },
});

const nouns = {
  value: 'resource or parameter',
  resource: 'resource',
  condition: 'condition',
  mapping: 'mapping',
} as const;
