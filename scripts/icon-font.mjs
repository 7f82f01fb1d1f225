// The icons of VS Code that a program uses. Their font and their style sheet have hundreds more, which an esbuild plugin
// leaves out of its bundle.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {string} folder the sources of the program: an icon is used if its name is in a string there
 * @returns {import('esbuild').Plugin}
 */
export function usedIcons(folder) {
  return {
    name: 'used-icons',
    setup(build) {
      /** @type {Set<string>} */
      let words = new Set();
      build.onStart(async () => {
        words = await wordsIn(folder);
      });
      build.onLoad({ filter: /codicon\.css$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(iconRule, (rule, /** @type {string} */ name) =>
          words.has(name) ? rule : '',
        ),
        loader: 'css',
      }));
      build.onLoad({ filter: /codicon\.ttf$/ }, async ({ path }) => {
        const css = await readFile(path.replace(/ttf$/, 'css'), 'utf8');
        const used = [...css.matchAll(iconRule)].filter(([, name = '']) => words.has(name));
        const characters = used.map(([, , code = '']) => Number.parseInt(code, 16));
        return { contents: subset(await readFile(path), characters), loader: 'file' };
      });
    },
  };
}

const iconRule = /^\.codicon-([\w-]+):before \{ content: "\\([\da-f]+)" \}\n/gm;

/** @param {string} folder */
async function wordsIn(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const strings = texts.flatMap((text) => text.match(/'[^'\n]*'/g) ?? []);
  return new Set(
    strings.flatMap((string) => string.match(/[\w-]+/g) ?? []).map((word) => word.replace(/^codicon-/, '')),
  );
}

/**
 * A TrueType font with only some of the outlines. The others are empty, so that nothing is renumbered, and the tables for
 * ligatures and the names of glyphs are left out.
 * @param {Buffer} font
 * @param {readonly number[]} characters
 */
export function subset(font, characters) {
  const tables = tablesOf(font);
  const table = (/** @type {string} */ tag) => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`The font has no table ${tag}.`);
    return found;
  };
  const isLong = table('head').readInt16BE(50) === 1;
  const loca = table('loca');
  const offset = (/** @type {number} */ glyph) =>
    isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph);
  const count = table('maxp').readUInt16BE(4);
  // The first is shown for unknown characters.
  const kept = new Set([0, ...characters.map((character) => glyphOf(table('cmap'), character))]);
  /** @type {Buffer[]} */
  const outlines = [];
  const starts = Buffer.alloc(4 * (count + 1));
  let size = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const outline = kept.has(glyph) ? table('glyf').subarray(offset(glyph), offset(glyph + 1)) : Buffer.alloc(0);
    outlines.push(outline);
    size += outline.length;
    starts.writeUInt32BE(size, 4 * (glyph + 1));
  }
  const head = Buffer.from(table('head'));
  head.writeInt16BE(1, 50);
  // Version 3: without names.
  const post = Buffer.from(table('post').subarray(0, 32));
  post.writeUInt32BE(0x00030000);
  tables.delete('GSUB');
  for (const [tag, changed] of Object.entries({ head, post, loca: starts, glyf: Buffer.concat(outlines) })) {
    tables.set(tag, changed);
  }
  return fontOf(font.readUInt32BE(0), tables);
}

/**
 * @param {Buffer} font
 * @returns {Map<string, Buffer>} by tag
 */
function tablesOf(font) {
  return new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
      const at = 12 + 16 * index;
      const start = font.readUInt32BE(at + 8);
      return [font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12))];
    }),
  );
}

/**
 * @param {Buffer} cmap
 * @param {number} character of the basic plane
 * @returns {number} 0 if the font has no glyph for it
 */
function glyphOf(cmap, character) {
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const map = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    // Ranges of characters: ends, starts, differences, and offsets into a list of glyphs.
    if (map.readUInt16BE(0) !== 4) continue;
    const ranges = map.readUInt16BE(6);
    for (let range = 0; range < ranges; range += 2) {
      const [end, start, difference, list] = [14, 16 + ranges, 16 + 2 * ranges, 16 + 3 * ranges].map((at) =>
        map.readUInt16BE(at + range),
      );
      if (end === undefined || start === undefined || difference === undefined || list === undefined) break;
      if (character > end) continue;
      if (character < start) return 0;
      const glyph = list === 0 ? character : map.readUInt16BE(16 + 3 * ranges + range + list + 2 * (character - start));
      return (glyph + difference) & 0xffff;
    }
  }
  return 0;
}

/**
 * @param {number} version
 * @param {ReadonlyMap<string, Buffer>} tables
 */
function fontOf(version, tables) {
  const header = Buffer.alloc(12 + 16 * tables.size);
  const powers = 2 ** Math.floor(Math.log2(tables.size));
  header.writeUInt32BE(version);
  header.writeUInt16BE(tables.size, 4);
  header.writeUInt16BE(16 * powers, 6);
  header.writeUInt16BE(Math.log2(powers), 8);
  header.writeUInt16BE(16 * (tables.size - powers), 10);
  const parts = [header];
  let start = header.length;
  for (const [index, [tag, table]] of [...tables].entries()) {
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    const at = 12 + 16 * index;
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(checksum(padded), at + 4);
    header.writeUInt32BE(start, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    parts.push(padded);
    start += padded.length;
  }
  return Buffer.concat(parts);
}

/** @param {Buffer} table of a multiple of four bytes */
function checksum(table) {
  let sum = 0;
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}
