// Problems in the formats of CI systems and other programs: JSON, JUnit, annotations of GitHub, and GitLab's code quality.
import { createHash } from 'node:crypto';
import type { Severity } from '../../rules/rule.ts';
import { printable } from '../../wording.ts';
import { asJson, oneLine } from '../output.ts';
import { flatProblem, headline, type FileReport, type Place, type Problem } from '../../problems.ts';

/** What the formats need besides the problems. */
export interface ReportContext {
  readonly version: string;
  /** The path from the current folder, or the absolute one of what is outside. With `/` on every system. */
  readonly pathOf: (file: string) => string;
  /** The address of the page of a rule. */
  readonly pageOf: (rule: string) => string;
}

interface Located {
  readonly file: string;
  readonly problem: Problem;
}

function located(reports: readonly FileReport[], { pathOf }: ReportContext): Located[] {
  return reports.flatMap(({ file, problems }) => problems.map((problem) => ({ file: pathOf(file), problem })));
}

/** An array with an object for each problem. Lines and columns are 1-based, and the end is exclusive. */
export function asJsonReport(reports: readonly FileReport[], context: ReportContext): string {
  return asJson(
    located(reports, context).map(({ file, problem }) => ({
      file,
      ...flatProblem(problem),
      url: context.pageOf(problem.rule),
    })),
  );
}

/** A test suite for each file, with a test case for each problem. Only errors fail. */
export function asJunit(reports: readonly FileReport[], { pathOf }: ReportContext): string {
  const suites = reports.map((report) => suiteOf(pathOf(report.file), report));
  const [tests, failures, errors] = [
    sum(suites.map((suite) => suite.cases.length)),
    sum(suites.map((suite) => suite.failures)),
    sum(suites.map((suite) => suite.errors)),
  ];
  const body = suites.map(
    ({ name, cases, ...counts }) =>
      `  <testsuite${attributes({ name, tests: cases.length, failures: counts.failures, errors: counts.errors })}>\n${cases.join('')}  </testsuite>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'websocket-project', tests, failures, errors })}>\n${body.join('')}</testsuites>\n`;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
}

function suiteOf(file: string, { problems, failure }: FileReport): Suite {
  if (failure !== undefined) {
    const error = `<error${attributes({ message: failure, type: 'unreadable' })}/>`;
    return { name: file, cases: [caseOf(file, 'readable', error)], failures: 0, errors: 1 };
  }
  const cases = problems.map((problem) => {
    const { rule, severity, message, place } = problem;
    const text = escapeXml(`${oneLine(headline(file, problem))}\n${place.source}`);
    const result =
      severity === 'error'
        ? `<failure${attributes({ message, type: rule })}>${text}</failure>`
        : `<system-out>${text}</system-out>`;
    return caseOf(file, `${rule} (${place.line}:${place.column})`, result);
  });
  const failures = problems.filter(({ severity }) => severity === 'error').length;
  return { name: file, cases: cases.length > 0 ? cases : [caseOf(file, 'no problems', '')], failures, errors: 0 };
}

function caseOf(file: string, name: string, result: string): string {
  return `    <testcase${attributes({ name, classname: file })}>${result}</testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** What XML cannot contain is escaped visibly: control characters, and the two that are no characters. */
function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return printable(text)
    .replaceAll(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replaceAll(/[\ufffe\uffff]/g, (character) => String.raw`\u${character.charCodeAt(0).toString(16)}`);
}

/** Commands that GitHub Actions shows as annotations of the lines. */
export function asGithub(reports: readonly FileReport[], context: ReportContext): string {
  const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };
  return located(reports, context)
    .map(({ file, problem: { place, severity, message, rule } }) => {
      const { line, column, endLine, endColumn } = place;
      const isOnOneLine = endLine === line;
      const properties = {
        file,
        line,
        endLine,
        // GitHub ignores columns of a range of lines. Its end is inclusive.
        ...(isOnOneLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {}),
        title: rule,
      };
      const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${commands[severity]} ${written.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A code quality report of GitLab. */
export function asGitlab(reports: readonly FileReport[], context: ReportContext): string {
  const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', information: 'info' };
  const fingerprint = fingerprints();
  return asJson(
    located(reports, context).map(({ file, problem }) => ({
      description: problem.message,
      check_name: problem.rule,
      fingerprint: fingerprint(file, problem),
      severity: severities[problem.severity],
      location: { path: file, ...positionsOf(problem.place) },
    })),
  );
}

function positionsOf({ line, column, endLine, endColumn }: Place): object {
  return {
    lines: { begin: line, end: endLine },
    positions: { begin: { line, column }, end: { line: endLine, column: endColumn } },
  };
}

/**
 * Identifies a problem in later runs. It depends on the text of the line and not on its number, so that lines above it can
 * change; problems that are otherwise equal are numbered.
 */
export function fingerprints(): (file: string, problem: Problem) => string {
  const seen = new Map<string, number>();
  return (file, { rule, message, place }) => {
    const hashed = createHash('sha256').update(JSON.stringify([file, rule, message, place.source.trim()]));
    const same = hashed.copy().digest('hex');
    const count = seen.get(same) ?? 0;
    seen.set(same, count + 1);
    return hashed.update(String(count)).digest('hex').slice(0, 32);
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
