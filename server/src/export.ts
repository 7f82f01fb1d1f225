// The route graph for other programs, in each format that there is.
import type { Analysis } from './analysis.ts';
import { toPng } from './png.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';

/** How a file begins that this made, but for PNG, which does not tell who drew it. */
const beginnings = [
  '<svg xmlns="http://www.w3.org/2000/svg" class="route-graph"',
  '\u0089PNG\r\n\u001a\n',
  'flowchart LR\n',
  '# WebSocket routes\n',
];

/** Whether the file may give way to another export, whatever its format. */
export function isExported(file: Uint8Array): boolean {
  const start = String.fromCharCode(...file.subarray(0, 100));
  return beginnings.some((beginning) => start.startsWith(beginning));
}

/** Text, or the bytes of a PNG; undefined where there is no graph. */
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
