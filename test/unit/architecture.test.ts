// What each layer does not know, read off the import lines. The compiler keeps Node and the DOM out of the pure core
// (server/tsconfig.core.json); this keeps the layers in their order.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The server's layers in the order in which data flows: each may import those before it, and itself. */
const layers: readonly (readonly string[])[] = [
  ['wording.ts'],
  ['language'],
  ['syntax'],
  ['model'],
  ['changes', 'template', 'graph', 'simulation', 'sources'],
  ['rules'],
  ['features'],
  ['analysis.ts'],
  ['protocol.ts'],
  ['answers.ts'],
  ['disk', 'png.ts', 'assets.d.ts'],
  ['export.ts'],
  ['lsp', 'cli', 'gateway'],
];

/** The one layer that may import the package. */
const owners: Readonly<Record<string, string>> = {
  yaml: 'syntax',
  'vscode-languageserver': 'lsp',
  'vscode-languageserver/node': 'lsp',
  'vscode-languageserver-textdocument': 'lsp',
  '@resvg/resvg-wasm': 'png.ts',
  '@resvg/resvg-wasm/index_bg.wasm': 'png.ts',
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf': 'png.ts',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf': 'png.ts',
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsBelow(folder: string): Import[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const file = join(root, folder, name);
      const specifiers = [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map(
        (match) => match[1] ?? '',
      );
      return specifiers.map((specifier) => ({
        from: posix(relative(root, file)),
        to: specifier.startsWith('.') ? posix(relative(root, join(dirname(file), specifier))) : specifier,
      }));
    });
}

const posix = (path: string): string => path.split(sep).join('/');

/** The layer of a file of the server, and what of it: `rules` of `server/src/rules/check.ts`. */
const layerOf = (path: string): string | undefined => /^server\/src\/([^/]+)/.exec(path)?.[1];
const rank = (layer: string): number => layers.findIndex((names) => names.includes(layer));

describe('server', () => {
  const imports = importsBelow('server/src');

  test('has imports to look at', () => expect(imports.length).toBeGreaterThan(100));

  test('a layer imports only those before it', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [layerOf(from), layerOf(to)];
      if (!source || !target || source === target) return false;
      return rank(source) < 0 || rank(target) < 0 || rank(target) >= rank(source);
    });
    expect(wrong).toEqual([]);
  });

  test('a package belongs to one layer', () => {
    const wrong = imports.filter(({ from, to }) => {
      const owner = owners[to];
      return !to.startsWith('server/') && !to.startsWith('node:') && (owner === undefined || owner !== layerOf(from));
    });
    expect(wrong.filter(({ to }) => to !== 'package.json')).toEqual([]);
  });

  test('features do not import each other', () => {
    const feature = (path: string): string | undefined => /^server\/src\/features\/([\w-]+)/.exec(path)?.[1];
    const shared = new Set(['markdown']);
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [feature(from), feature(to)];
      return source && target && source !== target && !shared.has(target);
    });
    expect(wrong).toEqual([]);
  });

  test('the protocol takes only types from the core', () => {
    const text = readFileSync(join(root, 'server/src/protocol.ts'), 'utf8');
    const values = [...text.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';/gm)].map((match) => match[1]);
    expect(values).toEqual(['./language/files.ts']);
  });
});

test('no files import each other in a circle', () => {
  const imports = [...importsBelow('server/src'), ...importsBelow('client')];
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

describe('client', () => {
  test('client and page import nothing of the server but the protocol', () => {
    const wrong = importsBelow('client').filter(
      ({ to }) => to.startsWith('server/') && to !== 'server/src/protocol.ts',
    );
    expect(wrong).toEqual([]);
  });

  test("the folders of the page's panes do not import each other: what they share is beside them", () => {
    const folderOf = (path: string): string | undefined => /^client\/webview\/([\w-]+)\//.exec(path)?.[1];
    const imports = importsBelow('client/webview');
    expect(new Set(imports.map(({ from }) => folderOf(from)))).toContain('edit');
    const wrong = imports.filter(({ from, to }) => {
      const [source, target] = [folderOf(from), folderOf(to)];
      return source && target && source !== target;
    });
    expect(wrong).toEqual([]);
  });
});
