import { locateRequest, previewRequest, type LocateParams, type Preview, type PreviewParams } from '../../protocol.ts';
import { problemsOf, toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** What the preview asks for, beyond the Language Server Protocol. */
export const preview: ServerFeature = {
  capabilities: {},
  register({ connection, documents, answer, answerWhenReady }) {
    connection.onRequest(
      previewRequest,
      // What is said of its code should be so from the start.
      answerWhenReady('Preview', (analysis, { textDocument, format, collapsed }: PreviewParams): Preview => ({
        version: documents.version(textDocument.uri) ?? 0,
        isEmpty: analysis.isEmpty,
        graph: analysis.graph(collapsed ? new Set(collapsed) : analysis.collapsedAtFirst()),
        tables: analysis.graphTables(),
        template: analysis.template(format),
        templateSize: analysis.templateSize(format),
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
