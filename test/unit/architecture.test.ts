// The allowed imports of each part of the code. Compares the tables of docs/architecture.md with the import lines:
// nothing may be missing or out of date.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const tables = /^## Layers$.*?(?=^## )/ms.exec(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))?.[0] ?? '';

interface Layer {
  /** From the root of the project, without a slash at the end. */
  readonly path: string;
  /** Paths of other layers, names of packages, and `node` for all of Node's modules. */
  readonly imports: readonly string[];
}

/** The rows of the tables with the columns "part", "knows" and "imports", in their order. */
const layers: readonly Layer[] = [...tables.matchAll(/^\| `([^`]+)` +\|[^|\n]*\|([^|\n]*)\|$/gm)].map(
  ([, name = '', imports = '']) => ({
    path: pathOf(name),
    imports: [...imports.matchAll(/`([^`]+)`/g)].map((match) => pathOf(match[1] ?? '')).sort(),
  }),
);

/** `rules/` is short for `server/src/rules/`. A name without slash and file extension is a package. */
function pathOf(name: string): string {
  const isServer = /^[\w-]+(?:\/|\.ts)$/.test(name);
  return `${isServer ? 'server/src/' : ''}${name}`.replace(/\/$/, '');
}

interface Import {
  readonly from: string;
  /** A file from the root of the project, or a package. */
  readonly to: string;
  readonly isLocal: boolean;
}

const posix = (path: string): string => path.split(sep).join('/');

/** From the root of the project. Ambient type declarations are not part of a layer. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => posix(join(folder, name)))
    .sort();
}

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Imports, exports from elsewhere, dynamic imports and types written as `import('…')`. */
const specifier = /^(?:import|export)\s(?:[^'"=;]*\sfrom\s)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"`]([^'"`]+)/gm;

function importsOf(file: string): Import[] {
  return [...textOf(file).matchAll(specifier)].map(([, inStatement, inExpression]) => {
    const to = inStatement ?? inExpression ?? '';
    return to.startsWith('.')
      ? { from: file, to: posix(relative(root, join(root, dirname(file), to))), isLocal: true }
      : { from: file, to: packageOf(to), isLocal: false };
  });
}

/** `@scope/name` of `@scope/name/file`; `node` of `node:fs`. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const files = [...filesIn('server/src'), ...filesIn('client')];
const imports = files.flatMap(importsOf);

/** The most specific layer that the file is in. */
function layerOf(file: string): string | undefined {
  const paths = layers.map(({ path }) => path).filter((path) => file === path || file.startsWith(`${path}/`));
  return paths.sort((a, b) => b.length - a.length)[0];
}

describe('layers', () => {
  test('there are imports to check', () => {
    expect(layers.length).toBeGreaterThan(15);
    expect(imports.length).toBeGreaterThan(1000);
  });

  test('each file is in a layer, and each layer exists', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
    expect(layers.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
    expect(layers.filter(({ path }) => !files.some((file) => layerOf(file) === path))).toEqual([]);
  });

  test.each(layers)('$path imports exactly what docs/architecture.md states', ({ path, imports: stated }) => {
    const found = imports
      .filter(({ from }) => layerOf(from) === path)
      .map(({ to, isLocal }) => (isLocal ? (layerOf(to) ?? to) : to))
      .filter((to) => to !== path);
    expect([...new Set(found)].sort()).toEqual(stated);
  });

  test('each layer imports only layers above it in the table', () => {
    const order = layers.map(({ path }) => path);
    const wrong = layers.flatMap(({ path, imports: stated }) =>
      stated.filter((to) => order.indexOf(to) >= order.indexOf(path)).map((to) => `${path} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the pure core', () => {
  const path = 'server/tsconfig.core.json';
  const core = [...textOf(path).matchAll(/"(src\/[^"]+)"/g)].map((match) => `server/${match[1]}`);

  test('is everything up to answers.ts, compiled without the types of Node and the DOM', () => {
    const order = layers.map(({ path: layer }) => layer);
    expect(core).toEqual(order.slice(0, order.indexOf('server/src/answers.ts') + 1));
    expect(textOf(path)).toContain('"types": [], "lib": ["es2022"]');
  });

  test('imports no Node module', () => {
    const wrong = imports.filter(({ from, to }) => to === 'node' && core.includes(layerOf(from) ?? ''));
    expect(wrong).toEqual([]);
  });

  // For the compiler, the clock and random numbers are part of the language.
  test('reads no clock and no random numbers', () => {
    const impure = /\bDate\.now\b|\bDate\(\)|\bnew Date\b(?!\([^)])|\bMath\.random\b/;
    const wrong = files.filter((file) => core.includes(layerOf(file) ?? '') && impure.test(textOf(file)));
    expect(wrong).toEqual([]);
  });
});

test('features import no other feature, only their Markdown', () => {
  const features = 'server/src/features/';
  const featureOf = (path: string): string | undefined =>
    path.startsWith(features) ? path.slice(features.length).split('/')[0] : undefined;
  const wrong = imports.filter(({ from, to }) => {
    const [source, target] = [featureOf(from), featureOf(to)];
    return source && target && source !== target && target !== 'markdown.ts';
  });
  expect(wrong).toEqual([]);
});

test('the protocol imports only types from the core, apart from what every client needs to know', () => {
  const values = [...textOf('server/src/protocol.ts').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm)];
  expect(values.map((match) => match[1])).toEqual(['./language/files.ts', './language/starter.ts']);
});

test("the folders of the page's panes do not import each other, and only the page's composition imports them", () => {
  const folderOf = (path: string): string | undefined => /^client\/webview\/([\w-]+)\//.exec(path)?.[1];
  const intoFolders = imports.filter(({ from, to }) => folderOf(to) !== undefined && folderOf(from) !== folderOf(to));
  const composers = [...new Set(intoFolders.map(({ from }) => from))].sort();
  expect(composers).toEqual(['client/webview/graph-pane.ts', 'client/webview/page.ts']);
});

test('there are no import cycles', () => {
  const importedBy = new Map<string, string[]>();
  for (const { from, to } of imports) importedBy.set(from, [...(importedBy.get(from) ?? []), to]);
  const done = new Set<string>();
  const circleFrom = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of importedBy.get(file) ?? []) {
      const circle = circleFrom(next, [...way, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  expect([...importedBy.keys()].flatMap((file) => circleFrom(file, [])?.join(' imports ') ?? [])).toEqual([]);
});

test('a unit test that mocks a module loads all modules again before and after, because the files share them', () => {
  const mocking = filesIn('test/unit').filter((file) => /^vi\.mock\(/m.test(textOf(file)));
  expect(mocking).not.toEqual([]);
  for (const file of mocking) {
    expect(textOf(file), file).toMatch(/^vi\.hoisted\(\(\) => vi\.resetModules\(\)\);$/m);
    expect(textOf(file), file).toMatch(/^afterAll\(\(\) => void vi\.resetModules\(\)\);$/m);
  }
});
