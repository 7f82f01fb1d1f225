// Checks project files. Several are read at the same time, but on one thread: with one for each of two processors, 1,000
// files took no less time, because each thread has to load and optimize the program first.
import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Analysis } from '../analysis.ts';
import { diskFiles } from '../disk/disk-files.ts';
import { readSourceFolder, type SourceFolder } from '../files/source-files.ts';
import { isSafelyFixable } from '../rules/rule.ts';
import { applyEdits } from '../syntax/edits.ts';
import { analyzeText, readText, settingsOf, writeOutput } from './files.ts';
import { reportOf, type FileReport } from '../problems.ts';
import { messageOf } from '../wording.ts';

export interface CheckOptions {
  /** Apply all safe fixes, and write the files. */
  readonly fix: boolean;
  /** Compute the fixes of each problem. */
  readonly withFixes: boolean;
}

/** The source files next to each descriptor, by folder. */
type SourceFolders = Map<string, Promise<SourceFolder>>;

/** How many files are read at the same time. */
const atOnce = 8;

/** @param onReport gets the reports in the order of the files, each as soon as it and those before it are there */
export async function checkFiles(
  files: readonly string[],
  options: CheckOptions,
  onReport: (report: FileReport) => void,
): Promise<void> {
  const report = inOrder(onReport);
  const folders: SourceFolders = new Map();
  const rest = files.entries();
  const work = async (): Promise<void> => {
    for (const [index, file] of rest) report(index, await checkFile(file, options, folders));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function inOrder(onReport: (report: FileReport) => void): (index: number, report: FileReport) => void {
  const waiting = new Map<number, FileReport>();
  let next = 0;
  return (index, report) => {
    waiting.set(index, report);
    for (let one = waiting.get(next); one; one = waiting.get(next)) {
      waiting.delete(next++);
      onReport(one);
    }
  };
}

/** Does not throw: a file that cannot be checked has a report with the reason. */
async function checkFile(file: string, options: CheckOptions, folders: SourceFolders): Promise<FileReport> {
  try {
    const analyze = await analyzerOf(file, await sourcesIn(dirname(file), folders));
    const analysis = analyze(await readText(file));
    const edits = options.fix ? analysis.fixAll() : [];
    if (edits.length === 0) return reportOf(file, analysis, options);
    const text = applyEdits(analysis.text, edits);
    await writeOutput(await realpath(file), text);
    const after = analyze(text);
    return reportOf(file, after, { ...options, fixed: Math.max(1, fixableIn(analysis) - fixableIn(after)) });
  } catch (error) {
    return { file, problems: [], fixed: 0, failure: messageOf(error) };
  }
}

/** Checks a text that may come from elsewhere. Its settings and source files are known only if it has a name. */
export async function checkText(text: string, name: string | undefined, options: CheckOptions): Promise<FileReport> {
  const folder = name === undefined ? undefined : await readSourceFolder(diskFiles, dirname(name));
  const analyze = name === undefined ? (all: string) => analyzeText('', all) : await analyzerOf(name, folder);
  return reportOf(name ?? 'standard input', analyze(text), options);
}

/**
 * The analysis of a file as it is now, with its settings and the source files beside it.
 * @throws {Error} if one of them cannot be read
 */
export async function analyzeWithSources(file: string): Promise<Analysis> {
  const settings = await settingsOf(file);
  const [fault] = settings?.faults ?? [];
  if (settings && fault)
    throw new Error(`${settings.path} has an error in line ${fault.position.line + 1}: ${fault.message}`);
  const analyze = await analyzerOf(file, await readSourceFolder(diskFiles, dirname(file)));
  return analyze(await readText(file));
}

async function analyzerOf(file: string, folder: SourceFolder | undefined): Promise<(text: string) => Analysis> {
  const rules = (await settingsOf(file))?.settings.rules;
  return (text) => analyzeText(file, text, rules, { files: folder?.sources });
}

function sourcesIn(folder: string, folders: SourceFolders): Promise<SourceFolder> {
  const known = folders.get(folder) ?? readSourceFolder(diskFiles, folder);
  folders.set(folder, known);
  return known;
}

function fixableIn({ findings }: Analysis): number {
  return findings.filter(isSafelyFixable).length;
}
