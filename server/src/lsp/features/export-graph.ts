import { exported } from '../../export.ts';
import { exportRequest, type ExportParams, type ExportResult } from '../../protocol.ts';
import type { ServerFeature } from '../feature.ts';

/** The route graph for other programs: *WebSocket: Export Graph*. */
export const exportGraph: ServerFeature = {
  capabilities: {},
  register({ connection, answer }) {
    connection.onRequest(
      exportRequest,
      answer('Export', async (analysis, { format, theme }: ExportParams): Promise<ExportResult> => {
        const graph = await exported(analysis, format, theme);
        return graph instanceof Uint8Array ? { base64: Buffer.from(graph).toString('base64') } : { text: graph };
      }),
    );
  },
};
