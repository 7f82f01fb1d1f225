// The configurations in docs/editors.md, as they are there, in the editors themselves: each uses the features on a project
// file, and says what came of it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { name as packageName, version } from '../../package.json';
import { need, root, run, scratchFolder } from '../../scripts/processes.mjs';
import { npm } from '../../scripts/programs.mjs';

const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');

/** The folder in which npm has installed the server. */
async function installPrograms(): Promise<string> {
  const prefix = scratchFolder('programs');
  const tarball = join(root, `${packageName}-${version}.tgz`);
  await need(
    'Installing the server',
    npm('install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', tarball),
    { env: { npm_config_cache: join(prefix, 'cache') } },
  );
  return join(prefix, 'bin');
}

/** The first block of code below a heading. */
function documented(heading: string): string {
  const [, block] = /^```\w+\n(.*?)^```$/ms.exec(page.split(`\n${heading}\n`)[1] ?? '') ?? [];
  if (block === undefined) throw new Error(`docs/editors.md has no code below ${heading}.`);
  return block;
}

const descriptor = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - route: " send"
        operationMode: 1-way
        connections: [Send]
  Send:
    type: lambda-function
    name: Send
    runtime: nodejs22.x
    entryPoint: functions/send.handler
`;

interface Editor {
  readonly name: string;
  /** Where in the page its configuration is. */
  readonly headings: readonly string[];
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** By the step of the driver. */
  readonly expected: Readonly<Record<string, unknown>>;
}

const driver = (name: string): string => join(import.meta.dirname, name);
const inNeovim = ['nvim', '--headless', '-u', 'configuration.lua', '-S', driver('neovim.lua'), 'websocket.yaml'];
const inEmacs = [
  'emacs',
  '--batch',
  '--eval',
  '(package-initialize)',
  '-l',
  './configuration.el',
  '-l',
  driver('emacs.el'),
];

const including = (text: string): unknown => expect.stringContaining(text);
const among = (items: readonly unknown[]): unknown => expect.arrayContaining([...items]);

const noDefaultRoute = including('The API has no `$default` route');
const paddedRoute = including('The route has leading or trailing whitespace');
const onLine = ['Change to `send`', 'Ignore `padded-route` on this line', 'Ignore `padded-route` in this file'];
const always = {
  diagnostics: among([noDefaultRoute, paddedRoute]),
  hover: including('An API Gateway WebSocket API.'),
  actions: { at_cursor: among(onLine), on_line: onLine, fixed: '      - route: "send"' },
  rename: descriptor.replace('[Send]', '[Deliver]').replace('  Send:', '  Deliver:'),
  formatting: '    runtime: nodejs22.x',
  template: including('# Generated from a WebSocket project file.'),
};

const oneLine = '  Sessions:\n    type: dynamodb-table';
const allLines = `${oneLine}\n    name: Sessions\n    key:\n      hash: { name: connectionId, type: STRING }`;
const lenses = { titles: among(['Handled by Send', 'Used by send', '▷ Try a message']), at: '  Send:' };
const alwaysInEmacs = {
  ...always,
  mode: 'websocket-project-mode',
  completion: allLines,
  watching: including('`functions/send.mjs` does not export `handler`'),
};

const editors: readonly Editor[] = [
  {
    name: 'Neovim',
    headings: ['## Neovim'],
    command: inNeovim,
    expected: { ...always, completion: oneLine, lenses },
  },
  {
    name: 'Emacs with Eglot',
    headings: ['## Emacs', '### Eglot'],
    command: inEmacs,
    environment: { CLIENT: 'eglot' },
    expected: alwaysInEmacs,
  },
  {
    name: 'Emacs with Eglot and YASnippet',
    headings: ['## Emacs', '### Eglot'],
    command: inEmacs,
    environment: { CLIENT: 'eglot', SNIPPETS: 'yes' },
    expected: alwaysInEmacs,
  },
  {
    name: 'Emacs with lsp-mode and YASnippet',
    headings: ['## Emacs', '### lsp-mode'],
    command: inEmacs,
    environment: { CLIENT: 'lsp-mode', SNIPPETS: 'yes' },
    expected: { ...alwaysInEmacs, lenses },
  },
];

/** What the editor says came of using it. */
async function use({ name, headings, command: [program = '', ...args], environment }: Editor): Promise<unknown> {
  const folder = scratchFolder('editor');
  const file = (path: string, text: string): string => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };
  file('websocket.yaml', descriptor);
  file('functions/send.mjs', 'export const handler = async () => ({ statusCode: 200 });\n');
  // Neovim goes by the extension.
  const configuration = program === 'nvim' ? 'configuration.lua' : 'configuration.el';
  file(configuration, headings.map(documented).join('\n'));
  const results = join(folder, 'results.json');
  const env = {
    ...environment,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    RESULTS: results,
    PATH: `${programs}${delimiter}${process.env['PATH']}`,
  };
  const { output } = await run(program, args, { cwd: folder, env, quiet: true });
  if (!existsSync(results)) throw new Error(`${name} wrote no results.\n${output}`);
  return JSON.parse(readFileSync(results, 'utf8'));
}

const programs = await installPrograms();
const used = new Map(editors.map((editor) => [editor.name, use(editor)]));

describe.each(editors)('$name', ({ name, expected }) => {
  test.each(Object.entries(expected))('%s', async (step, result) => {
    expect(await used.get(name)).toHaveProperty(step, result);
  });
});
