// The interface of a command of the command line: its options are defined once, for parsing, help and completion.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { didYouMean } from '../language/similar.ts';
import { listed } from '../wording.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** How the help names the value, such as `GLOB`. */
  readonly value?: string;
  /** The only values that are allowed. */
  readonly values?: readonly string[];
  readonly summary: string;
}

type Options = Readonly<Record<string, Option>>;

/** What a command line looks like, and what it does. */
export interface Example {
  /** What follows the name of the program. */
  readonly line: string;
  readonly does: string;
}

interface Definition<O extends Options> {
  readonly name: string;
  /** The parameters that are not options, such as `FILE`. */
  readonly parameters: string;
  /** One sentence for the list of commands. */
  readonly summary: string;
  /** Further paragraphs for the command's own help. */
  readonly details?: readonly string[];
  /** What the first parameter can be, if it is not a file. */
  readonly words?: readonly string[];
  readonly options: O;
  readonly examples: readonly Example[];
  /** Returns the exit status. */
  run(parameters: Parsed<O>): Promise<number>;
}

export interface Command {
  readonly name: string;
  readonly parameters: string;
  readonly summary: string;
  readonly details: readonly string[];
  readonly words: readonly string[];
  readonly options: Options;
  readonly examples: readonly Example[];
  /** Returns the exit status. */
  run(parameters: readonly string[]): Promise<number>;
}

/** The command line is invalid. The message says why. */
export class UsageError extends Error {}

/** Hides the types of the options, so that all commands fit in one list. */
export function command<const O extends Options>(definition: Definition<O>): Command {
  const { details = [], words = [], options } = definition;
  return { ...definition, details, words, run: async (parameters) => definition.run(parse(parameters, options)) };
}

export type Parsed<O extends Options> = ReturnType<typeof parse<O>>;

function parse<O extends Options>(parameters: readonly string[], options: O) {
  const args = [...parameters];
  checkOptions(args, options);
  return parseArgs({ args, options, allowPositionals: true, strict: true } as const);
}

/** @throws {UsageError} that says what is wrong with the first invalid option */
function checkOptions(args: string[], options: Options): void {
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) {
      const written = args[token.index] ?? rawName;
      const meant = isFile(written)
        ? `. If ${written} is a file, write it as ./${written}, or after --`
        : suggestion(`--${name}`, optionNames(options));
      throw new UsageError(`unknown option ${rawName}${meant}`);
    }
    if (option.type === 'boolean') {
      if (value !== undefined) throw new UsageError(`--${name} takes no value`);
      continue;
    }
    // What starts with a dash is rather a forgotten value than one, unless it is attached by `=`.
    const isMissing = value === undefined || (!inlineValue && value.length > 1 && value.startsWith('-'));
    if (isMissing) throw new UsageError(`--${name} requires a value: ${option.value ?? 'VALUE'}`);
    if (option.values) checkValue(`--${name}`, value, option.values);
  }
}

/** Whether a parameter that starts with a dash is rather the name of a file or a folder. */
function isFile(written: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(written) || existsSync(written);
}

export function optionNames(options: Options): string[] {
  return [...Object.keys(options), 'help'].map((name) => `--${name}`);
}

/** @throws {UsageError} unless the value is one of those */
export function checkValue(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new UsageError(`${name} must be ${listed(allowed)}, not ${JSON.stringify(value)}${suggestion(value, allowed)}`);
}

/** ". Did you mean …?", or nothing. */
export function suggestion(written: string, known: readonly string[]): string {
  const [meant] = didYouMean(written, known);
  return meant === undefined ? '' : `. Did you mean ${meant}?`;
}

/** The only parameter of a command that takes one file. @throws {UsageError} */
export function onlyFile(name: string, positionals: readonly string[]): string {
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(`${name} requires exactly one file`);
  return file;
}
