// The interface of a command of the command line, and shared functions: parameters, files and printing problems.
import { lstat, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { today } from '../today.ts';
import { analyze, type Analysis, type Surroundings } from '../analysis.ts';
import { bytesOf } from '../disk/read-file.ts';
import { formatOf } from '../language/files.ts';
import type { Finding } from '../rules/rule.ts';
import { printable } from '../wording.ts';

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Returns the exit status. */
  run(parameters: readonly string[]): Promise<number>;
}

/**
 * Prints a line of the result to standard output. Names of files and texts of the project can contain anything, so what a
 * terminal would obey is escaped, and the line remains one.
 */
export function printLine(line: string): void {
  printDocument(asLine(line));
}

/** Prints a line about the result to standard error. */
export function reportLine(line: string): void {
  process.stderr.write(asLine(line));
}

function asLine(line: string): string {
  return `${printable(line).replaceAll('\n', String.raw`\u000a`)}\n`;
}

/** Prints a whole file, such as a template, whose text is escaped as its format requires. */
export function printDocument(contents: string | Uint8Array): void {
  process.stdout.write(contents);
}

/** JSON on several lines, with all characters escaped that a terminal would obey. */
export function asJson(value: unknown): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}

/** The command line is invalid. The message says why. */
export class UsageError extends Error {}

export function parseParameters<O extends NonNullable<ParseArgsConfig['options']>>(
  parameters: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...parameters], options, allowPositionals: true, strict: true } as const);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

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
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file} cannot be read: it is not UTF-8 text`, { cause: error });
  }
}

/** @throws {Error} as `readText` does */
export async function analyzeFile(file: string, surroundings: Surroundings = {}): Promise<Analysis> {
  return analyze(await readText(file), {}, { format: formatOf(file), today: today(), ...surroundings });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    EISDIR: 'it is a folder',
    EACCES: 'permission denied',
    ENOTDIR: 'a part of the path is not a folder',
  };
  return reasons[error.code ?? ''] ?? error.message;
}

/** `file:line:column: severity: message [rule]`, line and column 1-based. */
export function formatFinding(file: string, { lines }: Analysis, finding: Finding): string {
  const { span, severity, rule, suppressed } = finding;
  const { line, character } = lines.positionAt(span.start);
  const message = finding.message.replaceAll(/\s+/g, ' ');
  const note = suppressed ? ' A comment suppresses this error, but no template is generated until it is fixed.' : '';
  return `${file}:${line + 1}:${character + 1}: ${severity}: ${message}${note} [${rule.id}]`;
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
