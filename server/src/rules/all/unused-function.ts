import { resourcesOfType, type Project } from '../../model/project.ts';
import { isSettledOn } from '../../model/shape.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, resolveAlias, type MapNode } from '../../syntax/tree.ts';
import { connectionLists } from '../connections.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const unusedFunction = rule({
  id: 'unused-function',
  severity: 'information',
  summary: 'a function that nothing connects to, and that connects to nothing',
  why: 'No endpoint and no API asks such a function, and it uses nothing of the project. It is deployed all the same. That is fine where something outside of the file calls it.',
  looksAt: 'project',
  ofAbsence: true,
  tag: 'unnecessary',
  *check(project) {
    const lists = connectionLists(project);
    const targets = new Set(lists.flatMap(({ connections }) => connections.map(({ target }) => target.value)));
    // One that leads nowhere, or could not be read, may be meant to lead to any function.
    if ([...targets].some((target) => !project.find(target))) return;
    if (!lists.every(({ resource, endpoint }) => isRead(endpoint?.map ?? resource.map, project))) return;
    for (const { id, map, entry, connections } of resourcesOfType(project, 'lambda-function')) {
      if (map && connections.length === 0 && !targets.has(id.value)) yield { span: id.node.span, data: { id, entry } };
    }
  },
  message: ({ id }) =>
    `Nothing connects to ${quote(id.value)}, and it connects to nothing. Connect it, or remove it if nothing else calls it.`,
  *fixes({ id, entry }, { tree, resources }) {
    const all = resolveAlias(tree.root);
    const map = all?.kind === 'map' ? resolveAlias(findEntry(all, 'resources')?.value) : undefined;
    if (map?.kind !== 'map' || !map.entries.includes(entry) || resources.length < 2) return;
    yield { title: `Remove ${quote(id.value)}`, edits: [removeEntry(tree, map, entry)] };
  },
});

/** Whether what the map says of its connections could be read. */
function isRead(map: MapNode | undefined, { shape }: Project): boolean {
  if (!map) return true;
  const list = resolveAlias(findEntry(map, 'connections')?.value);
  return isSettledOn('connections', map, shape) && (list === undefined || list.kind === 'list');
}
