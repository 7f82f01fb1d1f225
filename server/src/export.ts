// The route graph for other programs, in each export format. Each file bears a mark, so that an export that somebody has
// changed is not overwritten.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import rasterizer from '@resvg/resvg-wasm/index_bg.wasm';
import regular from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
import semiBold from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';
import type { Analysis } from './analysis.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';

/** Text, or the bytes of a PNG. Undefined if there is no graph. */
export async function exported(
  analysis: Analysis,
  format: ExportFormat,
  theme: PictureTheme,
): Promise<string | Uint8Array | undefined> {
  const text = textOf(analysis, format, theme);
  if (text === undefined) return undefined;
  return format === 'png' ? markedImage(await toPng(text)) : markedText(text, comments[format]);
}

function textOf(analysis: Analysis, format: ExportFormat, theme: PictureTheme): string | undefined {
  switch (format) {
    case 'svg':
    case 'png':
      return analysis.picture(theme);
    case 'mermaid':
      return analysis.mermaid();
    case 'markdown':
      return analysis.routeTable();
  }
}

/** Whether the file is an export in any format that nobody has changed, so that another export may overwrite it. */
export function isExported(file: Uint8Array): boolean {
  const image = Buffer.from(file);
  const isImage = image.subarray(1, 4).toString('latin1') === 'PNG';
  if (isImage) return markedImage(withoutMark(image)).equals(image);
  // Version control may have changed the line endings.
  const text = image.toString().replaceAll('\r\n', '\n');
  const unmarked = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  return Object.values(comments).some((comment) => markedText(unmarked, comment) === text);
}

/** What the mark says. The digest shows whether the rest of the file is as it was exported. */
function markOf(contents: string | Uint8Array): string {
  return `Exported by websocket-project, ${createHash('sha256').update(contents).digest('hex').slice(0, 16)}`;
}

type Comment = readonly [start: string, end: string];

const comments = {
  svg: ['<!-- ', ' -->'],
  mermaid: ['%% ', ''],
  markdown: ['<!-- ', ' -->'],
} as const satisfies Record<Exclude<ExportFormat, 'png'>, Comment>;

/** The text with its mark as a comment on the last line. */
function markedText(text: string, [start, end]: Comment): string {
  return `${text}${start}${markOf(text)}${end}\n`;
}

/** The size in bytes of the chunk that ends each PNG, and of the one with the mark before it. */
const endSize = 12;
const markSize = endSize + 'Software\0'.length + markOf('').length;

/** The PNG with its mark as a text chunk, the last one before the end. */
function markedImage(png: Uint8Array): Buffer {
  const end = png.length - endSize;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(markSize - endSize);
  const typeAndData = Buffer.from(`tEXtSoftware\0${markOf(png)}`, 'latin1');
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typeAndData));
  return Buffer.concat([png.subarray(0, end), length, typeAndData, checksum, png.subarray(end)]);
}

function withoutMark(png: Uint8Array): Buffer {
  return Buffer.concat([png.subarray(0, -endSize - markSize), png.subarray(-endSize)]);
}

/** The checksum of a chunk, as the PNG specification defines it. Node.js has one only since 20.15. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
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
