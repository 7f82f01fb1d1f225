import { didYouMean } from '../../language/similar.ts';
import { allowedFrom } from '../../language/connections.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import type { Connection, Project } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const unknownResource = rule({
  id: 'unknown-resource',
  severity: 'error',
  summary: 'a connection to a resource that is not in the file',
  why: 'A connection names a resource of the same file by its resource id, the key under `resources` (not by its `name`).',
  looksAt: 'connection',
  ofAbsence: true,
  *check(connection, project) {
    if (project.find(connection.target.value)) return;
    yield { span: connection.target.node.span, data: { connection, near: near(connection, project) } };
  },
  message({ connection, near: [meant] }) {
    const advice = meant === undefined ? 'Add it, or name another.' : `Did you mean ${quote(meant)}?`;
    return `There is no resource ${quote(connection.target.value)} in this file. ${advice}`;
  },
  *fixes({ connection: { target }, near }, project) {
    for (const [index, id] of near.entries()) {
      yield {
        title: `Change to \`${id}\``,
        edits: [replaceScalar(project.tree, target.node, id)],
        preferred: index === 0,
      };
    }
  },
});

/** Resources of a like id or with that very name, those that the connection may go to first. */
function near({ source, target }: Connection, project: Project): string[] {
  const allowed = source === undefined ? [] : allowedFrom(source).map(({ to }) => to);
  const named = project.resources.filter(({ name }) => name?.value === target.value).map(({ id }) => id.value);
  const similar = didYouMean(
    target.value,
    project.resources.map(({ id }) => id.value),
  );
  const isAllowed = (id: string): boolean => allowed.some((type) => type === project.find(id)?.type);
  const found = [...new Set([...named, ...similar])];
  return [...found.filter(isAllowed), ...found.filter((id) => !isAllowed(id))].slice(0, 5);
}
