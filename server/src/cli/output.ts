// What is printed, so that no terminal obeys it: names of files and texts of a project can contain anything.
import type { Severity } from '../rules/rule.ts';
import { counted, printable } from '../wording.ts';

/** Prints a line of the result to standard output. It remains one line. */
export function printLine(line: string): void {
  printDocument(asLine(line));
}

/** Prints a line about the result to standard error. */
export function reportLine(line: string): void {
  process.stderr.write(asLine(line));
}

function asLine(line: string): string {
  return `${oneLine(line)}\n`;
}

/** The text on one line, with visible escapes for what a terminal would obey. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', String.raw`\u000a`);
}

/** Prints a whole file, such as a template, whose text is escaped as its format requires. */
export function printDocument(contents: string | Uint8Array): void {
  process.stdout.write(contents);
}

/** JSON on several lines, with all characters escaped that a terminal would obey. */
export function asJson(value: unknown): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}

export type Style = Severity | 'bold' | 'dim' | 'good';

/** Adds the escapes of a style to printable text, or nothing. */
export type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  information: '1;36',
  bold: '1',
  dim: '2',
  good: '32',
};

export const colors: Paint = (style, text) => (text === '' ? '' : `\u001b[${codes[style]}m${text}\u001b[0m`);
export const noColors: Paint = (_, text) => text;

/** Whether to color: as `NO_COLOR` and `FORCE_COLOR` say (https://no-color.org), or else only on a terminal that can. */
export function wantsColor(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = environment;
  if (force !== undefined) return !['0', 'false'].includes(force);
  return isTerminal && terminal !== 'dumb' && (no === undefined || no === '');
}

/** How far a long run is, on a terminal only. */
export interface Progress {
  advance(): void;
  /** To be called before anything else is printed, and at the end. */
  clear(): void;
}

/** In milliseconds. A shorter run shows no progress. */
const delay = 1000;
/** In milliseconds, between two updates. */
const interval = 100;

/** Writes to standard error, over what it has written before. */
export function showProgress(total: number): Progress {
  const { isTTY } = process.stderr;
  let done = 0;
  let next = Date.now() + delay;
  let isShown = false;
  const clear = (): void => {
    if (isShown) process.stderr.write('\r\u001b[K');
    isShown = false;
  };
  return {
    advance() {
      done++;
      if (!isTTY || Date.now() < next) return;
      next = Date.now() + interval;
      clear();
      process.stderr.write(`Checked ${done.toLocaleString('en')} of ${counted(total, 'file')}`);
      isShown = true;
    },
    clear,
  };
}
