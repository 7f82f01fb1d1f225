// Another id for a resource, or another route for an endpoint: the editor's own rename, from the graph.
import type { Consequence } from '../../model/change.ts';
import type { Project } from '../../model/project.ts';
import type { Edit } from '../../syntax/edits.ts';
import { idAt, type Owner } from './part.ts';
import { refuse, type Plan, type Refusal } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

/** The feature of that name, which this one does not know. */
export interface Renames {
  readonly prepare: (
    project: Project,
    offset: number,
  ) => Refusal | { readonly refused?: never; readonly placeholder: string };
  readonly rename: (
    project: Project,
    offset: number,
    newName: string,
  ) =>
    | Refusal
    | { readonly refused?: never; readonly edits: readonly Edit[]; readonly consequence: Consequence | undefined };
}

export function renamePart({ project, edit, part }: Wanted, { rename }: Renames): Plan | Refusal {
  if (part?.kind !== 'owner') return notThere;
  const { address } = part.owner;
  const offset = nameOffset(part.owner);
  const renamed = offset === undefined ? refuse(noName) : rename(project, offset, edit.name ?? '');
  if (renamed.refused !== undefined) return renamed;
  if (renamed.edits.length === 0) return refuse('This is its name already.');
  const { edits, consequence } = renamed;
  return {
    steps: [() => ({ edits, mindsAliases: true })],
    select: (after) => idAt(after, address),
    consequence,
  };
}

/** What it is called now, or why it can be called nothing else. */
export function prepare(project: Project, owner: Owner, { prepare: ask }: Renames): ReturnType<Renames['prepare']> {
  const offset = nameOffset(owner);
  return offset === undefined ? refuse(noName) : ask(project, offset);
}

const noName = 'It has no route that could be renamed. Write one in the text.';

function nameOffset({ endpoint, resource }: Owner): number | undefined {
  return endpoint ? endpoint.route?.node.span.start : resource.id.node.span.start;
}
