// Draws an SVG as a PNG, for the export of the graph: a browser can do what the extension and its server cannot.
import type { PageMessageOf, PanelMessageOf } from '../src/preview/preview-messages.ts';
import { t } from '../../server/src/locale.ts';
import { element } from './dom.ts';

/** Never throws. Text is in the fonts that the SVG has in this browser. */
export async function drawPng({ number, ...drawing }: PanelMessageOf<'drawPng'>): Promise<PageMessageOf<'drawn'>> {
  try {
    return { type: 'drawn', number, png: await pixelsOf(drawing), fault: undefined };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { type: 'drawn', number, png: undefined, fault };
  }
}

async function pixelsOf({ svg, width, height }: Omit<PanelMessageOf<'drawPng'>, 'number'>): Promise<string> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = element('canvas', { width: String(width), height: String(height) });
    // In main memory, since a graphics card limits the size.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(image, 0, 0, width, height);
    const [, png] = canvas.toDataURL('image/png').split(';base64,');
    if (!context || !png) throw new Error(t`An image of ${width} × ${height} pixels is too large.`);
    return png;
  } finally {
    URL.revokeObjectURL(url);
  }
}
