// What makes the assets of the packages smaller: icons that are not used, and colors that nobody sees.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { subset } from '../../scripts/icon-font.mjs';
import { withPalette } from '../../scripts/vscode/palette-png.mjs';

test('a subset of a font has the same outlines for its characters, and no others', () => {
  const require = createRequire(import.meta.url);
  const font = readFileSync(require.resolve('@vscode/codicons/dist/codicon.ttf'));
  const [add, close] = [0xea60, 0xea76];
  const both = subset(font, [add, close]);
  expect(both.length).toBeLessThan(font.length / 5);
  const one = subset(font, [add]);
  expect(one.length).toBeLessThan(both.length);
  // What is left is the same font, so the same subset of it is no smaller.
  expect(subset(both, [add])).toEqual(one);
  expect(subset(one, [add])).toEqual(one);
});

test('a picture with few colors keeps each of them, and is smaller', () => {
  const colors = [0x1e1e1e, 0x0078d4, 0xffffff];
  const picture = png(30, 20, (x, y) => colors[(x + y) % 3] ?? 0);
  const reduced = withPalette(picture);
  expect(reduced.length).toBeLessThan(picture.length);
  const palette = reduced.indexOf('PLTE');
  const size = reduced.readUInt32BE(palette - 4) / 3;
  const found = Array.from({ length: size }, (_, index) => reduced.readUIntBE(palette + 4 + 3 * index, 3));
  expect(found.toSorted((one, other) => one - other)).toEqual(colors.toSorted((one, other) => one - other));
  const data = reduced.indexOf('IDAT');
  const rows = inflateSync(reduced.subarray(data + 4, data + 4 + reduced.readUInt32BE(data - 4)));
  // Each row starts with its filter.
  expect([...rows.subarray(1, 4)].map((index) => found[index])).toEqual(colors);
});

test('a picture with transparent parts stays as it is', () => {
  const icon = readFileSync('syntaxes/icon.png');
  expect(withPalette(icon)).toBe(icon);
});

/** A PNG without a palette, whose rows are predicted from the row above. */
function png(width: number, height: number, colorAt: (x: number, y: number) => number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const bytes = (row: number): number[] =>
      Array.from({ length: width }, (_, x) => colorAt(x, row)).flatMap((color) => [color >> 16, color >> 8, color]);
    const above = y === 0 ? undefined : bytes(y - 1);
    return [2, ...bytes(y).map((byte, at) => (byte & 255) - ((above?.[at] ?? 0) & 255))];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const data = deflateSync(Uint8Array.from(rows.flat()));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}
