import { MarkupKind } from 'vscode-languageserver';
import { toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

export const hover: ServerFeature = {
  capabilities: { hoverProvider: true },
  register({ connection, answer }) {
    connection.onHover(
      answer('Hover', (analysis, { position }) => {
        const found = analysis.hover(analysis.lines.offsetAt(position));
        if (!found) return null;
        return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(found.span, analysis) };
      }),
    );
  },
};
