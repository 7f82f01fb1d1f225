import type { Location } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const references: ServerFeature = {
  capabilities: { referencesProvider: true },
  register({ connection, answer }) {
    connection.onReferences(
      answer('References', (analysis, { textDocument: { uri }, position, context }): Location[] =>
        analysis
          .references(analysis.lines.offsetAt(position), context.includeDeclaration)
          .map((span) => ({ uri, range: toRange(span, analysis) })),
      ),
    );
  },
};
