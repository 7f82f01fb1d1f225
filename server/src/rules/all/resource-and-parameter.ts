import type { OverlayEntry } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const resourceAndParameter = rule({
  id: 'resource-and-parameter',
  severity: 'error',
  summary: 'a name under `cloudformation` that is both a resource and a parameter',
  why: 'The resources and the parameters of a template share one namespace, because `Ref` does not say which of them it means. A resource of the project has its logical ID there. The IDs of its parts never collide: they give way.',
  looksAt: 'overlay',
  *check({ overlay, facts }, { parameters, logicalIds }) {
    const own = new Set(logicalIds.claims.filter(({ isPart }) => !isPart).map(({ logicalId }) => logicalId));
    const names = new Set([...facts.generated.Parameters, ...parameters.map(({ name }) => name.value)]);
    for (const entry of overlay.entries) {
      const { section, name } = entry;
      const collides =
        section === 'Parameters'
          ? own.has(name)
          : section === 'Resources' && (names.has(name) || overlay.find('Parameters', name) !== undefined);
      if (collides) yield { span: entry.entry.key.span, data: entry };
    }
  },
  message: ({ name, section }: OverlayEntry) =>
    section === 'Parameters'
      ? t`${quote(name)} is already the logical ID of a resource. Choose another name for the parameter.`
      : t`${quote(name)} is already a parameter of the template. Choose another logical ID for the resource.`,
});
