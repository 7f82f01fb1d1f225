// The packages that are published, as their users get them: from the files that `npm run package` has written, in folders
// outside the repository.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { name, version } from '../../package.json';
import { entries, property, readJson } from '../../scripts/json.mjs';
import { bootstrapPrograms, commandLine, extension, sdkPackages } from '../../scripts/package/artifacts.mjs';
import { root, scratchFolder } from '../../scripts/processes.mjs';
import { npm } from '../../scripts/programs.mjs';
import { installExtension } from '../../scripts/vscode/vscode-server.mjs';
import { rules } from '../../server/src/rules/all-rules.ts';
import { example, expectLanguageServer } from '../harness/command-line.ts';
import { startLanguageClient } from '../harness/language-client.ts';

const scratch = scratchFolder('packaging');
const tarball = join(root, `${name}-${version}.tgz`);
const vsix = join(root, `${name}-${version}.vsix`);
/** The folders of both after their installation. */
const installed = {
  extension: join(scratch, 'extensions', `websocket-project.${name}-${version}`),
  commandLine: join(scratch, 'lib', 'node_modules', name),
};
const folders = Object.entries(installed);

/** Runs a program outside the repository, with the installed programs on the path, and returns what it prints. */
function run(program: string, parameters: readonly string[], input = ''): string {
  const PATH = [join(scratch, 'bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH, npm_config_cache: join(scratch, 'cache') };
  return execFileSync(program, parameters, { cwd: join(scratch, 'work'), env, encoding: 'utf8', input });
}

function runNpm(...parameters: readonly string[]): string {
  const [program, ...rest] = npm(...parameters);
  return run(program, rest);
}

beforeAll(async () => {
  cpSync(dirname(example), join(scratch, 'work'), { recursive: true });
  runNpm('install', '--global', '--prefix', scratch, '--offline', '--no-audit', '--no-fund', tarball);
  await installExtension(vsix, join(scratch, 'extensions'));
}, 180_000);

describe('the command line, installed by npm', () => {
  test.each([
    [['--version'], `websocket-project ${version} (Node ${process.version})\n`],
    [['check'], 'No problems in 1 file.\n'],
    [['format', '--check', 'websocket.yaml'], ''],
  ])('runs `websocket-project %s`', (parameters, printed) => {
    expect(run('websocket-project', parameters)).toBe(printed);
  });

  test('prints what the program of the repository prints', () => {
    const local = (...parameters: readonly string[]): string =>
      run(process.execPath, [join(root, 'dist/cli.js'), ...parameters]);
    for (const parameters of [['build', 'websocket.yaml'], ['rules'], ['rules', 'duplicate-route']]) {
      const printed = run('websocket-project', parameters);
      expect(printed.length).toBeGreaterThan(500);
      expect(printed).toBe(local(...parameters));
    }
  });

  test('offers its tools to agents', () => {
    const calls = [
      { name: 'check_file', arguments: { file: 'websocket.yaml' } },
      { name: 'explain_rule', arguments: { rule: 'duplicate-route' } },
    ];
    const requests = calls.map((params, id) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    const answers = run('websocket-project', ['mcp'], requests.join('\n')).trimEnd().split('\n');
    expect(answers.map((answer): unknown => JSON.parse(answer))).toMatchObject([
      { id: 0, result: { structuredContent: { file: 'websocket.yaml', problems: [] } } },
      { id: 1, result: { content: [{ text: run('websocket-project', ['rules', 'duplicate-route']) }] } },
    ]);
  });

  test('explains a rule in the extension, which has all pages in one file', async () => {
    const server = spawn(process.execPath, [join(installed.extension, 'dist', 'server.js'), '--stdio']);
    try {
      let printed = '';
      server.stdout.setEncoding('utf8').on('data', (data: string) => (printed += data));
      for (const message of [
        { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
        {
          id: 2,
          method: 'websocketProject/tool',
          params: { tool: 'explain_rule', input: { rule: 'duplicate-route' } },
        },
      ]) {
        const content = JSON.stringify({ jsonrpc: '2.0', ...message });
        server.stdin.write(`Content-Length: ${content.length}\r\n\r\n${content}`);
      }
      await expect.poll(() => printed).toContain('"result":{"text":"# duplicate-route\\n');
    } finally {
      server.kill();
    }
  });

  test('draws a PNG once the packages that it names are installed', () => {
    const draw = (): string => run('websocket-project', ['graph', 'websocket.yaml', '--out', 'graph.png']);
    const graph = join(scratch, 'work', 'graph.png');
    const named =
      /a PNG needs a rasterizer and a font.* npm install @expo-google-fonts\/noto-sans@[\d.]+ @resvg\/resvg-wasm@[\d.]+ \(/;
    expect(draw).toThrow(named);
    expect(draw).toThrow(expect.objectContaining({ status: 2 }));
    expect(existsSync(graph)).toBe(false);
    for (const scope of ['@expo-google-fonts', '@resvg']) {
      symlinkSync(join(root, 'node_modules', scope), join(dirname(installed.commandLine), scope), 'junction');
    }
    expect(draw()).toBe('');
    expect(readFileSync(graph).subarray(1, 4).toString()).toBe('PNG');
  });

  test('has the texts of other languages, by short keys', async () => {
    const client = await startLanguageClient(
      undefined,
      undefined,
      { locale: 'de' },
      {
        program: join(installed.commandLine, 'dist', 'server.js'),
      },
    );
    client.open('file:///p/websocket.yaml', 'resources:\n  Box: { type: sqs-queue, name: my-box }\n');
    const { diagnostics } = await client.diagnostics('file:///p/websocket.yaml', 1);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/ kann keine logische ID sein, /),
    ]);
    expect(await client.stop()).toBe(0);
  });

  test('starts the language server', async () => {
    await expectLanguageServer(join(scratch, 'bin', 'websocket-project'), ['lsp', '--stdio']);
    await expectLanguageServer(join(scratch, 'bin', 'websocket-project-language-server'), ['--stdio']);
  });

  test('runs by npx, without an installation', () => {
    const printed = runNpm('exec', '--offline', '--yes', '--package', tarball, '-c', 'websocket-project check');
    expect(printed).toBe('No problems in 1 file.\n');
  });
});

/** All files below a folder. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** The files that do not belong to a group of files of the same kind, and those groups. */
function kindsOf(folder: string): string[] {
  const kinds = filesOf(folder).map((file) =>
    file
      .replace(/^docs\/rules\/.+\.md$/, 'docs/rules/*.md')
      .replace(/^docs\/images\/walkthrough-.+\.svg$/, 'docs/images/walkthrough-*.svg')
      .replace(/^l10n\/.+\.json$/, 'l10n/*.json')
      .replace(/^package\.nls\.\w+\.json$/, 'package.nls.*.json')
      .replace(/^(dist\/(?:bootstrap\/modules\/)?)shared-\w+\.js$/, '$1shared-*.js'),
  );
  return [...new Set(kinds)].sort();
}

describe('what is packed', () => {
  test.each([
    [vsix, extension],
    [tarball, commandLine],
  ])('is small: %s', (file, { maximumSize }) => {
    expect(statSync(file).size).toBeLessThanOrEqual(maximumSize);
  });

  const bootstrap = [...bootstrapPrograms, ...sdkPackages.map((name) => `modules/${name}.js`), 'modules/shared-*.js'];
  const inBoth = [
    ...['THIRD-PARTY-NOTICES.txt', 'dist/cli.js', 'dist/server.js', 'dist/shared-*.js', 'package.json'],
    ...bootstrap.map((file) => `dist/bootstrap/${file}`),
  ];

  test('is what VS Code runs and shows', () => {
    expect(kindsOf(installed.extension)).toEqual(
      [
        ...inBoth,
        ...['dist/client.js', 'dist/codicon.ttf', 'dist/rule-pages.json', 'dist/server-worker.js'],
        ...['dist/webview.css', 'dist/webview.js'],
        // VS Code keeps the first of these when it installs the extension.
        ...['.vsixmanifest', 'LICENSE.txt', 'changelog.md', 'readme.md'],
        'docs/images/walkthrough-*.svg',
        ...['l10n/*.json', 'package.nls.json', 'package.nls.*.json'],
        'schemas/websocket-project.config.schema.json',
        ...['icon-dark.svg', 'icon-light.svg', 'icon.png'].map((file) => `syntaxes/${file}`),
        ...['language-configuration.json', 'websocket-project.tmLanguage.json'].map((file) => `syntaxes/${file}`),
      ].sort(),
    );
  });

  test('is what the command line runs and prints', () => {
    expect(kindsOf(installed.commandLine)).toEqual(
      [
        ...inBoth,
        ...['LICENSE', 'README.md', 'CHANGELOG.md', 'docs/rules/*.md', 'l10n/*.json'],
        ...['schemas/websocket-project.config.schema.json', 'schemas/websocket-project.schema.json'],
      ].sort(),
    );
  });

  test('has the icons that the page uses', () => {
    const sources = join(root, 'client', 'webview');
    const texts = filesOf(sources).map((file) => readFileSync(join(sources, file), 'utf8'));
    const icons = [...texts.join('\n').matchAll(/\biconButton\(\s*'([\w-]+)'|'codicon codicon-([\w-]+)/g)];
    const used = new Set(icons.map(([, button, other]) => button ?? other));
    expect(used.size).toBeGreaterThan(5);
    const css = readFileSync(join(installed.extension, 'dist', 'webview.css'), 'utf8');
    expect([...used].filter((icon) => !css.includes(`.codicon-${icon}:before`))).toEqual([]);
    expect(css).not.toContain('.codicon-azure:before');
  });

  test.each(folders)('has no path of this computer: %s', (_name, folder) => {
    expect(filesOf(folder).filter((file) => readFileSync(join(folder, file)).includes(root))).toEqual([]);
  });

  test('has the page of every rule, which diagnostics link to', () => {
    const pages = entries(readJson(join(installed.extension, 'dist', 'rule-pages.json')));
    expect(pages.map(([rule]) => rule).sort()).toEqual(rules.map(({ id }) => id).sort());
    for (const [rule, page] of pages) {
      expect(page).toMatch(new RegExp(`^# ${rule}\\n`));
      expect(page).not.toMatch(/\]\((?!https:)/);
    }
    const missing = rules.filter(({ id }) => !existsSync(join(installed.commandLine, 'docs', 'rules', `${id}.md`)));
    expect(missing).toEqual([]);
  });

  test.each(folders)('has pages whose links lead to files of the repository: %s', (_name, folder) => {
    const release = new RegExp(`^https://github\\.com/websocket-project/websocket-project/(?:blob|raw)/v${version}/`);
    const pages = readdirSync(folder).filter((file) => /^(readme|changelog)\.md$/i.test(file));
    expect(pages).toHaveLength(2);
    const links = pages
      .flatMap((page) => [
        ...readFileSync(join(folder, page), 'utf8')
          .replaceAll(/`[^`]*`/g, '')
          .matchAll(/\]\(([^)]*)\)/g),
      ])
      .map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !/^https:|^#|^data:image\/png;base64,/.test(link))).toEqual([]);
    const files = links
      .filter((link) => release.test(link))
      .map((link) => link.replace(release, '').replace(/#.*/, ''));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('the notices on the software of others', () => {
  const built = readdirSync(join(root, 'dist'));

  /** The folders of the packages in the programs of an artifact, by the source maps of the build. */
  function packagesIn(folder: string): string[] {
    const programs = readdirSync(join(folder, 'dist')).map((file) => file.replace(/^(shared-).*/, '$1'));
    const maps = built.filter((file) => file.endsWith('.map') && programs.some((program) => file.startsWith(program)));
    const sources = maps.flatMap((file) => entries(property(readJson(join(root, 'dist', file)), 'sources')));
    const folders = sources.map(([, source]) => /(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(String(source))?.[0]);
    return [...new Set(folders)].flatMap((found) => (found === undefined ? [] : [join(root, 'dist', found)]));
  }

  test.each(folders)('have each package with its license: %s', (_name, folder) => {
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const packages = packagesIn(folder);
    expect(packages.length).toBeGreaterThan(5);
    for (const bundled of packages) {
      const manifest = readJson(join(bundled, 'package.json'));
      expect(notices).toContain(`\n${String(property(manifest, 'name'))} ${String(property(manifest, 'version'))} (`);
      for (const file of readdirSync(bundled).filter((name) => /^licen[cs]e/i.test(name))) {
        expect(notices).toContain(readFileSync(join(bundled, file), 'utf8').replaceAll('\r\n', '\n').trim());
      }
    }
  });

  test('have what is no program: the icons, and the data about resource types', () => {
    const notices = readFileSync(join(installed.extension, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/\n@vscode\/codicons [\d.]+ \(CC-BY-4\.0\)\n/);
    expect(notices).toContain('Creative Commons Attribution 4.0 International');
    expect(notices).toMatch(/\n@aws-cdk\/aws-service-spec [\d.]+ \(Apache-2\.0\)\n/);
  });
});

test(
  'another clone, at another time, with other settings of the system, packs the same bytes',
  // It packs everything again at once, which can take minutes on a busy machine.
  { timeout: 300_000 },
  () => {
    const clone = join(scratch, 'another', 'clone');
    const out = join(scratch, 'again');
    const inputs = ['client', 'docs', 'l10n', 'schemas', 'scripts', 'server', 'syntaxes'];
    const files = readdirSync(root).filter((file) => /^(?:(?:package.*|tsconfig)\.json|[A-Z]+(?:\.md)?)$/.test(file));
    for (const input of [...inputs, ...files]) cpSync(join(root, input), join(clone, input), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    const previous = process.umask(0o077);
    chmodSync(join(clone, 'LICENSE'), 0o600);
    const env = { ...process.env, TZ: 'Pacific/Auckland', LC_ALL: 'et_EE.UTF-8', SOURCE_DATE_EPOCH: '1' };
    const script = join(clone, 'scripts', 'package', 'package.mjs');
    try {
      execFileSync(process.execPath, [script, '--out', out], { cwd: scratch, env, stdio: 'pipe' });
    } finally {
      process.umask(previous);
    }
    for (const file of [tarball, vsix]) {
      expect(readFileSync(join(out, basename(file))).equals(readFileSync(file))).toBe(true);
    }
  },
);
