// The interpreters of this machine that run handlers in Python and Ruby: which one, and its version.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EntryPointLanguage } from '../../model/entry-point.ts';

export type InterpretedLanguage = Exclude<EntryPointLanguage, 'nodejs'>;

export interface Interpreter {
  readonly program: string;
  /** The first two numbers, as in the name of a runtime. */
  readonly version: string;
  /** The variables with which it finds the packages that the user has installed. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Facts {
  readonly name: string;
  /** The folders of environments that projects have for it. */
  readonly environments: readonly string[];
  /** Prints the path, the version, and the variables as JSON, each on a line. */
  readonly script: readonly string[];
}

const facts: Readonly<Record<InterpretedLanguage, Facts>> = {
  python: {
    name: 'python',
    environments: ['.venv', 'venv'],
    script: [
      '-c',
      'import json, site, sys; print(sys.executable); print("%d.%d" % sys.version_info[:2]); print(json.dumps({"PYTHONUSERBASE": site.getuserbase()}))',
    ],
  },
  ruby: {
    name: 'ruby',
    environments: [],
    script: [
      '-e',
      'require "json"; puts RbConfig.ruby; puts RUBY_VERSION[/\\d+\\.\\d+/]; puts({ "GEM_PATH" => Gem.path.join(File::PATH_SEPARATOR) }.to_json)',
    ],
  },
};

/** Asking takes as long as a start of the interpreter, so each is asked once. */
const known = new Map<string, Promise<Interpreter | undefined>>();

/**
 * Undefined if none is installed.
 * @param folders those that can have an environment of the project, the first one first
 * @param version of the runtime, which is preferred
 */
export async function findInterpreter(
  language: InterpretedLanguage,
  folders: readonly string[],
  version: string,
): Promise<Interpreter | undefined> {
  const { name, environments } = facts[language];
  const [inside, ending] = process.platform === 'win32' ? ['Scripts', '.exe'] : ['bin', ''];
  const own = folders.flatMap((folder) => environments.map((one) => join(folder, one, inside, name + ending)));
  const candidates = [...own.filter((path) => existsSync(path)), `${name}${version}`, `${name}3`, name];
  for (const candidate of candidates) {
    const asked = known.get(candidate) ?? ask(candidate, language);
    known.set(candidate, asked);
    const found = await asked;
    if (found) return found;
  }
  return undefined;
}

async function ask(program: string, language: InterpretedLanguage): Promise<Interpreter | undefined> {
  try {
    // With the variables of the user's shell, because some installations need them to be found.
    const { stdout } = await promisify(execFile)(program, facts[language].script, { timeout: 20_000 });
    const [path = '', version = '', variables = '{}'] = stdout.trim().split(/\r?\n/);
    const read: unknown = JSON.parse(variables);
    return { program: path, version, variables: isVariables(read) ? read : {} };
  } catch {
    return undefined;
  }
}

function isVariables(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}
