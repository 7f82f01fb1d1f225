// The request of clients that import a file of another tool, and write the result themselves.
import type { CancellationToken } from 'vscode-languageserver';
import { importRequest, type ImportParams } from '../../protocol.ts';
import { stopIfCancelled } from '../containment.ts';
import type { ServerFeature } from '../feature.ts';
import { importOf } from '../importing.ts';

export const importing: ServerFeature = {
  capabilities: {},
  register(context) {
    const { connection, contain } = context;
    connection.onRequest<unknown, unknown>(importRequest, async (params: ImportParams, token: CancellationToken) => {
      const result = await contain(importRequest, { ...params, text: undefined }, async () => {
        stopIfCancelled(token);
        return importOf(params, context);
      });
      return result ?? null;
    });
  },
};
