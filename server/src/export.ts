// The route graph for other programs, in each export format.
import type { Analysis } from './analysis.ts';
import { toPng } from './png.ts';
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
