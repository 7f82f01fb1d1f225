// The problems of a file as plain data, which every format prints.
import type { Analysis } from './analysis.ts';
import { isSafelyFixable, type Finding, type Severity } from './rules/rule.ts';
import type { Span } from './syntax/tree.ts';
import { t } from './locale.ts';
import { sentences } from './wording.ts';

export interface FileReport {
  /** As it was named, or its path from the named folder. */
  readonly file: string;
  readonly problems: readonly Problem[];
  /** The number of problems that have just been fixed. */
  readonly fixed: number;
  /** Why the file cannot be checked. */
  readonly failure?: string;
}

export interface Problem {
  /** The ID of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related: readonly { readonly message: string; readonly place: Place }[];
  /** Whether `--fix` fixes it. */
  readonly fixable: boolean;
  /** Only if they are asked for, since they take time to compute. */
  readonly fixes: readonly ProblemFix[];
}

/** A change of the file itself. */
export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly { readonly place: Place; readonly newText: string }[];
}

/** 1-based, in UTF-16 units. The end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The text of the line, or the part of a long one that is around the place. */
  readonly source: string;
  /** The column at which `source` starts. */
  readonly sourceColumn: number;
}

/** How much of a line is shown. Of a longer one, what is that much before and after the start of a place. */
const shownLength = 160;
const around = { before: 40, after: shownLength - 40 };

export function reportOf(
  file: string,
  analysis: Analysis,
  { withFixes = false, fixed = 0 }: { readonly withFixes?: boolean; readonly fixed?: number } = {},
): FileReport {
  return { file, problems: shown(analysis).map((finding) => problemOf(analysis, finding, withFixes)), fixed };
}

/** All findings, with the suppressed errors: those prevent a template too, and set the exit status. */
function shown({ findings, errors }: Analysis): Finding[] {
  const suppressed = errors.filter((error) => error.suppressed);
  return [...findings, ...suppressed].sort((a, b) => a.span.start - b.span.start);
}

export function problemOf(analysis: Analysis, finding: Finding, withFixes = false): Problem {
  const { rule, severity, message, span, related, suppressed } = finding;
  const note = suppressed
    ? t`A comment suppresses this error, but no template is generated until it is fixed.`
    : undefined;
  const fixes = withFixes ? finding.fixes() : [];
  return {
    rule: rule.id,
    severity,
    message: sentences(message.replaceAll(/\s+/g, ' '), note),
    place: placeOf(analysis, span),
    related: related.map((one) => ({ message: one.message, place: placeOf(analysis, one.span) })),
    fixable: !suppressed && isSafelyFixable(finding),
    fixes: fixes.flatMap(({ title, edits, creates }) =>
      creates
        ? []
        : [{ title, edits: edits.map(({ span, newText }) => ({ place: placeOf(analysis, span), newText })) }],
    ),
  };
}

function placeOf({ text, lines }: Analysis, span: Span): Place {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  const lineStart = lines.starts[start.line] ?? 0;
  const lineEnd = lines.starts[start.line + 1] ?? text.length;
  const isShort = lineEnd - lineStart <= shownLength;
  const from = isShort ? lineStart : wholeCharacter(text, Math.max(lineStart, span.start - around.before));
  const until = isShort ? lineEnd : wholeCharacter(text, Math.min(lineEnd, span.start + around.after));
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    source: text.slice(from, until).replace(/\r\n?$|\n$/, ''),
    sourceColumn: from - lineStart + 1,
  };
}

/** The offset, or the one before if it is inside a character of two units. */
function wholeCharacter(text: string, offset: number): number {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1)) ? offset - 1 : offset;
}

/** A problem as other programs read it: 1-based, the end exclusive. */
export interface FlatProblem extends Pick<Problem, 'rule' | 'severity' | 'message' | 'fixable'> {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function flatProblem({ place, severity, rule, message, fixable }: Problem): FlatProblem {
  const { line, column, endLine, endColumn } = place;
  return { line, column, endLine, endColumn, severity, rule, message, fixable };
}

/** `file:line:column: severity: message [rule]`. */
export function headline(file: string, { place, severity, message, rule }: Problem): string {
  return `${file}:${place.line}:${place.column}: ${severity}: ${message} [${rule}]`;
}

/** Counts the problems of each severity. */
export function countsOf(reports: readonly FileReport[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0 };
  for (const { problems } of reports) for (const { severity } of problems) counts[severity]++;
  return counts;
}
