import {
  locateRequest,
  previewRequest,
  templateRequest,
  type DocumentParams,
  type LocateParams,
  type Preview,
  type Problem,
  type TemplateParams,
  type TemplateResult,
} from '../../protocol.ts';
import type { Analysis } from '../../analysis.ts';
import { toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** What the preview and the commands of the client ask for, beyond the Language Server Protocol. */
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
        errors: errorsOf(analysis),
      })),
    );
    connection.onRequest(
      templateRequest,
      answer('Template', (analysis, { format }: TemplateParams): TemplateResult => ({
        template: analysis.template(format),
        errors: errorsOf(analysis),
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

function errorsOf(analysis: Analysis): Problem[] {
  return analysis.errors.map(({ rule, severity, span, message }) => ({
    severity,
    message,
    rule: rule.id,
    range: toRange(span, analysis),
  }));
}
