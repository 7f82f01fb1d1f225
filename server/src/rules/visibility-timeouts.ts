// Shared by the rules about the visibility timeout of a queue that invokes functions.
import type { Located, Project, Resource } from '../model/project.ts';
import { longestTimeout, usualVisibilityTimeout } from '../model/usage.ts';
import { removeEntry } from '../syntax/edits.ts';
import { findEntry } from '../syntax/tree.ts';
import type { Fix } from './rule.ts';
import { t } from '../locale.ts';

export interface VisibilityTimeout {
  readonly queue: Resource;
  readonly own: Located<number>;
  /** The longest timeout of the functions that the queue invokes, in seconds. */
  readonly longest: number;
  /** What AWS recommends, in seconds. */
  readonly usual: number;
}

/** The visibility timeout that the file sets, if the queue invokes functions that the project deploys. */
export function visibilityTimeoutOf(project: Project, queue: Resource): VisibilityTimeout | undefined {
  if (queue.type !== 'sqs-queue' || !queue.visibilityTimeout || queue.arn) return undefined;
  const usual = usualVisibilityTimeout(project, queue);
  if (usual === undefined) return undefined;
  return { queue, own: queue.visibilityTimeout, longest: longestTimeout(project, queue), usual };
}

/** Without it, the template has the recommended one. */
export function* visibilityFixes({ queue: { map }, own, usual }: VisibilityTimeout, { tree }: Project): Iterable<Fix> {
  const title = t`Change to ${usual}`;
  yield { title, edits: [{ span: own.node.span, newText: String(usual) }], preferred: true };
  const entry = map && findEntry(map, 'visibilityTimeout');
  if (map && entry) yield { title: t`Remove \`visibilityTimeout\``, edits: [removeEntry(tree, map, entry)] };
}
