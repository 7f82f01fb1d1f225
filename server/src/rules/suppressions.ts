// Comments that suppress findings: `# websocket-project-ignore: RULE, …` for a line (its own, or the next one if the
// comment is on a line by itself), `# websocket-project-ignore-file: RULE, …` for the whole file.
import { groupBy } from '../model/group-by.ts';
import { endOfLine, startOfLine } from '../syntax/edits.ts';
import { firstAbove } from '../syntax/positions.ts';
import type { Comment, Span, SyntaxTree } from '../syntax/tree.ts';

/** A word of a comment in a place where a rule ID is expected. */
export interface NamedRule {
  readonly ruleId: string;
  /** The span of the ID, or of the whole comment if it names no rule. */
  readonly span: Span;
}

/** One rule that a comment names. */
export interface Suppression extends NamedRule {
  readonly comment: Comment;
  /** Everything that the comment names, and the index of this one in it. */
  readonly named: readonly NamedRule[];
  readonly index: number;
  /** 0-based; undefined for the whole file. */
  readonly line: number | undefined;
}

export interface Suppressions {
  /** In the order of the file. */
  readonly all: readonly Suppression[];
  /** Whether a comment suppresses the finding. */
  suppress(finding: { readonly rule: { readonly id: string }; readonly span: Span }): boolean;
  /** The suppressions that have not suppressed anything so far. */
  unused(): readonly Suppression[];
}

export const ignoreLine = 'websocket-project-ignore';
export const ignoreFile = 'websocket-project-ignore-file';

export function readSuppressions(tree: SyntaxTree): Suppressions {
  const { all, byPlace } = known.get(tree) ?? readFrom(tree);
  const used = new Set<Suppression>();
  return {
    all,
    suppress({ rule: { id: ruleId }, span }) {
      const { line } = tree.lines.positionAt(span.start);
      const places = [placeOf({ ruleId, line }), placeOf({ ruleId, line: undefined })];
      const matching = places.flatMap((place) => byPlace.get(place) ?? []);
      for (const one of matching) used.add(one);
      return matching.length > 0;
    },
    unused: () => all.filter((one) => !used.has(one)),
  };
}

interface Read {
  readonly all: readonly Suppression[];
  readonly byPlace: ReadonlyMap<string, readonly Suppression[]>;
}

/** Cached, because every fix of a file may need them. */
const known = new WeakMap<SyntaxTree, Read>();

function readFrom(tree: SyntaxTree): Read {
  let content: readonly number[] | undefined;
  const contentLines = (): readonly number[] => (content ??= linesWithContent(tree));
  const all = tree.comments.flatMap((comment) => [...suppressionsOf(comment, tree, contentLines)]);
  const byPlace = groupBy(all, placeOf);
  const read = { all, byPlace };
  known.set(tree, read);
  return read;
}

function placeOf({ ruleId, line }: Pick<Suppression, 'ruleId' | 'line'>): string {
  return `${line ?? 'file'} ${ruleId}`;
}

function* suppressionsOf(
  comment: Comment,
  tree: SyntaxTree,
  contentLines: () => readonly number[],
): Iterable<Suppression> {
  const written = tree.text.slice(comment.span.start, comment.span.end);
  const directive = /^#\s*(websocket-project-ignore(?:-file)?)(?![\w-])\s*:?/.exec(written);
  if (!directive) return;
  const line = directive[1] === ignoreFile ? undefined : targetLine(comment, tree, contentLines);
  const from = directive[0].length;
  // ` -- ` starts a reason for human readers.
  const [ids = ''] = written.slice(from).split(/\s--(?:\s|$)/);
  const named = [...ids.matchAll(/[^\s,]+/g)].map(({ 0: ruleId, index }): NamedRule => {
    const start = comment.span.start + from + index;
    return { ruleId, span: { start, end: start + ruleId.length } };
  });
  if (named.length === 0) yield { ruleId: '', span: comment.span, comment, named, index: 0, line };
  for (const [index, one] of named.entries()) yield { ...one, comment, named, index, line };
}

/** The rule ID at the offset in a comment that suppresses, perhaps still empty, and the others of the comment. */
export function ruleIdAt({ text, comments }: SyntaxTree, offset: number): RuleIdPlace | undefined {
  const end = endOfLine(text, offset);
  const comment = comments.find(({ span }) => span.start < offset && startOfLine(text, offset) <= span.start);
  if (!comment) return undefined;
  const directive = /^#\s*websocket-project-ignore(?:-file)?\s*:/.exec(text.slice(comment.span.start, end))?.[0];
  const from = comment.span.start + (directive?.length ?? 0);
  const before = text.slice(from, offset);
  if (directive === undefined || offset < from || /\s--(?:\s|$)/.test(before)) return undefined;
  const typed = before.split(/[\s,]/).at(-1) ?? '';
  const rest = /^[^\s,]*/.exec(text.slice(offset, end))?.[0] ?? '';
  const [others = ''] = `${before.slice(0, -typed.length || undefined)} ${text.slice(offset + rest.length, end)}`.split(
    /\s--(?:\s|$)/,
  );
  return {
    span: { start: offset - typed.length, end: offset + rest.length },
    others: others.split(/[\s,]+/),
  };
}

export interface RuleIdPlace {
  readonly span: Span;
  readonly others: readonly string[];
}

/** The comment's own line, or the next line with content if the comment is on a line by itself. */
function targetLine({ span }: Comment, { text, lines }: SyntaxTree, contentLines: () => readonly number[]): number {
  const own = lines.positionAt(span.start).line;
  if (text.slice(startOfLine(text, span.start), span.start).trim() !== '') return own;
  const candidates = contentLines();
  return candidates[firstAbove(candidates, own)] ?? own;
}

/** The numbers of the lines that have content other than a comment, in order. */
function linesWithContent({ text, lines }: SyntaxTree): number[] {
  return [...lines.starts].flatMap((start, line) =>
    /^\s*[^\s#]/.test(text.slice(start, endOfLine(text, start))) ? line : [],
  );
}
