// What every function of this layer returns: a change that can be offered, or why there can be none.
import { bind } from '../model/bind.ts';
import type { Project } from '../model/project.ts';
import { aliasesOf } from '../model/references.ts';
import { difference } from '../syntax/difference.ts';
import { applyEdits, breaksAlias, contentEnd, endOfLine, type Edit } from '../syntax/edits.ts';
import { parse } from '../syntax/parse.ts';
import type { SyntaxNode, SyntaxTree } from '../syntax/tree.ts';
import { quote } from '../wording.ts';

export interface Change {
  readonly refused?: never;
  /** Edits of the descriptor. Empty if the change only creates a file, or if nothing has to change. */
  readonly edits: readonly Edit[];
  /** A file to create beside the descriptor, unless there is one already. */
  readonly creates?: NewFile | undefined;
  readonly consequence?: Consequence | undefined;
}

export interface NewFile {
  /** From the descriptor's folder, with `/` on every system. */
  readonly path: string;
  readonly content: string;
}

/** What a change does beyond the file. People are told before it is made. */
export interface Consequence {
  /** A few words, in plain text, as is the description. */
  readonly label: string;
  readonly description: string;
  /** True where something breaks unless more is done than the change. */
  readonly needsConfirmation: boolean;
}

export interface Refusal {
  readonly edits?: never;
  /** For people: what is in the way, and what to do instead. */
  readonly refused: string;
}

export function refuse(refused: string): Refusal {
  return { refused };
}

/** The edits as a change; a refusal where the text is written in a way that no edit is known for. */
export function changeBy(edits: readonly Edit[], rest: Omit<Change, 'edits' | 'refused'> = {}): Change | Refusal {
  return edits.length > 0 ? { edits, ...rest } : refuse(onlyByHand);
}

export const onlyByHand = 'This is written in a way that can only be changed by hand. Edit it in the text.';

/** Why nothing can be changed safely while the file cannot be parsed; undefined where it can. */
export function whyUnreadable({ tree }: Project, risk: string): string | undefined {
  const [problem] = tree.problems;
  if (!problem) return undefined;
  const line = tree.lines.positionAt(problem.span.start).line + 1;
  return `The file cannot be read as a whole, so ${risk}. Mend line ${line} first.`;
}

export type Step = (project: Project) => Change | Refusal;

/**
 * Makes the changes one after the other, each of the project as the one before has left it, and gives the edits that do
 * it all. None of them may change what aliases repeat.
 */
export function inSequence(project: Project, steps: readonly Step[]): Change | Refusal {
  let after = project;
  let creates: NewFile | undefined;
  let edits: readonly Edit[] = [];
  for (const step of steps) {
    const change = sparingAliases(after, step(after));
    if (change.refused !== undefined) return change;
    creates ??= change.creates;
    edits = change.edits;
    after = changed(after, change);
  }
  return { edits: steps.length === 1 ? edits : difference(project.tree.text, after.tree.text), creates };
}

/** The project as the change leaves it. */
export function changed(project: Project, { edits }: Pick<Change, 'edits'>): Project {
  return bind(parse(applyEdits(project.tree.text, edits)), project.files);
}

/** The change, unless it is to text that aliases repeat or stand for. */
export function sparingAliases<C extends Change>({ tree }: Project, change: C | Refusal): C | Refusal {
  if (change.refused !== undefined) return change;
  const { edits } = change;
  const shared = aliasesOf(tree).find(({ target }) => target && edits.some((edit) => isWithin(tree, edit, target)));
  if (shared) {
    return refuse(
      `This text is used in several places, by the alias ${quote(`*${shared.name}`)}, and all of them would change. Edit it in the text.`,
    );
  }
  return breaksAlias(tree, edits)
    ? refuse('An alias elsewhere in the file stands for this text. Edit it in the text.')
    : change;
}

/** Whether the edit is within the node. What is added below a block's last line is meant to be of the block. */
function isWithin({ text }: SyntaxTree, { span: { start } }: Edit, node: SyntaxNode): boolean {
  const { span } = node;
  const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.flow;
  if (isBlock) return span.start <= start && start <= endOfLine(text, contentEnd(text, span.end));
  return span.start <= start && start < span.end;
}
