// Converts SVG to PNG. The rasterizer is loaded when the first image is requested.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import rasterizer from '@resvg/resvg-wasm/index_bg.wasm';
import regular from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
import semiBold from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';

/** Pixels for each pixel of the SVG, so that the image is sharp on high-density screens. */
const scale = 2;
/** The maximum of the longer side, in pixels. Larger images are scaled down. */
const maximumSide = 16_000;

let loaded: Promise<readonly Uint8Array[]> | undefined;

/** @param svg with all colors resolved; its fonts are ignored */
export async function toPng(svg: string): Promise<Uint8Array> {
  const fontBuffers = [...(await (loaded ??= load()))];
  const [, width = '1', height = '1'] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const zoom = Math.min(scale, maximumSide / Math.max(Number(width), Number(height)));
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Noto Sans', sansSerifFamily: 'Noto Sans' },
  }).render();
  try {
    return drawn.asPng();
  } finally {
    drawn.free();
  }
}

async function load(): Promise<readonly Uint8Array[]> {
  const [wasm, ...fonts] = await Promise.all([rasterizer, regular, semiBold].map(readNextToProgram));
  await initWasm(wasm);
  return fonts;
}

function readNextToProgram(name: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(join(__dirname, name));
}
