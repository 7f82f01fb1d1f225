// The files that commands read and write, with the reasons if they cannot.
import { lstat, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { analyze, type Analysis, type Surroundings } from '../analysis.ts';
import { absolute, bytesOf, diskFiles } from '../disk/disk-files.ts';
import { parentOf } from '../files/paths.ts';
import { settingsFiles, type SettingsFile } from '../files/settings-files.ts';
import { formatOf } from '../language/files.ts';
import type { RuleSettings } from '../rules/check.ts';
import { today } from '../today.ts';
import { UsageError } from './command.ts';
import { reportLine } from './output.ts';
import { headline, problemOf } from '../problems.ts';
import { messageOf } from '../wording.ts';

/** More than a template may have, and more than a descriptor may have. */
const maximumBytes = 10_000_000;

/** @throws {Error} that says which file cannot be read, and why */
export async function readText(file: string): Promise<string> {
  // What the shell passes as a file, as `<(…)` does, ends when its writer does.
  const isPassed = /^\/dev\/(?:stdin|fd\/\d+)$/.test(file);
  const read = isPassed ? readFile(file) : bytesOf(file, maximumBytes + 1);
  const bytes = await read.catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  });
  if (bytes.length > maximumBytes) {
    throw new Error(`${file} cannot be read: it is longer than ${maximumBytes.toLocaleString('en')} bytes`);
  }
  return textOf(file, bytes);
}

/** @throws {Error} if the bytes are not text */
export function textOf(file: string, bytes: Uint8Array): string {
  try {
    // A byte order mark is part of the text, as in an editor, so that it is still there after a fix.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file} cannot be read: it is not UTF-8 text`, { cause: error });
  }
}

/** The settings files that this process has read. */
export const settingsOnDisk = settingsFiles(diskFiles);

export function settingsOf(file: string): Promise<SettingsFile | undefined> {
  return settingsOnDisk.above(parentOf(absolute(file)));
}

/** Prints what is wrong with a settings file to standard error. Returns whether there is anything. */
export function reportFaults({ path, faults }: SettingsFile): boolean {
  for (const { position, message } of faults) {
    reportLine(`${relative('', path)}:${position.line + 1}:${position.character + 1}: error: ${message}`);
  }
  return faults.length > 0;
}

/** @throws {Error} as `readText` does, and if the settings that apply to the file have faults, which are printed */
export async function analyzeFile(file: string): Promise<Analysis> {
  const text = await readText(file);
  const settings = await settingsOf(file);
  if (settings && reportFaults(settings)) throw new Error(`${settings.path} has errors`);
  return analyzeText(file, text, settings?.settings.rules);
}

export function analyzeText(
  file: string,
  text: string,
  rules: RuleSettings = {},
  surroundings: Surroundings = {},
): Analysis {
  return analyze(text, rules, { format: formatOf(file), today: today(process.env), ...surroundings });
}

/** @throws {Error} if it is not text */
export async function readStandardInput(): Promise<string> {
  return textOf('standard input', await buffer(process.stdin));
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    ENOTDIR: 'a part of the path is not a folder',
    ELOOP: 'its links lead in a circle',
  };
  return reasons[error.code ?? ''] ?? error.message;
}

/** Prints what prevents a template to standard error. Returns whether there is anything. */
export function reportErrors(file: string, analysis: Analysis): boolean {
  for (const error of analysis.errors) reportLine(headline(file, problemOf(analysis, error)));
  return analysis.errors.length > 0;
}

/** @throws {UsageError} if the output would overwrite the descriptor that it is made from */
export async function refuseDescriptor(out: string, descriptor: string): Promise<void> {
  const [target, source] = await Promise.all([realpath(out).catch(() => undefined), realpath(descriptor)]);
  if (target === source) throw new UsageError('--out would overwrite the project file itself');
}

/**
 * The contents that would be overwritten. Undefined if nothing would be lost: there is no file, it is empty, or it is a
 * pipe or a terminal.
 */
export async function existingAt(out: string): Promise<Uint8Array | undefined> {
  const isFile = await stat(out).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return undefined;
  const contents = await bytesOf(out, maximumBytes).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${out} cannot be read: ${reasonOf(error)}`, { cause: error });
  });
  return Buffer.from(contents).toString('latin1').trim() === '' ? undefined : contents;
}

/** @param reason follows "because" */
export function notOverwritten(out: string, reason: string): Error {
  return new Error(`${out} was not overwritten because ${reason}. Use --force to overwrite it`);
}

/**
 * Writes a file next to the existing one and then renames it, so that it is never half written.
 * @throws {Error} that says why the file cannot be written
 */
export async function writeOutput(out: string, contents: string | Uint8Array): Promise<void> {
  const existing = await lstat(out).catch(() => undefined);
  if (existing?.isSymbolicLink() && !out.startsWith('/dev/')) {
    throw new Error(`${out} cannot be written: it is a link. Delete it, or write to the file that it leads to`);
  }
  const isReplaced = !existing || existing.isFile();
  const write = isReplaced ? replaceFile(out, contents, existing?.mode) : writeFile(out, contents);
  await write.catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'no such folder' : reasonOf(error);
    throw new Error(`${out} cannot be written: ${reason}`, { cause: error });
  });
}

export class ExistsError extends Error {}

/**
 * Creates a file, and the folders that it is in.
 * @throws {ExistsError} if something is there already
 * @throws {Error} that says why the file cannot be created
 */
export async function createFile(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new ExistsError(`${file} exists already`, { cause: error });
    }
    throw new Error(`${file} cannot be created: ${messageOf(error)}`, { cause: error });
  }
}

async function replaceFile(path: string, contents: string | Uint8Array, mode: number | undefined): Promise<void> {
  const written = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const file = await open(written, 'wx', mode);
  try {
    await file.writeFile(contents);
    if (mode !== undefined) await file.chmod(mode);
    await file.close();
    await rename(written, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(written, { force: true });
    throw error;
  }
}
