import {
  handlerSourceRequest,
  partsAtRequest,
  templateOriginRequest,
  type LocateParams,
  type PartsAt,
  type PartsAtParams,
  type TemplateOriginParams,
} from '../../protocol.ts';
import { toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';
import { locationOf } from '../source-code.ts';

/** The ways between the text and what the preview shows of it. */
export const previewLinks: ServerFeature = {
  capabilities: {},
  register(context) {
    const { connection, documents, answer, answerWhenReady } = context;
    connection.onRequest(
      partsAtRequest,
      answer('Parts at a position', (analysis, { textDocument, position, format }: PartsAtParams): PartsAt => {
        const offset = analysis.lines.offsetAt(position);
        return {
          version: documents.version(textDocument.uri) ?? 0,
          graph: analysis.partsAt(offset),
          template: analysis.templateParts(format, offset),
        };
      }),
    );
    connection.onRequest(
      templateOriginRequest,
      answer('Template origin', (analysis, { textDocument, format, offset, version }: TemplateOriginParams) => {
        if (version !== undefined && documents.version(textDocument.uri) !== version) return null;
        const span = analysis.templateOrigin(format, offset);
        return span ? toRange(span, analysis) : null;
      }),
    );
    connection.onRequest(
      handlerSourceRequest,
      answerWhenReady('Handler source', async (analysis, { textDocument, part }: LocateParams) => {
        const entryPoint = analysis.entryPointOf(part);
        const link = entryPoint && analysis.entryPointTarget(entryPoint.start);
        return link ? ((await locationOf(textDocument.uri, link, context)) ?? null) : null;
      }),
    );
  },
};
