import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const linkedEditing: ServerFeature = {
  capabilities: { linkedEditingRangeProvider: true },
  register({ connection, answer }) {
    connection.languages.onLinkedEditingRange(
      answer('Linked editing', (analysis, { position }) => {
        const linked = analysis.linkedEditing(analysis.lines.offsetAt(position));
        if (!linked) return null;
        return { ranges: linked.spans.map((span) => toRange(span, analysis)), wordPattern: linked.wordPattern };
      }),
    );
  },
};
