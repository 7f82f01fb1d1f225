// The route graph for other programs, in each format that there is.
import type { Analysis } from './analysis.ts';
import { toPng } from './png.ts';
import type { ExportFormat, PictureTheme } from './protocol.ts';

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
