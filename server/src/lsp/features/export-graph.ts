import { toPng } from '../../png.ts';
import { exportRequest, type ExportParams, type ExportResult } from '../../protocol.ts';
import type { ServerFeature } from '../feature.ts';

/** The route graph for other programs: *WebSocket: Export Graph*. */
export const exportGraph: ServerFeature = {
  capabilities: {},
  register({ connection, answer }) {
    connection.onRequest(
      exportRequest,
      answer('Export', async (analysis, { format, theme }: ExportParams): Promise<ExportResult> => {
        switch (format) {
          case 'svg':
            return { text: analysis.picture(theme) };
          case 'mermaid':
            return { text: analysis.mermaid() };
          case 'markdown':
            return { text: analysis.routeTable() };
          case 'png': {
            const svg = analysis.picture(theme);
            return svg === undefined ? {} : { base64: Buffer.from(await toPng(svg)).toString('base64') };
          }
        }
      }),
    );
  },
};
