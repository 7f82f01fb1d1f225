// Shows the results of formatting, refactorings and fixes as text, as cases expect them.
import type { Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import type { FormatOptions } from '../../server/src/syntax/format/format.ts';
import type { Span } from '../../server/src/syntax/tree.ts';
import type { Outcome } from './case-file.ts';

const usual: FormatOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

/** `how` is empty, or has options: "lines 3-5, tabSize 4, tabs, keep trailing white space". */
export function showFormatted(analysis: Analysis, how: string): Outcome {
  const [, first, last] = /lines (\d+)-(\d+)/.exec(how) ?? [];
  const options: FormatOptions = {
    tabSize: Number(/tabSize (\d+)/.exec(how)?.[1] ?? 2),
    insertSpaces: !how.includes('tabs'),
    trimTrailingWhitespace: !how.includes('keep trailing white space'),
    insertFinalNewline: !how.includes('no final newline'),
    trimFinalNewlines: !how.includes('keep final newlines'),
  };
  const range = first && last ? linesOf(analysis, Number(first), Number(last)) : undefined;
  const result = analysis.format(options, range);
  if (result.kind === 'formatted') return { document: applyEdits(analysis.text, result.edits) };
  const { line } = analysis.lines.positionAt(result.problem.span.start);
  return `refused for line ${line + 1}: ${result.problem.message}\n`;
}

/** 1-based, both included. */
function linesOf({ lines }: Analysis, first: number, last: number): Span {
  const start = lines.offsetAt({ line: first - 1, character: 0 });
  return { start, end: lines.offsetAt({ line: last - 1, character: Number.MAX_SAFE_INTEGER }) };
}

/** The text after the character before the cursor has been typed. */
export function showTyped(analysis: Analysis, cursor: number, what: string): Outcome {
  const edits = analysis.formatOnType(cursor, what === 'enter' ? '\n' : what, usual);
  const before = analysis.text.slice(0, cursor);
  const moved = applyEdits(
    before,
    edits.filter(({ span }) => span.end <= cursor),
  );
  return { document: `${moved}<|>${applyEdits(analysis.text, edits).slice(moved.length)}` };
}

/** The refactorings on offer at the cursor, by kind. */
export function showRefactorings(analysis: Analysis, cursor: number): string {
  const offered = analysis.refactorings({ start: cursor, end: cursor });
  const lines = offered.map(
    ({ kind, title, disabled }) => `${kind}: ${title}${disabled === undefined ? '' : ` (not here: ${disabled})`}\n`,
  );
  return lines.join('') || '(nothing)\n';
}

export function showRefactored(analysis: Analysis, cursor: number, title: string): Outcome {
  const offered = analysis.refactorings({ start: cursor, end: cursor });
  const refactoring = offered.find((one) => one.title === title);
  if (!refactoring) throw new Error(`${JSON.stringify(title)} is not offered: ${showRefactorings(analysis, cursor)}`);
  return { document: applyEdits(analysis.text, refactoring.change().edits) };
}

/** The file that the fix of that title creates next to the descriptor. */
export function showCreated(analysis: Analysis, title: string): string {
  const fixes = analysis.findings.flatMap((finding) => finding.fixes());
  const { creates } = fixes.find((fix) => fix.title === title) ?? {};
  return creates ? `// ${creates.path}\n${creates.content}` : '(nothing)\n';
}
