// Problems for people: one line that editors and scripts can read, then the line of the file with carets, and what else is
// related.
import type { Severity } from '../../rules/rule.ts';
import { counted, listed, printable } from '../../wording.ts';
import { oneLine, type Paint, type Style } from '../output.ts';
import { countsOf, type FileReport, type Place, type Problem } from '../../problems.ts';

/** Ends with a blank line, unless there is nothing to print. */
export function asText({ file, problems }: FileReport, paint: Paint): string {
  return problems.map((problem) => `${linesOf(file, problem, paint).join('\n')}\n\n`).join('');
}

function linesOf(file: string, problem: Problem, paint: Paint): string[] {
  const { place, severity, message, rule, related } = problem;
  const gutter = Math.max(...[place, ...related.map((one) => one.place)].map(({ line }) => String(line).length)) + 1;
  return [
    `${at(file, place, paint)} ${paint(severity, `${severity}:`)} ${oneLine(message)} ${paint('dim', `[${rule}]`)}`,
    ...excerpt(place, gutter, '^', severity, paint),
    ...related.flatMap((one) => [
      `${' '.repeat(gutter)} ${at(file, one.place, paint)} ${oneLine(one.message)}`,
      ...excerpt(one.place, gutter, '-', 'dim', paint),
    ]),
  ];
}

function at(file: string, { line, column }: Place, paint: Paint): string {
  return paint('bold', `${oneLine(file)}:${line}:${column}:`);
}

/** The line, and marks under the place. A place that ends on a later line is marked to the end of its first. */
function excerpt(place: Place, gutter: number, mark: string, style: Style, paint: Paint): string[] {
  const { line, column, endLine, endColumn, source, sourceColumn } = place;
  const from = column - sourceColumn;
  const until = endLine === line ? endColumn - sourceColumn : source.length;
  const start = widthOf(shownAs(source.slice(0, from)));
  const length = Math.max(1, widthOf(shownAs(source.slice(from, until))));
  const before = sourceColumn > 1 ? '…' : '';
  const margin = (number: string): string => paint('dim', `${number.padStart(gutter)} |`);
  return [
    `${margin(String(line))} ${before}${shownAs(source)}`.trimEnd(),
    `${margin('')} ${' '.repeat(before.length + start)}${paint(style, mark.repeat(length))}`,
  ];
}

function shownAs(source: string): string {
  return printable(source.replaceAll('\t', ' '));
}

const wide = /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
const withoutWidth = /[\p{M}\p{Cf}]/u;

/** In columns of a terminal. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += withoutWidth.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** "2 problems (1 error and 1 warning) in 1 of 3 files. --fix fixes 1 of them." Undefined if no file could be checked. */
export function summaryOf(reports: readonly FileReport[], paint: Paint): string | undefined {
  const checked = reports.filter(({ failure }) => failure === undefined);
  if (checked.length === 0) return undefined;
  const problems = checked.flatMap((report) => report.problems);
  const fixed = checked.reduce((sum, report) => sum + report.fixed, 0);
  const files = counted(checked.length, 'file');
  const done = fixed > 0 ? [paint('good', `Fixed ${counted(fixed, 'problem')}.`)] : [];
  if (problems.length === 0) return [...done, paint('good', `No problems in ${files}.`)].join(' ');
  const faulty = checked.filter((report) => report.problems.length > 0).length;
  const where = faulty === checked.length ? files : `${faulty} of ${files}`;
  const found = `${counted(problems.length, 'problem')} (${severitiesOf(checked)}) in ${where}.`;
  const fixable = problems.filter((problem) => problem.fixable).length;
  const advice = fixable > 0 ? [`--fix fixes ${fixable} of them.`] : [];
  return [...done, paint(worstOf(problems), found), ...advice].join(' ');
}

function severitiesOf(reports: readonly FileReport[]): string {
  const { error, warning, information } = countsOf(reports);
  const parts = [
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
    ...(information > 0 ? [`${information} information`] : []),
  ];
  return listed(parts, 'and');
}

function worstOf(problems: readonly Problem[]): Severity {
  const order: readonly Severity[] = ['error', 'warning', 'information'];
  return order.find((severity) => problems.some((problem) => problem.severity === severity)) ?? 'information';
}
