import { newName, numbered } from '../../model/new-names.ts';
import { isWantedBeside } from '../../model/misplaced.ts';
import type { Project } from '../../model/project.ts';
import { removeEntry, renameKey, replaceScalar } from '../../syntax/edits.ts';
import { findEntry, isEmpty, type Entry, type MapNode } from '../../syntax/tree.ts';
import { rule, type Fix } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const duplicateKey = rule({
  id: 'duplicate-key',
  severity: 'error',
  summary: 'a key that appears twice in the same map',
  why: 'The keys of a map must be unique. YAML parsers disagree on which of the two values to use, so one of them is silently lost.',
  looksAt: 'fault',
  *check(fault) {
    if (fault.kind !== 'duplicate-key') return;
    const related = [
      { span: fault.first.key.span, message: t`First defined here.` },
      ...fault.others.map(({ key }) => ({ span: key.span, message: t`Also defined twice.` })),
    ];
    yield { span: fault.span, data: fault, related };
  },
  message: ({ entry }) =>
    t`${quote(entry.key.text)} is already defined in this map, and only one of the two values can be used. Rename or remove one.`,
  *fixes({ map, entry, first }, project) {
    const key = quote(entry.key.text);
    if (isWantedBeside(entry, map, project.shape)) return;
    const isEmptyHere = isEmpty(entry.value);
    if (!isEmptyHere && !project.shape.objectOf(map)) yield* rename(map, entry, project);
    yield { title: t`Remove this ${key}`, edits: [removeEntry(project.tree, map, entry)], preferred: isEmptyHere };
    // Connections lead to the first resource with an ID.
    if (isEmptyHere || project.resources.some((resource) => resource.entry === first)) return;
    yield { title: t`Remove the first ${key}`, edits: [removeEntry(project.tree, map, first)] };
  },
});

/** Gives the entry a new key, and a resource that shares its name with another a new name as well. */
function* rename(map: MapNode, entry: Entry, project: Project): Iterable<Fix> {
  if (entry.key.text === '') return;
  const key = numbered(entry.key.text, (candidate) => !findEntry(map, candidate));
  const edits = [renameKey(project.tree, entry, key)];
  const resource = project.resources.find((candidate) => candidate.entry === entry);
  const name = resource?.name;
  const other = name && newName(project, name.value, resource.type, resource);
  const isShared = project.resources.filter((one) => name && one.name?.value === name.value).length > 1;
  if (name && other !== undefined && isShared) edits.push(replaceScalar(project.tree, name.node, other));
  yield { title: t`Change to ${quote(key)}`, edits };
}
