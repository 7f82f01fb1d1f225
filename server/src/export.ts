// The route graph for other programs, in each export format.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import rasterizer from '@resvg/resvg-wasm/index_bg.wasm';
import regular from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
import semiBold from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';
import type { Analysis } from './analysis.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';

/** The first characters of exported files. For PNG they are those of any PNG. */
const beginnings = [
  '<svg xmlns="http://www.w3.org/2000/svg" class="route-graph"',
  '\u0089PNG\r\n\u001a\n',
  'flowchart LR\n',
  '# WebSocket routes\n',
];

/** Whether the file looks like an export in any format, so that another export may overwrite it. */
export function isExported(file: Uint8Array): boolean {
  const start = String.fromCharCode(...file.subarray(0, 100));
  return beginnings.some((beginning) => start.startsWith(beginning));
}

/** Text, or the bytes of a PNG. Undefined if there is no graph. */
export async function exported(
  analysis: Analysis,
  format: ExportFormat,
  theme: PictureTheme,
): Promise<string | Uint8Array | undefined> {
  switch (format) {
    case 'svg':
      return analysis.picture(theme);
    case 'png': {
      const svg = analysis.picture(theme);
      return svg === undefined ? undefined : await toPng(svg);
    }
    case 'mermaid':
      return analysis.mermaid();
    case 'markdown':
      return analysis.routeTable();
  }
}

/** Pixels for each pixel of the SVG, so that the image is sharp on high-density screens. */
const scale = 2;
/** The maximum of the longer side, in pixels. Larger images are scaled down. */
const maximumSide = 16_000;

let loaded: Promise<readonly Uint8Array[]> | undefined;

/**
 * The rasterizer is loaded when the first image is requested.
 * @param svg with all colors resolved; its fonts are ignored
 */
async function toPng(svg: string): Promise<Uint8Array> {
  const fontBuffers = [...(await (loaded ??= load()))];
  const [, width = '1', height = '1'] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
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
