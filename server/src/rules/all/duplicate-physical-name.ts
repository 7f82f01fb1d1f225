import { physicalNameOf, type DynamicText } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const duplicatePhysicalName = rule({
  id: 'duplicate-physical-name',
  severity: 'error',
  summary: 'two resources of a type with the same `physicalName`',
  why: 'AWS rejects a second table, queue, topic, bucket or function with the name of another one in the account and region.',
  looksAt: 'project',
  *check({ resources }) {
    const first = new Map<string, DynamicText>();
    for (const resource of resources) {
      const name = physicalNameOf(resource);
      const what = name?.value === undefined ? name?.parameter && `{ parameter: ${name.parameter.value} }` : name.value;
      if (!name || what === undefined) continue;
      const key = `${resource.type} ${what}`;
      const earlier = first.get(key);
      if (!earlier) first.set(key, name);
      else
        yield {
          span: name.node.span,
          data: what,
          related: [{ span: earlier.node.span, message: t`First used here.` }],
        };
    }
  },
  message: (name) =>
    t`Another resource of this type already has the physical name ${quote(name)}, and AWS rejects a second one. Use another name.`,
});
