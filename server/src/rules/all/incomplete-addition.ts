import { didYouMean } from '../../language/similar.ts';
import type { OverlayFacts } from '../../model/overlay.ts';
import { renameKey } from '../../syntax/edits.ts';
import { isSettledOn } from '../../model/shape.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

/** What an addition to the section must have. */
const required = {
  Resources: { key: 'Type', noun: () => t`resource` },
  Parameters: { key: 'Type', noun: () => t`parameter` },
  Outputs: { key: 'Value', noun: () => t`output` },
} as const;

export const incompleteAddition = rule({
  id: 'incomplete-addition',
  severity: 'error',
  summary: 'a resource or parameter without a `Type`, or an output without a `Value`, under `cloudformation`',
  why: 'What has the name of something generated is laid over it, and can leave out everything else. Under any other name, it is added, and CloudFormation rejects an addition without its `Type` or `Value`. A misspelled logical ID is therefore found here.',
  looksAt: 'overlay',
  ofAbsence: true,
  *check({ overlay, facts }, { parameters, shape }) {
    const declared = parameters.map(({ name }) => name.value);
    for (const entry of overlay.entries) {
      const { section, name, map } = entry;
      if (section === 'Mappings' || section === 'Conditions' || !map) continue;
      const generated = generatedNames(section, facts, declared);
      const { key, noun } = required[section];
      // A resource of the project that is not in the template is another mistake than a missing type.
      if (generated.includes(name) || findEntry(map, key) || !isSettledOn(key, map, shape)) continue;
      yield { span: entry.entry.key.span, data: { entry, key, noun, near: didYouMean(name, generated) } };
    }
  },
  message({ entry: { name }, key, noun, near: [meant] }) {
    const advice =
      meant === undefined ? t`Add a \`${key}\`.` : t`Did you mean ${quote(meant)}? Otherwise, add a \`${key}\`.`;
    return t`The template has no ${noun()} ${quote(name)}, so this adds one, which needs a \`${key}\`. ${advice}`;
  },
  *fixes({ entry: { entry }, near }, { tree }) {
    for (const [index, name] of near.entries()) {
      yield { title: t`Change to ${quote(name)}`, edits: [renameKey(tree, entry, name)], preferred: index === 0 };
    }
  },
});

function generatedNames(
  section: 'Resources' | 'Parameters' | 'Outputs',
  { types, generated }: OverlayFacts,
  declared: readonly string[],
): readonly string[] {
  if (section === 'Resources') return [...types.keys()];
  return section === 'Parameters' ? [...generated.Parameters, ...declared] : [...generated.Outputs];
}
