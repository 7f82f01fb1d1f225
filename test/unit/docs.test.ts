// The paths and commands that the documentation names exist, so that moving a file or renaming a script fails here until
// the pages follow.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contributes, scripts, version } from '../../package.json';
import texts from '../../package.nls.json';
import { analyze } from '../../server/src/analysis.ts';
import { starterProject } from '../../server/src/language/starter.ts';
import { clientOptions } from '../../server/src/lsp/client-options.ts';
import * as clientSupport from '../../server/src/client-support.ts';
import { rounds } from '../../scripts/test/test-levels.mjs';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}/README.md`),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

/** The folders of the project. `dist/` is built, and other paths are in examples of user projects. */
const folders = ['client', 'server', 'test', 'scripts', 'docs', 'examples', 'schemas', 'syntaxes'];
const exists = (path: string): boolean => existsSync(join(root, path));

/** `server/src/rules/all/<id>.ts` exists if its folder does, and so does `test/unit/template/impact*.test.ts`. */
const fixedPart = (path: string): string => (/[<*]/.test(path) ? path.replace(/[^/]*[<*].*$/, '') : path);

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('names files and folders that exist', () => {
    const named = [...text.matchAll(/(?<=[`\s(])((?:[\w.*<>-]+\/)+[\w.*<>-]*)(?=[`\s),:])/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => folders.includes(path.split('/')[0] ?? ''));
    expect(named.filter((path) => !exists(fixedPart(path)))).toEqual([]);
  });

  test('links to pages and headings that exist', () => {
    expect(linksIn(text).filter((link) => isBroken(page, link))).toEqual([]);
  });

  test('names this version', () => {
    const named = text.matchAll(/websocket-project(?:@v?|-)(\d+\.\d+\.\d+)|\brev: v(\d+\.\d+\.\d+)/g);
    expect([...named].map(([, one, other]) => one ?? other).filter((one) => one !== version)).toEqual([]);
  });

  test('names scripts and levels of tests that exist', () => {
    const run = [...text.matchAll(/npm (?:run (?:-s )?)?([\w:]+)(?: -- ((?:[a-z]+\b ?)+))?/g)];
    const unknown = run.filter(([, script = '', args = '']) => {
      if (['ci', 'install', 'prefix', 'publish'].includes(script)) return false;
      const levels = script === 'test' ? args.split(' ').filter((name) => name !== '') : [];
      return !Object.hasOwn(scripts, script) || levels.some((name) => !levelNames.has(name));
    });
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

const levelNames: ReadonlySet<string> = new Set(rounds.flat(2).map(({ name }) => name));

test('the route that docs/getting-started.md adds has the problem and the fix that it describes', () => {
  const page = readFileSync(join(root, 'docs/getting-started.md'), 'utf8');
  const [route = ''] = /^ {6}- route: .*\n(?: {8}.*\n)+/m.exec(page) ?? [];
  const [handler = ''] = /^ {2}Bye:\n(?: {4}.*\n)+/m.exec(page) ?? [];
  const added = starterProject('yaml').replace(/(?=\n {2}Hello:)/, () => route);
  const analysis = analyze(added);
  expect(analysis.findings.map(({ rule }) => rule.id)).toEqual(['unknown-resource']);
  const titles = analysis.findings.flatMap(({ span }) => analysis.quickFixes(span)).map(({ fix }) => fix.title);
  expect(titles).toContain(/quick fix[^_]*_(.*?)_/s.exec(page)?.[1]);
  expect(analyze(`${added}\n${handler}`).findings).toEqual([]);
});

test.each([
  '[a](docs/nowhere.md)',
  '[a](docs/ci.md#nowhere "A title")',
  '[a](#gitlab-1)',
  '![a](docs/images/nowhere.png)',
  '[![a](docs/images/nowhere.png)](docs/ci.md)',
  '[a]: docs/nowhere.md',
  '<img alt="" src="docs/images/nowhere.png">',
])('%s is seen to be broken', (text) => {
  expect(linksIn(text).filter((link) => isBroken('README.md', link))).toHaveLength(1);
});

describe('the walkthrough', () => {
  const named = new Map(Object.entries(texts));
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const commands = contributes.commands.map(({ command }) => command);

  test.each(steps)('the buttons of $id run commands that exist, and check the step off', (step) => {
    const text = named.get(step.description.replaceAll('%', '')) ?? '';
    const run = [...text.matchAll(/\]\(command:([\w.]+)/g)].map(([, command = '']) => command);
    expect(run).not.toEqual([]);
    expect(step.completionEvents).toEqual(expect.arrayContaining(run.map((command) => `onCommand:${command}`)));
    expect(run.filter((command) => command.startsWith('websocketProject.') && !commands.includes(command))).toEqual([]);
  });

  test('names a task that is offered', () => {
    const task = /command:workbench\.action\.tasks\.runTask\?([^)]+)/.exec(JSON.stringify(texts))?.[1] ?? '';
    const offered = contributes.taskDefinitions.flatMap(({ type, properties }) =>
      properties.command.enum.map((command) => `${type}: ${command}`),
    );
    expect(offered).toContain(JSON.parse(decodeURIComponent(task)));
  });
});

test('the page for authors of clients has every command and every option of the protocol', () => {
  const text = readFileSync(join(root, 'docs/protocol.md'), 'utf8');
  const commands = Object.entries(clientSupport).flatMap(([name, value]) =>
    name.endsWith('Command') && typeof value === 'string' ? [value] : [],
  );
  const options = Object.keys(clientOptions(undefined));
  expect(commands.length).toBeGreaterThan(5);
  expect(options.length).toBeGreaterThan(2);
  expect(commands.filter((command) => !text.includes(`| \`${command}\` `))).toEqual([]);
  expect(options.filter((option) => !text.includes(`| \`"${option}": `))).toEqual([]);
});

/** To pages and pictures of the project. Code has no links. */
function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^( *)(`{3,})[^`]*?\n[^]*?\n\1\2$|`[^`\n]*`/gm, '');
  const links = prose.matchAll(
    /\]\(([^)\s]+)(?: "[^"]*")?\)|^\[[^\]]+\]: (\S+)|<(?:img|a)\b[^>]*? (?:src|href)="([^"]*)"/gm,
  );
  return [...links].map((link) => link.slice(1).join('')).filter((link) => !/^[a-z]+:/.test(link));
}

function isBroken(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  return !exists(target) || (heading !== undefined && !headingsOf(target).has(heading));
}

/** The anchors of a page's headings, as GitHub and VS Code make them: equal ones are numbered. */
function headingsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^( *)(`{3,})[^`]*?\n[^]*?\n\1\2$/gm, '');
  for (const [, heading = ''] of text.matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let number = 0;
    while (anchors.has(number === 0 ? anchor : `${anchor}-${number}`)) number++;
    anchors.add(number === 0 ? anchor : `${anchor}-${number}`);
  }
  return anchors;
}
