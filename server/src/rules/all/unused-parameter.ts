import { parametersEntry, type Project } from '../../model/project.ts';
import { parameterUses } from '../../model/parameters.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { resolveAlias, type Entry, type MapNode } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

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
    const used = new Set(effective.map(({ name }) => name.value));
    for (const { name, entry } of project.parameters) {
      if (!used.has(name.value)) yield { span: name.node.span, data: { name, entry } };
    }
  },
  message: ({ name }) =>
    `Nothing uses the parameter ${quote(name.value)}. Use it with \`{ parameter: ${name.value} }\`, or remove it.`,
  *fixes({ name, entry }, project) {
    if (parameterUses(project).some((use) => use.name.value === name.value)) return;
    const [map, own] = rest(project, entry);
    if (map) yield { title: `Remove ${quote(name.value)}`, edits: [removeEntry(project.tree, map, own)] };
  },
});

/** The entry with its map; the whole `parameters` for the only parameter. */
function rest(project: Project, entry: Entry): readonly [MapNode | undefined, Entry] {
  const all = parametersEntry(project);
  const map = resolveAlias(all?.value);
  const root = resolveAlias(project.tree.root);
  if (map?.kind !== 'map') return [undefined, entry];
  return all && map.entries.length === 1 && root?.kind === 'map' ? [root, all] : [map, entry];
}
