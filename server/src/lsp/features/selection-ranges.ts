import type { SelectionRange } from 'vscode-languageserver';
import type { Span } from '../../syntax/tree.ts';
import type { Analysis } from '../../analysis.ts';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const selectionRanges: ServerFeature = {
  capabilities: { selectionRangeProvider: true },
  register({ connection, answer }) {
    connection.onSelectionRanges(
      answer('Selection ranges', (analysis, { positions }): SelectionRange[] =>
        positions.map((position) => {
          const [innermost = { start: 0, end: 0 }, ...outer] = analysis.selectionRanges(
            analysis.lines.offsetAt(position),
          );
          return toSelectionRange(innermost, outer, analysis);
        }),
      ),
    );
  },
};

function toSelectionRange(span: Span, outer: readonly Span[], analysis: Analysis): SelectionRange {
  const [next, ...others] = outer;
  const range = toRange(span, analysis);
  return next ? { range, parent: toSelectionRange(next, others, analysis) } : { range };
}
