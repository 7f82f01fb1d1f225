// What docs/ci.md offers, as CI systems and pre-commit run it: the GitHub Action, GitLab's job, and the hooks. The package
// that `npm run package` has written is installed from a registry on this computer, and pre-commit packs a clone.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { name, repository, version } from '../../package.json';
import { entries, property, readJson } from '../../scripts/json.mjs';
import { scratchFolder } from '../../scripts/processes.mjs';
import { isDescriptorName } from '../../server/src/language/files.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { bash, runAction, type JobResult } from '../harness/github-runner.ts';
import { npmRegistry, type Registry } from '../harness/npm-registry.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');
const github = repository.url.replaceAll(/^git\+https:\/\/github\.com\/|\.git$/g, '');
const scratch = scratchFolder('ci');
let packedClone = '';
let registry: Registry | undefined;

const send = '  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler }\n';
const withError = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Send] }
      - { route: $default, operationMode: 1-way, connections: [Send] }
${send}`;
const withWarning = 'resources:\n  Outbox: { type: sqs-queue, name: out-box }\n';
const withInformation = withError.replace(/^ {6}- .*\n/m, '');

const files = {
  'a/websocket.yaml': withError,
  'a/send.ts': 'export const handler = () => ({});\n',
  'b/websocket.yaml': withWarning,
  'c/websocket.yaml': withInformation,
};

describe.skipIf(process.platform === 'win32')('in CI', () => {
  beforeAll(async () => {
    registry = await npmRegistry(join(root, `${name}-${version}.tgz`));
    const clone = join(scratch, 'clone');
    const isCloned = (path: string): boolean =>
      !/^(?:\.git|\.vscode-test|dist|node_modules|test|test-results|.*\.(?:tgz|vsix))$/.test(
        path.slice(root.length + 1),
      );
    cpSync(root, clone, { recursive: true, filter: isCloned });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    // pre-commit takes all that is printed for the name of the file.
    const printed = await run('npm', ['pack'], clone);
    packedClone = join(clone, printed.trim());
  }, 180_000);

  afterAll(() => registry?.stop());

  describe('the GitHub Action', () => {
    test('annotates all project files, in each format for it, and leaves no matcher behind', async () => {
      const { path } = temporaryFolder(files);
      const { annotations, log, ...result } = await action(path);
      const ending = (rule: string): unknown => expect.stringMatching(new RegExp(` \\[${rule}\\]$`));
      expect(annotations).toEqual([
        { level: 'error', file: 'a/websocket.yaml', line: 8, column: 18, message: ending('duplicate-route') },
        { level: 'warning', file: 'b/websocket.yaml', line: 2, column: 36, message: ending('non-alphanumeric-name') },
        { level: 'notice', file: 'c/websocket.yaml', line: 8, column: 79, message: ending('entry-point-not-found') },
      ]);
      expect(result).toEqual({ status: 1, commands: [], matchers: [] });
      expect(log).toContain('3 problems (1 error, 1 warning and 1 information) in 3 files.');
      const github = await action(path, { format: 'github' });
      const places = (all: JobResult['annotations']): unknown => all.map((one) => ({ ...one, message: '' }));
      expect(places(github.annotations)).toEqual(places(annotations));
      expect(github).toMatchObject({ status: 1, commands: [], matchers: [], log: '' });
    });

    test('checks paths in a working directory, and annotates them from the root', async () => {
      const { path } = temporaryFolder({ ...files, 'b/c/chat.websocket.yaml': withWarning, 'b/draft.yaml': withError });
      const paths = 'c\n\n  *.yaml\n';
      const { annotations, status } = await action(path, { 'working-directory': 'b', paths });
      expect(annotations.map(({ file }) => file)).toEqual(['b/c/chat.websocket.yaml', 'b/websocket.yaml']);
      expect(status).toBe(0);
    });

    test('leaves absolute paths as they are in a working directory', async () => {
      const folder = temporaryFolder(files);
      const report = folder.pathOf('report.json');
      const inputs = { 'working-directory': 'b', paths: folder.pathOf('a'), format: 'json', report };
      expect(await action(folder.path, inputs)).toMatchObject({ status: 1 });
      const [[, first] = []] = entries(readJson(report));
      expect(property(first, 'file')).toBe('a/websocket.yaml');
    });

    test('takes nothing in a file for a command', async () => {
      const evil = '##[add-mask]e ##[warning]e';
      const { path } = temporaryFolder({
        'websocket.yaml': `${withWarning}::error::e # ${evil}\n`,
        [`${evil}.websocket.yaml`]: withError,
      });
      const { annotations, commands, matchers } = await action(path);
      expect({ commands, matchers }).toEqual({ commands: [], matchers: [] });
      expect(annotations.filter(({ message }) => message === 'e')).toEqual([]);
      expect(annotations.filter(({ level }) => level === 'error').length).toBeGreaterThan(1);
    });

    test('takes a path for neither an option nor a command, and fails if there are too many warnings', async () => {
      const { path } = temporaryFolder({ '--quiet': withWarning, '$(exit 3) `exit 3`.yaml': withWarning });
      const inputs = { paths: '--quiet\n$(exit 3) `exit 3`.yaml', 'max-warnings': '1' };
      const { annotations, status, log, matchers } = await action(path, inputs);
      expect(annotations.map(({ file }) => file)).toEqual(['--quiet', '$(exit 3) `exit 3`.yaml']);
      expect({ status, matchers }).toEqual({ status: 1, matchers: [] });
      expect(log).toContain('2 warnings, and --max-warnings allows 1');
    });

    test('runs the version that is asked for', async () => {
      const { path } = temporaryFolder(files);
      const { status, log, matchers } = await action(path, { version: '99.0.0' });
      expect(status).toBe(1);
      expect(log).toContain('websocket-project@99.0.0');
      expect(matchers).toEqual([]);
    });

    test('says that Node is missing', async () => {
      const { path } = temporaryFolder({ ...files, 'bin/bash': '' });
      const tools = join(path, 'tools');
      mkdirSync(tools);
      symlinkSync('/bin/bash', join(tools, 'bash'));
      const result = await runAction(root, { workspace: path, env: { PATH: tools } });
      expect(result.status).toBe(2);
      expect(result.annotations.map(({ message }) => message)).toEqual([
        'Node.js is missing. Add a step with actions/setup-node before this one.',
      ]);
    });

    test.each(blocksOf('.github/workflows/'))('runs as in $name', async ({ text }) => {
      const { path } = temporaryFolder({
        'services/a/websocket.yaml': withWarning,
        'packages/b/websocket.yaml': withError,
        'packages/b/send.ts': files['a/send.ts'],
      });
      const steps = entries(property(parse(text), 'jobs')).flatMap(([, job]) => entries(property(job, 'steps')));
      const own = steps.map(([, step]) => step).filter((step) => property(step, 'uses') === `${github}@v${version}`);
      expect(own).toHaveLength(1);
      const inputs = Object.fromEntries(entries(property(own[0], 'with')).map(([key, value]) => [key, String(value)]));
      const { status, annotations } = await action(path, inputs);
      expect(status).toBe(1);
      const { report } = inputs;
      if (report === undefined) return expect(annotations).toHaveLength(2);
      const uploaded = steps.map(([, step]) => property(property(step, 'with'), 'sarif_file'));
      expect(uploaded).toContain(report);
      const runs = entries(property(readJson(join(path, report)), 'runs'));
      expect(runs.flatMap(([, one]) => entries(property(one, 'results')))).toHaveLength(2);
    });

    test('has the inputs that its page lists', () => {
      const declared: unknown = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
      const listed = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name);
      expect(entries(property(declared, 'inputs')).map(([name]) => name)).toEqual(
        listed.filter((name) => !name?.startsWith('websocket-project-')),
      );
    });
  });

  test.each(blocksOf('.gitlab-ci.yml'))("GitLab's job writes its report and the log", async ({ text }) => {
    const { path } = temporaryFolder(files);
    const job = property(parse(text), 'websocket-project');
    const [script, after] = ['script', 'after_script'].map((key) =>
      entries(property(job, key)).map(([, line]) => line),
    );
    expect((await bash(script?.join('\n') ?? '', path, environment())).status).toBe(1);
    const report = property(property(property(job, 'artifacts'), 'reports'), 'codequality');
    const issues = entries(readJson(join(path, String(report)))).map(([, issue]) => issue);
    expect(issues.map((issue) => property(property(issue, 'location'), 'path'))).toEqual([
      'a/websocket.yaml',
      'b/websocket.yaml',
      'c/websocket.yaml',
    ]);
    const log = await bash(after?.join('\n') ?? '', path, environment());
    expect(log.output).toContain('3 problems');
  });

  describe('pre-commit', () => {
    const hooks = entries(parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8'))).map(([, hook]) => hook);
    const [check, format] = hooks;

    test('has the hooks that the page names', () => {
      const named = blocksOf('.pre-commit-config.yaml').map(({ text }) => {
        const [source] = entries(property(parse(text), 'repos')).map(([, one]) => one);
        const isLocal = property(source, 'repo') === 'local';
        if (!isLocal) expect(source).toMatchObject({ repo: `https://github.com/${github}`, rev: `v${version}` });
        return entries(property(source, 'hooks')).map(([, hook]) => hook);
      });
      expect(named[0]?.map((hook) => property(hook, 'id'))).toEqual(hooks.map((hook) => property(hook, 'id')));
      // The local hook is the first one, with the package as its dependency.
      const { description: _, ...first } = Object.fromEntries(entries(check));
      expect(named[1]).toEqual([{ ...first, additional_dependencies: [`websocket-project@${version}`] }]);
    });

    test.each(hooks)('runs $id on project files only', (hook) => {
      const names = ['websocket.yaml', 'chat.websocket.yaml', 'chat.websocket.yml', 'chat.websocket.json'];
      const others = [
        'websocket.yml',
        'websocket.json',
        '.websocket.yaml',
        'a.yaml',
        'xwebsocket.yaml',
        'chat.websocket.yaml~',
      ];
      for (const name of [...names, ...others]) {
        for (const path of [name, `services/chat/${name}`]) {
          expect(new RegExp(String(property(hook, 'files'))).test(path), path).toBe(isDescriptorName(name));
        }
      }
    });

    test('installs the packed clone, which checks and formats the files of a commit', async () => {
      const { path } = temporaryFolder({
        ...files,
        'd.websocket.yaml': 'resources:\n   A: {type: sqs-queue, name: A}\n',
      });
      const env = preCommitEnvironment();
      await run('npm', ['install', '-g', packedClone], path, env);
      const runHook = (hook: unknown, ...changed: string[]): ReturnType<typeof bash> =>
        bash(`${String(property(hook, 'entry'))} "$@"`, path, env, ...changed);
      expect(await runHook(check, 'b/websocket.yaml', 'c/websocket.yaml')).toMatchObject({ status: 0 });
      expect(await runHook(check, 'a/websocket.yaml')).toMatchObject({ status: 1 });
      expect(await runHook(format, 'd.websocket.yaml')).toMatchObject({ status: 0 });
      expect(readFileSync(join(path, 'd.websocket.yaml'), 'utf8')).toMatch(/^ {2}A:/m);
    });
  });
});

/** The blocks of the page whose first line names such a file. */
function blocksOf(file: string): { readonly name: string; readonly text: string }[] {
  const blocks = [...page.matchAll(/^```yaml\n# (\S+)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, name = '', text = '']) => (name.startsWith(file) ? [{ name, text }] : []));
}

/** Of a runner that has Node, and a workflow that asks for colors. */
function environment(): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    HOME: scratch,
    FORCE_COLOR: '1',
    npm_config_registry: registry?.url ?? '',
    npm_config_cache: join(scratch, 'cache'),
  };
}

/** With an environment of Node in which the package is installed. */
function preCommitEnvironment(): Record<string, string> {
  const env = environment();
  const prefix = join(scratch, 'node-env');
  return { ...env, npm_config_prefix: prefix, PATH: [join(prefix, 'bin'), env['PATH']].join(delimiter) };
}

function action(workspace: string, inputs: Readonly<Record<string, string>> = {}): Promise<JobResult> {
  return runAction(root, { workspace, inputs, env: environment() });
}

/** What the program prints to standard output. */
async function run(program: string, args: readonly string[], cwd: string, env = environment()): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, env, encoding: 'utf8' });
  return stdout;
}
