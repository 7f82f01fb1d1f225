// The PNG that the page draws from the exported SVG: decoded, and compared with what the rasterizer of the command line
// draws in its own font.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { beforeAll, expect } from 'vitest';
import { readPageMessage, type PageMessageOf } from '../../client/src/preview/preview-messages.ts';
import { root } from '../../scripts/processes.mjs';
import { analyze } from '../../server/src/analysis.ts';
import { exported, pngSize } from '../../server/src/export.ts';
import { complaints, open, page, posted, test } from './preview-page/window';

const { resolve } = createRequire(import.meta.url);
const noto = '@expo-google-fonts/noto-sans';
const fonts = [`${noto}/400Regular/NotoSans_400Regular.ttf`, `${noto}/600SemiBold/NotoSans_600SemiBold.ttf`];
const fontBuffers = fonts.map((font) => readFileSync(resolve(font)));
beforeAll(() => initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm'))));

const analysis = analyze(readFileSync(join(root, 'examples/chat/websocket.yaml'), 'utf8'));

interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Requests it as the panel does, and waits for the answer. */
async function draw(drawing: Drawing): Promise<PageMessageOf<'drawn'>> {
  await open();
  await page.evaluate((message) => window.postMessage(message, '*'), { type: 'drawPng', number: 1, ...drawing });
  await page.locator('#posted', { hasText: '"drawn"' }).waitFor({ state: 'attached' });
  const answer = readPageMessage((await posted()).at(-1));
  if (answer?.type !== 'drawn') throw new Error('The last message of the page is not an image.');
  return answer;
}

interface Decoded {
  readonly width: number;
  readonly height: number;
  /** The color of the first pixel. */
  readonly corner: string;
  /** The channels of the average colors of squares of 16 pixels, without transparency. */
  readonly squares: readonly number[];
}

function decode(base64: string): Promise<Decoded> {
  return page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = image;
    const pixelsAt = (columns: number, rows: number): Uint8ClampedArray => {
      const canvas = new OffscreenCanvas(columns, rows);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('There is no canvas.');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, columns, rows);
      return context.getImageData(0, 0, columns, rows).data;
    };
    const squares = [...pixelsAt(Math.ceil(width / 16), Math.ceil(height / 16))].filter((_, index) => index % 4 < 3);
    return { width, height, corner: pixelsAt(width, height).slice(0, 4).join(' '), squares };
  }, base64);
}

test.each([
  ['light', '255 255 255 255'],
  ['dark', '31 31 31 255'],
] as const)('the page draws the same image as the rasterizer: %s', async (theme, ground) => {
  const svg = exported(analysis, 'svg', theme) ?? '';
  const size = pngSize(svg);
  const { png = '', fault } = await draw({ svg, ...size });
  expect(fault).toBeUndefined();
  const drawn = await decode(png);
  const rasterizer = new Resvg(svg, {
    fitTo: { mode: 'width', value: size.width },
    font: { fontBuffers, loadSystemFonts: false, sansSerifFamily: 'Noto Sans' },
  });
  const rasterized = await decode(Buffer.from(rasterizer.render().asPng()).toString('base64'));
  expect(drawn).toMatchObject({ ...size, corner: ground });
  expect(rasterized).toMatchObject({ ...size, corner: ground });
  const differences = drawn.squares.map((channel, index) => Math.abs(channel - (rasterized.squares[index] ?? 0)));
  const background = ground.split(' ').map(Number);
  const painted = drawn.squares.filter((channel, index) => Math.abs(channel - (background[index % 3] ?? 0)) > 8);
  expect(painted.length / drawn.squares.length).toBeGreaterThan(0.2);
  // Letters have other shapes.
  expect(differences.filter((difference) => difference > 32).length / differences.length).toBeLessThan(0.02);
  expect(complaints).toEqual([]);
});

const svg = exported(analysis, 'svg', 'light') ?? '';

test.each([
  ['is not an image', { svg: '<svg', width: 10, height: 10 }, 'The source image cannot be decoded.'],
  ['is too large', { svg, width: 100_000, height: 100_000 }, 'An image of 100000 × 100000 pixels is too large.'],
])('the page says so if an SVG %s', async (_, drawing, reason) => {
  expect(await draw(drawing)).toEqual({ type: 'drawn', number: 1, fault: reason });
});
