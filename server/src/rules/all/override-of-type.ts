import { removeEntry } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const overrideOfType = rule({
  id: 'override-of-type',
  severity: 'error',
  summary: 'a `Type` under `cloudformation` that is not the one of the generated resource',
  why: 'What has the logical ID of a generated resource is laid over it. With another type, the generated properties would make no sense, and the rest of the template refers to the resource as what it is.',
  looksAt: 'overlay',
  *check({ overlay, facts }) {
    for (const entry of overlay.entries) {
      const generated = entry.section === 'Resources' ? facts.types.get(entry.name) : undefined;
      const type = entry.map && findEntry(entry.map, 'Type')?.value;
      if (generated === undefined || type?.kind !== 'scalar' || type.text === generated) continue;
      yield { span: type.span, data: { entry, type, generated } };
    }
  },
  message: ({ entry: { name }, generated }) =>
    t`The template generates ${quote(name)} as ${quote(generated)}, whose type cannot change. Remove \`Type\`, or choose another logical ID for a resource of your own.`,
  *fixes({ entry: { map }, type }, { tree }) {
    const own = map && findEntry(map, 'Type');
    if (map && own?.value === type && map.entries.length > 1) {
      yield { title: t`Remove \`Type\``, edits: [removeEntry(tree, map, own)], preferred: true };
    }
  },
});
