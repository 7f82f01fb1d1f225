import { locateRequest, previewRequest, type DocumentParams, type LocateParams, type Preview } from '../../protocol.ts';
import { problemsOf, toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** What the preview asks for, beyond the Language Server Protocol. */
export const preview: ServerFeature = {
  capabilities: {},
  register({ connection, documents, answer }) {
    connection.onRequest(
      previewRequest,
      answer('Preview', (analysis, { textDocument }: DocumentParams): Preview => ({
        version: documents.version(textDocument.uri) ?? 0,
        isEmpty: analysis.isEmpty,
        graph: analysis.graph(),
        template: analysis.template('yaml'),
        errors: problemsOf(analysis),
      })),
    );
    connection.onRequest(
      locateRequest,
      answer('Locate', (analysis, { part }: LocateParams) => {
        const span = analysis.locate(part);
        return span ? toRange(span, analysis) : null;
      }),
    );
  },
};
