// The route graph for other programs, in each export format. Each file bears a mark, so that an export that somebody has
// changed is not overwritten. A PNG is drawn from the SVG elsewhere, since neither this nor the server can draw.
import type { Analysis } from './analysis.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';

/** Undefined if there is no graph. */
export function exported(analysis: Analysis, format: ExportFormat, theme: PictureTheme): string | undefined {
  const text = textOf(analysis, format, theme);
  return text === undefined ? undefined : markedText(text, comments[format]);
}

function textOf(analysis: Analysis, format: ExportFormat, theme: PictureTheme): string | undefined {
  switch (format) {
    case 'svg':
      return analysis.picture(theme);
    case 'mermaid':
      return analysis.mermaid();
    case 'markdown':
      return analysis.routeTable();
  }
}

/** Pixels of a PNG for each pixel of the SVG, so that the image is sharp on high-density screens. */
const scale = 2;
/** The maximum of the longer side, in pixels. Larger images are scaled down. */
const maximumSide = 16_000;

/** The size of a PNG, in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** @param svg an exported one */
export function pngSize(svg: string): PixelSize {
  const [, width = '1', height = '1'] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const zoom = Math.min(scale, maximumSide / Math.max(Number(width), Number(height)));
  return { width: Math.round(Number(width) * zoom), height: Math.round(Number(height) * zoom) };
}

/** Whether the file is an export in any format that nobody has changed, so that another export may overwrite it. */
export function isExported(file: Uint8Array): boolean {
  if (signature.every((byte, index) => file[index] === byte)) {
    const [end, mark] = [file.length - endSize, file.length - endSize - markSize];
    return isSame(markedPng(joined(file.subarray(0, mark), file.subarray(end))), file);
  }
  // Version control may have changed the line endings.
  const text = new TextDecoder().decode(file).replaceAll('\r\n', '\n');
  const unmarked = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  return Object.values(comments).some((comment) => markedText(unmarked, comment) === text);
}

/** What the mark says. The checksum shows whether the rest of the file is as it was exported. */
function markOf(contents: Uint8Array): string {
  return `Exported by websocket-project, ${crc32(contents).toString(16).padStart(8, '0')}`;
}

type Comment = readonly [start: string, end: string];

const comments = {
  svg: ['<!-- ', ' -->'],
  mermaid: ['%% ', ''],
  markdown: ['<!-- ', ' -->'],
} as const satisfies Record<ExportFormat, Comment>;

/** The text with its mark as a comment on the last line. */
function markedText(text: string, [start, end]: Comment): string {
  return `${text}${start}${markOf(bytesOf(text))}${end}\n`;
}

/** The first bytes of each PNG. */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The size in bytes of the chunk that ends each PNG, and of the one with the mark before it. */
const endSize = 12;
const keyword = 'Software\0';
const markSize = endSize + keyword.length + markOf(new Uint8Array()).length;

/** The PNG with its mark as a text chunk, the last one before the end. */
export function markedPng(png: Uint8Array): Uint8Array {
  const end = png.length - endSize;
  const typeAndData = bytesOf(`tEXt${keyword}${markOf(png)}`);
  const chunk = [fourBytes(markSize - endSize), typeAndData, fourBytes(crc32(typeAndData))];
  return joined(png.subarray(0, end), ...chunk, png.subarray(end));
}

function fourBytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** The checksum of a chunk, as the PNG specification defines it. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
