// What an edit of the graph is made of: steps, each of which sees the file as the one before has left it.
import { bind } from '../../model/bind.ts';
import type { Consequence, NewFile } from '../../model/change.ts';
import type { Project } from '../../model/project.ts';
import { aliasesOf } from '../../model/references.ts';
import { check } from '../../rules/index.ts';
import type { Finding } from '../../rules/rule.ts';
import { quote } from '../../wording.ts';
import { difference } from '../../syntax/difference.ts';
import { applyEdits, breaksAlias, contentEnd, endOfLine, type Edit } from '../../syntax/edits.ts';
import { parse } from '../../syntax/parse.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';

export interface Refusal {
  /** For the person: what stands in the way, and what to do instead. */
  readonly refused: string;
}

export interface Plan {
  readonly refused?: never;
  readonly steps: readonly Step[];
  /** The part to select, in the project that comes of it. */
  readonly select: (after: Project) => string | undefined;
  /** What it does beyond the file. */
  readonly consequence?: Consequence | undefined;
}

export type Step = (project: Project) => Stepped | Refusal;

export interface Stepped {
  readonly refused?: never;
  /** None where the text is written in a way that cannot be changed from outside. */
  readonly edits: readonly Edit[];
  readonly creates?: NewFile | undefined;
  /** True for edits that take care of aliases themselves. */
  readonly mindsAliases?: boolean;
}

export interface Made {
  readonly refused?: never;
  readonly edits: readonly Edit[];
  readonly creates: NewFile | undefined;
  readonly after: Project;
}

export function refuse(refused: string): Refusal {
  return { refused };
}

/** Why nothing can be edited in the project; undefined where something can. */
export function objectionToText({ tree }: Project): string | undefined {
  const [problem] = tree.problems;
  if (problem) {
    const line = tree.lines.positionAt(problem.span.start).line + 1;
    return `The file cannot be read as a whole, so an edit might land in the wrong place. Mend line ${line} first.`;
  }
  return tree.root?.kind === 'map' ? undefined : 'The file has no `resources` yet. Start one in the text.';
}

/** Makes the steps, one after the other. What would bring an error into the file is refused with that error. */
export function make(project: Project, steps: readonly Step[]): Made | Refusal {
  let after = project;
  let creates: NewFile | undefined;
  let last: readonly Edit[] = [];
  for (const step of steps) {
    const stepped = step(after);
    if (stepped.refused !== undefined) return stepped;
    const objection = objectionToEdits(after, stepped);
    if (objection !== undefined) return refuse(objection);
    creates ??= stepped.creates;
    last = stepped.edits;
    after = bind(parse(applyEdits(after.tree.text, last)), project.files);
  }
  const edits = steps.length === 1 ? last : difference(project.tree.text, after.tree.text);
  const error = firstNewError(project, after);
  return error === undefined ? { edits, creates, after } : refuse(error);
}

function objectionToEdits({ tree }: Project, { edits, mindsAliases = false }: Stepped): string | undefined {
  if (edits.length === 0) return 'This is written in a way that can only be changed by hand. Edit it in the text.';
  if (mindsAliases) return undefined;
  const shared = aliasesOf(tree).find(({ target }) => target && edits.some((edit) => changes(tree, edit, target)));
  if (shared) {
    return `This text is used in several places, by the alias ${quote(`*${shared.name}`)}, and all of them would change. Edit it in the text.`;
  }
  if (breaksAlias(tree, edits)) return 'An alias elsewhere in the file stands for this text. Edit it in the text.';
  return undefined;
}

/** Whether the edit is within the node. What is added below a block's last line is meant to be of the block. */
function changes({ text }: SyntaxTree, { span: { start } }: Edit, node: SyntaxNode): boolean {
  const { span } = node;
  const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.flow;
  if (isBlock) return span.start <= start && start <= endOfLine(text, contentEnd(text, span.end));
  return span.start <= start && start < span.end;
}

/** The message of an error that the project did not have before, or had less often. */
function firstNewError(before: Project, after: Project): string | undefined {
  const old = knownErrors.get(before) ?? errorsOf(before);
  knownErrors.set(before, old);
  const now = errorsOf(after);
  const [fewer, more] = [countsOf(old), countsOf(now)];
  const added = now.filter(({ rule }) => (more.get(rule.id) ?? 0) > (fewer.get(rule.id) ?? 0));
  const known = new Set(old.map(({ message }) => message));
  const shown = added.find(({ message }) => !known.has(message)) ?? added[0];
  return shown && `The file would have an error: ${shown.message}`;
}

/** While a name is typed, each letter is tried on the same project. */
const knownErrors = new WeakMap<Project, readonly Finding[]>();

/** A template that grows too large is told of where it is generated. */
function errorsOf(project: Project): readonly Finding[] {
  return check(project, () => 0).errors;
}

/** How many there are of each rule. */
function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}
