// Checks project files, many at a time: those of a large repository on all processors.
import { realpath } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Analysis } from '../analysis.ts';
import { readSourceFolder, type SourceFolder } from '../disk/source-files.ts';
import { isSafelyFixable } from '../rules/rule.ts';
import { applyEdits } from '../syntax/edits.ts';
import { analyzeText, readText, settingsOf, writeOutput } from './files.ts';
import { reportOf, type FileReport } from './reports/problem.ts';

export interface CheckOptions {
  /** Apply all safe fixes, and write the files. */
  readonly fix: boolean;
  /** Compute the fixes of each problem. */
  readonly withFixes: boolean;
}

/** What is kept between runs: the source files next to each descriptor, by folder. */
export type SourceFolders = Map<string, Promise<SourceFolder>>;

/** How many files are read at the same time. */
const atOnce = 8;

/** A thread takes as long to start as this many files take to check. */
const filesPerThread = 64;

/** The number of files that a thread gets at a time. */
const batch = 16;

/** @param onReport gets the reports in the order of the files, each as soon as it and those before it are there */
export async function checkFiles(
  files: readonly string[],
  options: CheckOptions,
  onReport: (report: FileReport) => void,
): Promise<void> {
  const report = inOrder(onReport);
  const threads = Math.min(availableParallelism(), Math.floor(files.length / filesPerThread));
  if (threads > 1) await checkInThreads(files, options, threads, report);
  else await checkHere(files, options, report);
}

type OnReport = (index: number, report: FileReport) => void;

function inOrder(onReport: (report: FileReport) => void): OnReport {
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

async function checkHere(files: readonly string[], options: CheckOptions, onReport: OnReport): Promise<void> {
  const folders: SourceFolders = new Map();
  const rest = files.entries();
  const work = async (): Promise<void> => {
    for (const [index, file] of rest) onReport(index, await checkFile(file, options, folders));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function checkInThreads(
  files: readonly string[],
  options: CheckOptions,
  threads: number,
  onReport: OnReport,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(__filename);
    try {
      while (next < files.length) {
        const from = next;
        next += batch;
        const reports = await answerOf(worker, { files: files.slice(from, from + batch), options });
        for (const [index, report] of reports.entries()) onReport(from + index, report);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

interface ThreadRequest {
  readonly files: readonly string[];
  readonly options: CheckOptions;
}

function answerOf(worker: Worker, request: ThreadRequest): Promise<readonly FileReport[]> {
  return new Promise((resolve, reject) => {
    const settle = (reports: readonly FileReport[]): void => {
      worker.off('error', reject);
      resolve(reports);
    };
    worker.once('message', settle);
    worker.once('error', reject);
    worker.postMessage(request, []);
  });
}

/** In a thread that `checkFiles` has started, checks what it is sent. */
export function checkIfThread(): boolean {
  if (isMainThread || !parentPort) return false;
  const port = parentPort;
  port.on('message', ({ files, options }: ThreadRequest) => {
    const reports: FileReport[] = [];
    void checkHere(files, options, (index, report) => (reports[index] = report)).then(() => port.postMessage(reports));
  });
  return true;
}

/** Does not throw: a file that cannot be checked has a report with the reason. */
export async function checkFile(file: string, options: CheckOptions, folders: SourceFolders): Promise<FileReport> {
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
    return { file, problems: [], fixed: 0, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Checks a text that may come from elsewhere. Its settings and source files are known only if it has a name. */
export async function checkText(text: string, name: string | undefined, options: CheckOptions): Promise<FileReport> {
  const folder = name === undefined ? undefined : await readSourceFolder(dirname(name));
  const analyze = name === undefined ? (all: string) => analyzeText('', all) : await analyzerOf(name, folder);
  return reportOf(name ?? 'standard input', analyze(text), options);
}

async function analyzerOf(file: string, folder: SourceFolder | undefined): Promise<(text: string) => Analysis> {
  const rules = (await settingsOf(file))?.settings.rules;
  return (text) => analyzeText(file, text, rules, { files: folder?.sources });
}

function sourcesIn(folder: string, folders: SourceFolders): Promise<SourceFolder> {
  const known = folders.get(folder) ?? readSourceFolder(folder);
  folders.set(folder, known);
  return known;
}

function fixableIn({ findings }: Analysis): number {
  return findings.filter(isSafelyFixable).length;
}
