// What a verb of the command line is, and what all verbs share.
import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { analyze, type Analysis, type Surroundings } from '../analysis.ts';
import type { Finding } from '../rules/rule.ts';

export interface Verb {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Returns the exit status. */
  run(parameters: readonly string[]): Promise<number>;
}

/** The command was not understood; the message says why. */
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

/** Throws an Error that says in words what cannot be read and why. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  });
  return textOf(file, bytes);
}

/** Throws an Error that says that it is no text. */
export function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${file} cannot be read: it is not text in UTF-8`, { cause: error });
  }
}

/** Throws as `readText` does. */
export async function analyzeFile(file: string, surroundings: Surroundings = {}): Promise<Analysis> {
  return analyze(await readText(file), {}, surroundings);
}

export function reasonOf(error: NodeJS.ErrnoException): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'access is denied',
    ENOTDIR: 'a part of the path is no folder',
  };
  return reasons[error.code ?? ''] ?? error.message;
}

/** `file:line:column: severity: message [rule]`, line and column 1-based. */
export function formatFinding(file: string, { lines }: Analysis, finding: Finding): string {
  const { span, severity, rule, suppressed } = finding;
  const { line, character } = lines.positionAt(span.start);
  const message = finding.message.replaceAll(/\s+/g, ' ');
  const why = suppressed ? ' A comment suppresses this, but nothing is generated with it.' : '';
  return `${file}:${line + 1}:${character + 1}: ${severity}: ${message}${why} [${rule.id}]\n`;
}
