// How an instance of a function starts on this machine: the program for its runtime and the file of its handler, or why it cannot
// run here and what to do.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { entryPointOf, filesOf, folderOf, languageOf, type EntryPoint } from '../../model/entry-point.ts';
import type { LambdaFunction } from '../../model/project.ts';
import { capitalize } from '../../wording.ts';
import { memoryOf } from './environment.ts';
import { findInterpreter, type InterpretedLanguage } from './interpreters.ts';
import { failure, type Failure } from './runtime-api.ts';

export interface Launch {
  readonly kind: 'launch';
  readonly command: string;
  readonly parameters: readonly string[];
  /** The folder of the function's code. */
  readonly folder: string;
  /** Whether a signal stops it between invocations. Node stops by itself; what a debugger talks to goes on. */
  readonly isFrozen: boolean;
  /** What the program needs, beside what every function has. */
  readonly variables: Readonly<Record<string, string>>;
  /** What differs from Lambda, in sentences. */
  readonly notes: readonly string[];
}

/** The programs that run handlers, beside this one's. */
const bootstrap = join(__dirname, 'bootstrap');

/** Whether functions wait for a debugger, and with what. */
export interface Debugging {
  /** Instances wait for a debugger before they load the handler, and nothing times out. */
  readonly inspect: boolean;
  /** The folder of the package debugpy, with which functions in Python are debugged; undefined if they are not. */
  readonly debugpy?: string | undefined;
}

/** @param folder that of the descriptor, as a real path, out of which nothing is run */
export async function launchOf(
  lambda: LambdaFunction,
  folder: string,
  debugging: Debugging,
): Promise<Launch | Failure> {
  const launch = await withoutLayers(lambda, folder, debugging);
  if (launch.kind === 'failed' || lambda.layers.length === 0) return launch;
  const note = `The layers of ${lambda.id.value} are not here, so it runs without them. Install what it needs from them in the project.`;
  return { ...launch, notes: [...launch.notes, note] };
}

async function withoutLayers(lambda: LambdaFunction, folder: string, debugging: Debugging): Promise<Launch | Failure> {
  const { inspect } = debugging;
  const { arn, runtime, entryPoint } = lambda;
  const id = lambda.id.value;
  if (arn)
    return failure(
      'Local.ExistingFunction',
      `${id} exists only on AWS (${arn.value}), so it does not run here. Give it an entryPoint and a runtime instead of the arn to run it.`,
    );
  if (!runtime || !entryPoint) return failure('Local.Incomplete', `${id} needs an entryPoint and a runtime to run.`);
  const code = inside(folder, folderOf(lambda.code));
  if (typeof code !== 'string') return code;
  if (runtime.value.startsWith('provided')) return custom(id, folder, code, inspect);
  const language = languageOf(runtime);
  if (language === undefined) return unsupported(id, runtime.value);
  const parts = entryPointOf(lambda);
  if (!parts) return failure('Runtime.MalformedHandlerName', `${entryPoint.value} is not a valid handler name.`);
  const file = findFile(folder, parts);
  if (typeof file !== 'string') return file;
  if (language !== 'nodejs') return interpreted({ id, language, folder, code, runtime: runtime.value, debugging });
  return node({ file, code, parts, runtime: runtime.value, memory: memoryOf(lambda), inspect });
}

/** @returns the real path, unless it leads out of the folder or to nothing */
function inside(folder: string, path: string): string | Failure {
  try {
    const real = realpathSync(join(folder, path));
    if (real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return real;
  } catch {
    const missing = path === '' ? 'The folder of the project file is gone' : `There is no ${path} in that folder`;
    return failure('Local.NoCode', `${missing}: ${folder}`);
  }
  return failure(
    'Local.OutsideFolder',
    `${path} is a link that leads out of the folder of the project file, so it is not run.`,
  );
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The file that Lambda's runtime loads, or one that a build makes it from. */
function findFile(folder: string, parts: EntryPoint): string | Failure {
  const found = filesOf(parts).find((path) => exists(join(folder, path)));
  if (found === undefined) {
    const [first = '', second = ''] = filesOf(parts);
    return failure(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${parts.module}': there is no ${first}, ${second} or the like.`,
    );
  }
  return inside(folder, found);
}

/** The user's own program, which talks to the Runtime API. */
function custom(id: string, folder: string, code: string, inspect: boolean): Launch | Failure {
  const program = join(code, 'bootstrap');
  const name = relative(folder, program);
  if (!exists(program)) {
    return failure(
      'Runtime.InvalidEntrypoint',
      `A custom runtime is a program named bootstrap, and there is no ${name}. Build it first.`,
    );
  }
  const real = inside(folder, name);
  if (typeof real !== 'string') return real;
  try {
    accessSync(real, constants.X_OK);
  } catch {
    return failure('Runtime.InvalidEntrypoint', `${name} is not executable. Run chmod +x ${name}.`);
  }
  return {
    kind: 'launch',
    command: real,
    parameters: [],
    folder: code,
    variables: {},
    isFrozen: true,
    notes: inspect ? [notDebugged(id)] : [],
  };
}

function unsupported(id: string, runtime: string): Failure {
  const advice = runtime.startsWith('go')
    ? 'Build it as a program named bootstrap, with the runtime provided.al2023'
    : 'Use a runtime for Node.js, Python, Ruby or provided.al2023';
  return failure(
    'Local.UnsupportedRuntime',
    `${id} has the runtime ${runtime}, which cannot run here. ${advice}, or deploy the function to try it.`,
  );
}

function notDebugged(id: string): string {
  return `${id} runs without a debugger: only functions in Node.js and Python are debugged.`;
}

interface InterpretedHandler {
  readonly id: string;
  readonly language: InterpretedLanguage;
  readonly folder: string;
  readonly code: string;
  readonly runtime: string;
  readonly debugging: Debugging;
}

async function interpreted(handler: InterpretedHandler): Promise<Launch | Failure> {
  const { id, language, folder, code, runtime, debugging } = handler;
  const declared = runtime.replace(/^[a-z]+/, '');
  const interpreter = await findInterpreter(language, [code, folder], declared);
  const name = capitalize(language);
  if (!interpreter) {
    return failure(
      'Local.NoInterpreter',
      `${name} is not installed here, or not on the PATH. Install ${name} ${declared} to run the function.`,
    );
  }
  const { program, version, variables } = interpreter;
  const debugpy = language === 'python' && debugging.inspect ? debugging.debugpy : undefined;
  const notes = version === declared ? [] : [`The runtime is ${runtime}, but ${name} ${version} runs the function.`];
  if (debugpy !== undefined)
    notes.push(`${id} is debugged with debugpy, so its threads do not stop between invocations.`);
  else if (debugging.inspect) notes.push(language === 'python' ? withoutDebugpy(id) : notDebugged(id));
  return {
    kind: 'launch',
    command: program,
    parameters:
      debugpy === undefined ? programs[language] : ['-X', 'frozen_modules=off', ...programs[language], debugpy],
    folder: code,
    variables,
    isFrozen: debugpy === undefined,
    notes,
  };
}

function withoutDebugpy(id: string): string {
  return `${id} runs without a debugger. For functions in Python, install the extension Python Debugger in VS Code (ms-python.debugpy), or start with --debugpy and the folder that has the package debugpy.`;
}

const programs: Readonly<Record<InterpretedLanguage, readonly string[]>> = {
  // `-B`: nothing is written beside the code, as on AWS.
  python: ['-u', '-B', join(bootstrap, 'python.py')],
  ruby: [join(bootstrap, 'ruby.rb')],
};

interface NodeHandler {
  readonly file: string;
  readonly code: string;
  readonly parts: EntryPoint;
  readonly runtime: string;
  /** In MB. */
  readonly memory: number;
  readonly inspect: boolean;
}

function node({ file, code, parts, runtime, memory, inspect }: NodeHandler): Launch | Failure {
  const declared = Number(/\d+/.exec(runtime)?.[0]);
  const actual = Number(process.versions.node.split('.')[0]);
  const compiler = /\.(?:js|mjs|cjs)$/.test(file) ? {} : compilerOf(file);
  if (compiler === undefined) {
    return failure(
      'Local.TypeScript',
      `${relative(code, file)} must be compiled: Node.js ${process.versions.node} does not run it. Run npm install --save-dev esbuild, and it is compiled whenever it changes. Or build it, and name the folder of the result in code.`,
    );
  }
  const { esbuild, options = [] } = compiler;
  const start = { file, exportName: parts.exportName, hasCallbacks: declared < 24, inspect, esbuild };
  const notes =
    declared === actual
      ? []
      : [`The runtime is ${runtime}, but this is Node.js ${process.versions.node}, which runs the function.`];
  return {
    kind: 'launch',
    command: process.execPath,
    parameters: [...nodeOptions(declared, memory), ...options, join(bootstrap, 'node.mjs'), JSON.stringify(start)],
    folder: code,
    variables: { NODE_PATH: join(bootstrap, 'modules') },
    isFrozen: false,
    notes,
  };
}

/** What compiles a file that is not JavaScript: the project's own esbuild, or Node. Undefined if there is neither. */
function compilerOf(file: string): { readonly esbuild?: string; readonly options?: readonly string[] } | undefined {
  try {
    return { esbuild: createRequire(file).resolve('esbuild') };
  } catch {
    if (file.endsWith('x')) return undefined;
    // False, or how it does that.
    if (Reflect.get(process.features, 'typescript')) return {};
    const flag = '--experimental-strip-types';
    return process.allowedNodeEnvironmentFlags.has(flag) ? { options: [flag] } : undefined;
  }
}

/** Lambda turns off what is experimental in these versions of Node. */
const experimental: readonly { readonly feature: string; readonly runtimes: readonly number[] }[] = [
  { feature: 'experimental-require-module', runtimes: [20, 22] },
  { feature: 'experimental-detect-module', runtimes: [22] },
];

/** Some of the memory is for what is not an object of JavaScript. */
function nodeOptions(declared: number, memory: number): readonly string[] {
  const off = experimental.filter(
    ({ feature, runtimes }) => runtimes.includes(declared) && process.allowedNodeEnvironmentFlags.has(`--${feature}`),
  );
  const heap = Math.floor(memory * 0.9);
  return ['--enable-source-maps', `--max-old-space-size=${heap}`, ...off.map(({ feature }) => `--no-${feature}`)];
}
