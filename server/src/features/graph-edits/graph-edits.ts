// Editing from the graph: what can be done to a part of it, and how the text changes by that.
import type { Consequence, NewFile } from '../../model/change.ts';
import type { Project } from '../../model/project.ts';
import type { GraphEdit, GraphEditKind, GraphEdits } from './graph-edit.ts';
import { locateInGraph } from '../../graph/index.ts';
import type { Edit } from '../../syntax/edits.ts';
import type { Span } from '../../syntax/tree.ts';
import { addEndpoint } from './add-endpoint.ts';
import { addNewResource } from './add-resource.ts';
import { connect, connectToNew } from './connect.ts';
import { deletePart } from './delete.ts';
import { disconnect } from './disconnect.ts';
import { offersFor } from './offers.ts';
import { partOf } from './part.ts';
import { make, objectionToText, refuse, type Refusal } from './plan.ts';
import type { Planner } from './planner.ts';
import { renamePart, type Renames } from './rename.ts';
import { setAccess } from './set-access.ts';
import { setMode } from './set-mode.ts';
import { connectionTargets } from './targets.ts';

export interface GraphChange {
  readonly refused?: never;
  readonly edits: readonly Edit[];
  readonly creates: NewFile | undefined;
  readonly consequence: Consequence | undefined;
  /** The part to select in the graph that comes of it. */
  readonly select: string | undefined;
  /** That part's text, in the text that comes of it. */
  readonly reveal: { readonly text: string; readonly span: Span } | undefined;
}

/** Nothing is said of the version of a document: that is for who knows of documents. */
export function graphEdits(project: Project, partId: string | undefined, renames: Renames): GraphEdits {
  const part = partId === undefined ? undefined : partOf(project, partId);
  const title = part?.title;
  const refused = objectionToText(project);
  if (refused !== undefined) return { title, offers: [], targets: [], refused };
  const isKnown = partId === undefined || part !== undefined;
  return {
    title,
    offers: isKnown ? offersFor(project, partId, part, renames) : [],
    targets: part?.kind === 'owner' ? connectionTargets(project, part.owner) : [],
    refused: isKnown ? undefined : 'The file does not say this any more.',
  };
}

export function graphEdit(project: Project, edit: GraphEdit, renames: Renames): GraphChange | Refusal {
  const objection = objectionToText(project);
  if (objection !== undefined) return refuse(objection);
  const part = edit.part === undefined ? undefined : partOf(project, edit.part);
  if (edit.part !== undefined && !part) return refuse('The file does not say this any more.');
  const plan = planners(renames)[edit.kind]({ project, edit, part });
  if (plan.refused !== undefined) return plan;
  const made = make(project, plan.steps);
  if (made.refused !== undefined) return made;
  const { edits, creates, after } = made;
  const select = plan.select(after);
  const span = select === undefined ? undefined : locateInGraph(after, select);
  return {
    edits,
    creates,
    consequence: plan.consequence,
    select,
    reveal: span && { text: after.tree.text, span },
  };
}

function planners(renames: Renames): Readonly<Record<GraphEditKind, Planner>> {
  return {
    addEndpoint,
    addResource: addNewResource,
    connect,
    connectToNew,
    disconnect,
    setAccess,
    setMode,
    rename: (wanted) => renamePart(wanted, renames),
    delete: deletePart,
  };
}
