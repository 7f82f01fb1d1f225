// The result of every function in this folder: a change that can be offered, or a refusal.
import { bind } from '../model/bind.ts';
import type { Project } from '../model/project.ts';
import { aliasesOf } from '../model/references.ts';
import { difference } from '../syntax/difference.ts';
import {
  addEntry,
  applyEdits,
  breaksAlias,
  contentEnd,
  endOfLine,
  replaceScalar,
  setValue,
  type Edit,
} from '../syntax/edits.ts';
import { reparse } from '../syntax/reparse.ts';
import { findEntry, isEmpty, type MapNode, type SyntaxNode, type SyntaxTree } from '../syntax/tree.ts';
import { quote } from '../wording.ts';
import { t } from '../locale.ts';

export interface Change {
  readonly refused?: never;
  /** Edits of the descriptor. Empty if the change only creates a file, or if nothing has to change. */
  readonly edits: readonly Edit[];
  /** A file to create next to the descriptor, unless it already exists. */
  readonly creates?: NewFile | undefined;
  readonly consequence?: Consequence | undefined;
  /** True if only the style or the order of the text changes, so that the same is deployed. */
  readonly keepsMeaning?: boolean;
}

export interface NewFile {
  /** Relative to the descriptor's folder, with `/` on every system. */
  readonly path: string;
  readonly content: string;
}

/** The effect of a change beyond the file, which is shown before it is applied. */
export interface Consequence {
  /** A few words, in plain text, like the description. */
  readonly label: string;
  readonly description: string;
  /** True if something breaks unless the user does more than apply the change. */
  readonly needsConfirmation: boolean;
}

export interface Refusal {
  readonly edits?: never;
  /** A message for users: why it is not possible, and what to do instead. */
  readonly refused: string;
}

export function refuse(refused: string): Refusal {
  return { refused };
}

/** The edits as a change, or a refusal if there are none because of how the text is written. */
export function changeBy(edits: readonly Edit[], rest: Omit<Change, 'edits' | 'refused'> = {}): Change | Refusal {
  return edits.length > 0 ? { edits, ...rest } : refuse(onlyByHand());
}

export function onlyByHand(): string {
  return t`This can only be changed by hand, because of how it is written. Edit it in the text.`;
}

/** Why nothing can be changed safely while the file cannot be parsed; undefined if it can be. */
export function whyUnreadable({ tree }: Project, risk: string): string | undefined {
  const [problem] = tree.problems;
  if (!problem) return undefined;
  const line = tree.lines.positionAt(problem.span.start).line + 1;
  return t`The file has a syntax error, so ${risk}. Fix line ${line} first.`;
}

export type ChangeStep = (project: Project) => Change | Refusal;

/**
 * Makes the changes one after the other, each to the project that results from the previous one, and returns the edits
 * that do it all at once. None of them may change text that is used through aliases.
 */
export function inSequence(project: Project, steps: readonly ChangeStep[]): Change | Refusal {
  let after = project;
  let creates: NewFile | undefined;
  let edits: readonly Edit[] = [];
  for (const step of steps) {
    const change = refuseIfAliased(after, step(after));
    if (change.refused !== undefined) return change;
    creates ??= change.creates;
    edits = change.edits;
    after = changed(after, change);
  }
  if (steps.length > 1) {
    edits = difference(project.tree.text, after.tree.text);
    results.set(edits, { project, after });
  }
  return { edits, creates };
}

/** Makes changes of different parts of the same project at once. */
export function together(changes: readonly (Change | Refusal)[]): Change | Refusal {
  const edits: Edit[] = [];
  for (const change of changes) {
    if (change.refused !== undefined) return change;
    edits.push(...change.edits);
  }
  return changeBy(edits);
}

/** The project after the change. */
export function changed(project: Project, { edits }: Pick<Change, 'edits'>): Project {
  const known = results.get(edits);
  if (known?.project === project) return known.after;
  const after = bind(reparse(applyEdits(project.tree.text, edits), project.tree), project);
  results.set(edits, { project, after });
  return after;
}

/** Cached, because the result of a change is looked at for errors, for what it does when deployed, and for what to show. */
const results = new WeakMap<readonly Edit[], { readonly project: Project; readonly after: Project }>();

/** Sets a property of the map, whether or not it has one. Refused if its value is not one that can be replaced. */
export function setProperty(
  { tree }: Project,
  map: MapNode,
  name: string,
  value: string | number | boolean,
): Change | Refusal {
  const entry = findEntry(map, name);
  if (!entry) return { edits: [addEntry(tree, map, name, value)] };
  if (!entry.value || isEmpty(entry.value)) return { edits: [setValue(entry, value)] };
  if (typeof value !== 'string') return { edits: [{ span: entry.value.span, newText: String(value) }] };
  return changeBy(entry.value.kind === 'scalar' ? [replaceScalar(tree, entry.value, value)] : []);
}

/** The change, or a refusal if it affects text that is used through an alias. */
export function refuseIfAliased<C extends Change>({ tree }: Project, change: C | Refusal): C | Refusal {
  if (change.refused !== undefined) return change;
  const { edits } = change;
  const shared = aliasesOf(tree).find(({ target }) => target && edits.some((edit) => isWithin(tree, edit, target)));
  if (shared) {
    return refuse(
      t`This text is used in several places through the alias ${quote(`*${shared.name}`)}, and all of them would change. Edit it in the text.`,
    );
  }
  return breaksAlias(tree, edits)
    ? refuse(t`An alias elsewhere in the file refers to this text. Edit it in the text.`)
    : change;
}

/** Whether the edit is within the node. Text added below the last line of a block belongs to the block. */
function isWithin({ text }: SyntaxTree, { span: { start } }: Edit, node: SyntaxNode): boolean {
  const { span } = node;
  const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.flow;
  if (isBlock) return span.start <= start && start <= endOfLine(text, contentEnd(text, span.end));
  return span.start <= start && start < span.end;
}
