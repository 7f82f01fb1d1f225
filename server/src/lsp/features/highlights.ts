import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const highlights: ServerFeature = {
  capabilities: { documentHighlightProvider: true },
  register({ connection, answer }) {
    connection.onDocumentHighlight(
      answer('Highlights', (analysis, { position }): DocumentHighlight[] =>
        analysis.highlights(analysis.lines.offsetAt(position)).map(({ span, kind }) => ({
          range: toRange(span, analysis),
          kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })),
      ),
    );
  },
};
