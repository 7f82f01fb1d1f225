// What CloudFormation replaces when edits are made: resources whose logical ID becomes another.
import { bind } from '../model/bind.ts';
import type { Consequence } from '../model/change.ts';
import type { Project } from '../model/project.ts';
import { applyEdits, type Edit } from '../syntax/edits.ts';
import { parse } from '../syntax/parse.ts';

export function replacement(project: Project, edits: readonly Edit[]): Consequence | undefined {
  const after = bind(parse(applyEdits(project.tree.text, edits)), project.files);
  const replaced = project.resources.flatMap((resource) => {
    const before = project.logicalIds.of(resource);
    const same = after.find(resource.id.value);
    const now = same && after.logicalIds.of(same);
    return before !== undefined && now !== undefined && before !== now ? [{ before, now }] : [];
  });
  if (replaced.length === 0) return undefined;
  const ids = replaced.map(({ before, now }) => `${before} by ${now}`).join(', ');
  return {
    label: 'Replace what is deployed',
    description: `Where it is deployed, CloudFormation replaces ${ids}: an API gets another URL, and a table, queue, topic or bucket starts empty.`,
    needsConfirmation: true,
  };
}
