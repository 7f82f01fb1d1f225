// `check [PATHS…]`: the problems of project files, in a format for people or for a program.
import { dirname, relative, resolve, sep } from 'node:path';
import { version } from '../../../package.json';
import { filesBelow } from '../files/find-files.ts';
import { absolute, diskFiles } from '../disk/disk-files.ts';
import { projectFiles, type ProjectFiles } from '../disk/project-files.ts';
import { publishedPages } from '../published-pages.ts';
import { counted } from '../wording.ts';
import { checkFiles, checkText } from './check-files.ts';
import { command, UsageError, type Parsed } from './command.ts';
import { readStandardInput, reportFaults, settingsOf, settingsOnDisk } from './files.ts';
import { colors, noColors, printDocument, reportLine, showProgress, wantsColor } from './output.ts';
import { asGithub, asGitlab, asJsonReport, asJunit, type ReportContext } from './reports/for-ci.ts';
import { countsOf, type FileReport } from '../problems.ts';
import { asSarif } from './reports/sarif.ts';
import { asText, summaryOf } from './reports/text.ts';
import { watchFolders } from './watch.ts';

/** The formats of a whole report. Text is printed file by file. */
const formats: Readonly<Record<string, (reports: readonly FileReport[], context: ReportContext) => string>> = {
  json: asJsonReport,
  sarif: asSarif,
  junit: asJunit,
  github: asGithub,
  gitlab: asGitlab,
};

const options = {
  format: {
    type: 'string',
    value: 'FORMAT',
    values: ['text', ...Object.keys(formats)],
    summary: 'How to print the problems. The default is text.',
  },
  fix: { type: 'boolean', summary: 'Apply all safe fixes, then print the problems that are left.' },
  quiet: { type: 'boolean', short: 'q', summary: 'Print only errors.' },
  'max-warnings': {
    type: 'string',
    value: 'N',
    summary: 'Exit with 1 if there are more warnings, also those that --quiet hides.',
  },
  ignore: {
    type: 'string',
    value: 'GLOB',
    multiple: true,
    summary: 'Leave out matching files and folders. The notation is that of .gitignore. Can be given several times.',
  },
  'stdin-filename': {
    type: 'string',
    value: 'NAME',
    summary: 'The name of what is read from standard input: its format, and where its source files are.',
  },
  watch: { type: 'boolean', short: 'w', summary: 'Check again whenever a file changes, until it is stopped.' },
} as const;

type Values = Parsed<typeof options>['values'];

export const check = command({
  name: 'check',
  parameters: '[PATHS…]',
  summary: 'Print the problems of project files.',
  details: [
    'PATHS are files, folders and globs; without any, the current folder. Folders are searched for project files, without what .gitignore lists, hidden folders, and folders of dependencies and builds. A file that is named is checked whatever its name is. `-` is standard input.',
    'Exit status: 0 if there are no errors, 1 if there are errors or too many warnings, 2 if a file cannot be read, there is no file to check, or the command line is invalid.',
  ],
  options,
  examples: [
    { line: 'check', does: 'Checks all project files below the current folder.' },
    { line: 'check services --ignore legacy --max-warnings 0', does: 'Checks a folder as CI may want it.' },
    { line: "check 'services/*/websocket.yaml' --fix", does: 'Fixes what can safely be fixed.' },
    { line: 'check --format sarif > websocket.sarif', does: 'Writes a file for code scanning.' },
    { line: 'check - --stdin-filename chat/websocket.yaml < draft.yaml', does: 'Checks a text before it is saved.' },
  ],
  async run({ positionals, values }) {
    const maximumWarnings = numberOf(values['max-warnings']);
    const paths = positionals.length > 0 ? positionals : ['.'];
    if (paths.includes('-')) return checkStandardInput(paths, values, maximumWarnings);
    if (values['stdin-filename'] !== undefined) throw new UsageError('--stdin-filename requires the path -');
    if (!values.watch) {
      const { reports, isIncomplete } = await checkPaths(await findFiles(paths, values), values);
      const status = statusOf(reports, maximumWarnings);
      return isIncomplete ? 2 : status;
    }
    if (values.fix || formatOf(values)) throw new UsageError('--watch requires the format text, and no --fix');
    return watchFolders(async () => {
      settingsOnDisk.refresh();
      const found = await findFiles(paths, values);
      await checkPaths(found, values);
      return foldersOf(found);
    });
  },
});

function findFiles(paths: readonly string[], { ignore = [] }: Values): Promise<ProjectFiles> {
  return projectFiles(paths, ignore, settingsOnDisk);
}

/** Those that were searched, and those of the settings and of the source files of other files. */
async function foldersOf({ files, folders, settings }: ProjectFiles): Promise<readonly string[]> {
  const others = new Set(files.map((file) => dirname(resolve(file))).filter((folder) => !folders.includes(folder)));
  const searches = [...others].map((folder) => filesBelow(diskFiles, folder, () => false));
  const ofSources = (await Promise.all(searches)).flatMap((search) => search.folders);
  return [...folders, ...ofSources, ...[...settings].map(({ path }) => dirname(path))];
}

function formatOf({ format = 'text' }: Values): (typeof formats)[string] | undefined {
  return formats[format];
}

async function checkStandardInput(
  paths: readonly string[],
  values: Values,
  maximumWarnings: number | undefined,
): Promise<number> {
  if (paths.length > 1 || values.fix || values.watch) {
    throw new UsageError('- must be the only path, without --fix and --watch');
  }
  const name = values['stdin-filename'];
  const settings = name === undefined ? undefined : await settingsOf(name);
  const text = await readStandardInput();
  const isIgnored = name !== undefined && settings?.ignores(absolute(name)) === true;
  const reports = isIgnored ? [] : [await checkText(text, name, { fix: false, withFixes: values.format === 'sarif' })];
  reports.forEach(printer(values));
  printEnd(reports, values);
  return settings && reportFaults(settings) ? 2 : statusOf(reports, maximumWarnings);
}

interface Checked {
  readonly reports: readonly FileReport[];
  /** Whether one of the paths has nothing to check, a folder cannot be read, or settings are wrong. */
  readonly isIncomplete: boolean;
}

/** Checks the files, and prints their problems. */
async function checkPaths({ files, failed, ignoredFiles, settings }: ProjectFiles, values: Values): Promise<Checked> {
  for (const { path, reason } of failed) reportLine(`websocket-project: ${path}: ${reason}`);
  if (files.length === 0 && ignoredFiles > 0) reportLine('websocket-project: all files that are named are ignored');
  const hasFaults = [...settings].filter(reportFaults).length > 0;
  const print = printer(values);
  const reports: FileReport[] = [];
  const progress = showProgress(files.length);
  const checkOptions = { fix: values.fix ?? false, withFixes: values.format === 'sarif' };
  await checkFiles(files, checkOptions, (report) => {
    reports.push(report);
    if (report.problems.length > 0 || report.failure !== undefined) progress.clear();
    print(report);
    progress.advance();
  });
  progress.clear();
  printEnd(reports, values);
  return { reports, isIncomplete: failed.length > 0 || hasFaults };
}

/** Prints a report as soon as it is there, if the format allows. What cannot be checked is always said. */
function printer(values: Values): (report: FileReport) => void {
  const paint = paintFor(process.stdout);
  return (report) => {
    if (report.failure !== undefined) reportLine(`websocket-project: ${report.failure}`);
    if (!formatOf(values)) printDocument(asText(printed(report, values), paint));
  };
}

function printEnd(reports: readonly FileReport[], values: Values): void {
  const format = formatOf(values);
  const shown = reports.map((report) => printed(report, values));
  if (format) printDocument(format(shown, contextHere()));
  const summary = format || values.quiet ? undefined : summaryOf(shown, paintFor(process.stdout));
  if (summary !== undefined) printDocument(`${summary}\n`);
}

function printed(report: FileReport, { quiet }: Values): FileReport {
  if (!quiet) return report;
  return { ...report, problems: report.problems.filter(({ severity }) => severity === 'error') };
}

function paintFor({ isTTY }: NodeJS.WriteStream): typeof colors {
  return wantsColor(process.env, isTTY) ? colors : noColors;
}

function contextHere(): ReportContext {
  return {
    version,
    pathOf(file) {
      const below = relative('', file);
      return (below.startsWith('..') ? resolve(file) : below).split(sep).join('/');
    },
    pageOf: (rule) => `${publishedPages}/${rule}.md`,
  };
}

function statusOf(reports: readonly FileReport[], maximumWarnings: number | undefined): number {
  const { error, warning } = countsOf(reports);
  const tooMany = maximumWarnings !== undefined && warning > maximumWarnings;
  if (tooMany) {
    const allowed = `--max-warnings allows ${maximumWarnings}`;
    reportLine(`websocket-project: ${counted(warning, 'warning')}, and ${allowed}`);
  }
  if (reports.some(({ failure }) => failure !== undefined)) return 2;
  return error > 0 || tooMany ? 1 : 0;
}

function numberOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (/^\d{1,9}$/.test(written)) return Number(written);
  throw new UsageError(`--max-warnings must be a number, not ${JSON.stringify(written)}`);
}
