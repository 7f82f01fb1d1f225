// The paths and commands that the documentation names exist, so that moving a file or renaming a script fails here until
// the pages follow.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scripts } from '../../package.json';
import { rounds } from '../../scripts/test/test-levels.mjs';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
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
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const broken = links.filter((link) => {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !exists(target) || (heading !== undefined && !headingsOf(target).has(heading));
    });
    expect(broken).toEqual([]);
  });

  test('names scripts and levels of tests that exist', () => {
    const run = [...text.matchAll(/npm (?:run (?:-s )?)?([\w:]+)(?: -- ((?:[a-z]+\b ?)+))?/g)];
    const unknown = run.filter(([, script = '', args = '']) => {
      if (['ci', 'install', 'publish'].includes(script)) return false;
      const levels = script === 'test' ? args.split(' ').filter((name) => name !== '') : [];
      return !Object.hasOwn(scripts, script) || levels.some((name) => !levelNames.has(name));
    });
    expect(unknown.map(([command]) => command)).toEqual([]);
  });
});

const levelNames: ReadonlySet<string> = new Set(rounds.flat(2).map(({ name }) => name));

/** The anchors of a page's headings, as GitHub and VS Code make them. */
function headingsOf(page: string): ReadonlySet<string> {
  const headings = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
