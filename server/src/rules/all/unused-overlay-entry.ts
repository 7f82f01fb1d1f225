import { findEntry } from '../../syntax/tree.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

/** The sections whose entries have no effect by themselves, with what an entry is called. */
const nouns = {
  Parameters: () => t`parameter`,
  Mappings: () => t`mapping`,
  Conditions: () => t`condition`,
} as const;

export const unusedOverlayEntry = rule({
  id: 'unused-overlay-entry',
  severity: 'information',
  summary: 'a parameter, mapping or condition under `cloudformation` that nothing uses',
  why: 'Parameters, mappings and conditions have an effect only where something refers to them. One that nothing uses was probably meant for a value that is still fixed, or for a resource that is gone.',
  looksAt: 'overlay',
  onlyWithoutErrors: true,
  tag: 'unnecessary',
  *check({ overlay, facts }, { parameters }) {
    const used = new Set(
      [...overlay.references, ...parameters.map((one) => ({ name: one.name.value }))].map(({ name }) => name),
    );
    for (const entry of overlay.entries) {
      const { section, name } = entry;
      if (section === 'Resources' || section === 'Outputs') continue;
      if (used.has(name) || facts.generated[section].has(name)) continue;
      yield { span: entry.entry.key.span, data: { name, section, entry: entry.entry } };
    }
  },
  message: ({ name, section }) => t`Nothing uses the ${nouns[section]()} ${quote(name)}. Refer to it, or remove it.`,
  *fixes({ name, section, entry }, { tree, overlay }) {
    const all = overlay.entry?.value;
    const map = all?.kind === 'map' ? findEntry(all, section)?.value : undefined;
    if (map?.kind !== 'map' || map.entries.length < 2) return;
    yield { title: t`Remove ${quote(name)}`, edits: [removeEntry(tree, map, entry)] };
  },
});
