import { resourcesOfType } from '../../model/project.ts';
import { connectionsOf } from '../../model/references.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { resourcesMap } from '../resources-key.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const unusedFunction = rule({
  id: 'unused-function',
  severity: 'information',
  summary: 'a function without any connections',
  why: 'No endpoint or API calls such a function, and it uses nothing in the project, but it is still deployed. That is fine if something outside this file calls it.',
  looksAt: 'project',
  onlyWithoutErrors: true,
  tag: 'unnecessary',
  *check(project) {
    const targets = new Set(connectionsOf(project).map(({ connection }) => connection.target.value));
    for (const { id, map, entry, connections } of resourcesOfType(project, 'lambda-function')) {
      if (map && connections.length === 0 && !targets.has(id.value)) yield { span: id.node.span, data: { id, entry } };
    }
  },
  message: ({ id }) =>
    `Nothing connects to ${quote(id.value)}, and it connects to nothing. Connect it, or remove it if nothing outside this file calls it.`,
  *fixes({ id, entry }, project) {
    const { tree, resources } = project;
    const map = resourcesMap(project);
    if (!map || !map.entries.includes(entry) || resources.length < 2) return;
    yield { title: `Remove ${quote(id.value)}`, edits: [removeEntry(tree, map, entry)] };
  },
});
