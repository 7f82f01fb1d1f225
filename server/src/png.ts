// Pictures for programs that do not draw: SVG to PNG, by a rasteriser that is loaded when the first one is asked for.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import rasteriser from '@resvg/resvg-wasm/index_bg.wasm';
import regular from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
import semiBold from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';

/** In pixels to one of the SVG: sharp on screens of today. */
const scale = 2;
/** In pixels: of the longer side. What is larger is drawn smaller. */
const maximumSide = 16_000;

let loaded: Promise<readonly Uint8Array[]> | undefined;

/** @param svg with all colours resolved; its fonts do not matter */
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
  const [wasm, ...fonts] = await Promise.all([rasteriser, regular, semiBold].map(readBesideProgram));
  await initWasm(wasm);
  return fonts;
}

function readBesideProgram(name: string): Promise<Buffer<ArrayBuffer>> {
  return readFile(join(__dirname, name));
}
