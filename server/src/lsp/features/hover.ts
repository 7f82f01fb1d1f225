import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { toMarkup } from '../markup.ts';

export const hover: ServerFeature = {
  capabilities: { hoverProvider: true },
  register({ connection, answerWhenReady, client }) {
    connection.onHover(
      answerWhenReady('Hover', (analysis, { position }) => {
        const found = analysis.hover(analysis.lines.offsetAt(position));
        if (!found) return null;
        const contents = toMarkup(found.markdown, client().textDocument?.hover?.contentFormat);
        return { contents, range: toRange(found.span, analysis) };
      }),
    );
  },
};
