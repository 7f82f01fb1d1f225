// Runs a composite action as the runner of GitHub Actions does: its inputs and expressions, its shell, the commands that it
// prints, and its problem matchers.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { entries, property, readJson } from '../../scripts/json.mjs';

export interface Annotation {
  readonly level: string;
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number | undefined;
  readonly message: string;
}

export interface JobResult {
  readonly status: number;
  readonly annotations: readonly Annotation[];
  /** What is left of the output, as the log shows it. */
  readonly log: string;
  /** The commands that are obeyed, apart from annotations and those of problem matchers. */
  readonly commands: readonly string[];
  /** The owners of the matchers that later steps have, too. */
  readonly matchers: readonly string[];
}

interface Job {
  /** The root of the repository that the job has checked out. */
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** @param folder the one with `action.yml` */
export async function runAction(folder: string, { workspace, inputs = {}, env }: Job): Promise<JobResult> {
  const action: unknown = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  const declared = new Map(entries(property(action, 'inputs')));
  for (const name of Object.keys(inputs)) {
    if (!declared.has(name)) throw new Error(`The action has no input ${name}.`);
  }
  const inputOf = (name: string): string => inputs[name] ?? text(property(declared.get(name), 'default'));
  const steps = entries(property(property(action, 'runs'), 'steps')).map(([, step]) => step);
  let [output, status] = ['', 0];
  for (const step of steps) {
    if (property(step, 'shell') !== 'bash') throw new Error('Only steps in bash are known here.');
    const values = entries(property(step, 'env')).map(
      ([name, value]) => [name, evaluated(text(value), inputOf)] as const,
    );
    const stepEnv = { ...env, GITHUB_ACTION_PATH: folder, GITHUB_WORKSPACE: workspace, ...Object.fromEntries(values) };
    const ran = await bash(evaluated(text(property(step, 'run')), inputOf), workspace, stepEnv);
    output += ran.output;
    ({ status } = ran);
    if (status !== 0) break;
  }
  return { status, ...readOutput(output, workspace) };
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Error(`The action has ${JSON.stringify(value)} where a text is needed.`);
}

/** With the values of `${{ … }}`. */
function evaluated(written: string, inputOf: (name: string) => string): string {
  return written.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const name = /^ inputs\.([\w-]+) $/.exec(expression)?.[1];
    if (name === undefined) throw new Error(`The expression${expression}is not known here.`);
    return inputOf(name);
  });
}

/** Both streams in one, as the runner reads them. */
export function bash(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly status: number; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const file = join(folder, 'script.sh');
  writeFileSync(file, script);
  const command = 'exec bash --noprofile --norc -e -o pipefail "$0" "$@" 2>&1';
  return new Promise((done) => {
    const program = execFile('bash', ['-c', command, file, ...args], { cwd, env }, (error, output) => {
      rmSync(folder, { recursive: true });
      done({ status: error ? Number(error.code) : 0, output });
    });
    program.stdin?.end();
  });
}

interface Matcher {
  readonly owner: string;
  readonly severity?: string;
  readonly pattern: readonly Pattern[];
}

interface Pattern {
  readonly regexp: string;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly message: number;
  readonly severity?: number;
}

function readOutput(output: string, workspace: string): Omit<JobResult, 'status'> {
  const annotations: Annotation[] = [];
  const commands: string[] = [];
  const log: string[] = [];
  let matchers: readonly Matcher[] = [];
  let stopped: string | undefined;
  for (const line of output.split('\n')) {
    const command = commandIn(line);
    if (command?.name === stopped && command) stopped = undefined;
    else if (command && stopped === undefined) {
      const { name, properties, data } = command;
      if (name === 'stop-commands') stopped = data;
      else if (name === 'add-matcher') matchers = [...matchers, ...matchersIn(data)];
      else if (name === 'remove-matcher') matchers = matchers.filter(({ owner }) => owner !== properties['owner']);
      else if (['error', 'warning', 'notice'].includes(name)) annotations.push(annotationOf(command, workspace));
      else commands.push(line);
    } else {
      const found = matchers.flatMap((matcher) => matched(matcher, line, workspace));
      annotations.push(...found.slice(0, 1));
      log.push(line);
    }
  }
  return { annotations, commands, log: log.join('\n'), matchers: matchers.map(({ owner }) => owner) };
}

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** `::name key=value,…::data` at the start of a line, or `##[name key=value;…]data` anywhere in it. */
function commandIn(line: string): Command | undefined {
  const found = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/.exec(line);
  if (!found) return undefined;
  const [, name = '', written = '', data = ''] = found;
  const properties = written.split(/[,;]/).map((one) => {
    const [key = '', ...value] = one.split('=');
    return [key.trim(), decoded(value.join('='))] as const;
  });
  return { name, properties: Object.fromEntries(properties), data: decoded(data) };
}

function decoded(written: string): string {
  return written.replaceAll(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function annotationOf({ name, properties, data }: Command, workspace: string): Annotation {
  const { file, line, col } = properties;
  return {
    level: name,
    file: fileIn(workspace, file),
    line: Number(line),
    column: col === undefined ? undefined : Number(col),
    message: data,
  };
}

function matched({ severity, pattern: [pattern] }: Matcher, line: string, workspace: string): Annotation[] {
  const found = pattern && new RegExp(pattern.regexp).exec(line);
  if (!found) return [];
  const group = (index: number | undefined): string | undefined => (index === undefined ? undefined : found[index]);
  const level = group(pattern.severity) ?? severity ?? 'error';
  if (!['error', 'warning', 'notice'].includes(level)) return [];
  const [lineNumber, column] = [Number(group(pattern.line)), Number(group(pattern.column))];
  const file = fileIn(workspace, group(pattern.file));
  return [{ level, file, line: lineNumber, column, message: group(pattern.message) ?? '' }];
}

/** The path from the root of the repository. Undefined if it is not a file there, which the runner leaves out. */
function fileIn(workspace: string, path: string | undefined): string | undefined {
  const below = path === undefined ? undefined : relative(realpathSync(workspace), resolve(workspace, path));
  return below === undefined || below.startsWith('..') || !existsSync(join(workspace, below)) ? undefined : below;
}

function matchersIn(file: string): readonly Matcher[] {
  const found = property(readJson(file), 'problemMatcher');
  if (!Array.isArray(found)) throw new Error(`${file} has no problem matchers.`);
  return found.map((one: unknown) => {
    if (isMatcher(one)) return one;
    throw new Error(`${file} has an invalid problem matcher: ${JSON.stringify(one)}`);
  });
}

/** Multi-line patterns are not known here. */
function isMatcher(value: unknown): value is Matcher {
  const pattern: unknown = entries(property(value, 'pattern'))[0]?.[1];
  const numbers = ['file', 'line', 'column', 'message'].map((key) => property(pattern, key));
  return (
    typeof property(value, 'owner') === 'string' &&
    entries(property(value, 'pattern')).length === 1 &&
    typeof property(pattern, 'regexp') === 'string' &&
    numbers.every((number) => typeof number === 'number')
  );
}
