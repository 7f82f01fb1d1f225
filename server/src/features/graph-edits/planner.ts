// What every edit of the graph is planned from.
import type { Project } from '../../model/project.ts';
import type { GraphEdit } from './graph-edit.ts';
import type { Part } from './part.ts';
import { refuse, type Plan, type Refusal } from './plan.ts';

export interface Wanted {
  readonly project: Project;
  readonly edit: GraphEdit;
  /** What the edit names; undefined where it names nothing. */
  readonly part: Part | undefined;
}

export type Planner = (wanted: Wanted) => Plan | Refusal;

/** For a part that the edit means nothing to: who asks has been offered something else. */
export const notThere: Refusal = refuse('This cannot be done to that part of the graph.');
