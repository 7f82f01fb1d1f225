import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import type { Fold } from '../../features/folding-and-selection.ts';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const folding: ServerFeature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, answer, client }) {
    connection.onFoldingRanges(
      answer('Folding', (analysis): FoldingRange[] => {
        const { lineFoldingOnly = false, rangeLimit = Infinity } = client().textDocument?.foldingRange ?? {};
        return largest(analysis.folding(), rangeLimit).map(({ span, firstLine, lastLine, kind }) => {
          const { start, end } = toRange(span, analysis);
          const lines = { startLine: firstLine, endLine: lastLine };
          const characters = {
            startLine: start.line,
            startCharacter: start.character,
            endLine: end.line,
            endCharacter: end.character,
          };
          return { ...(lineFoldingOnly ? lines : characters), ...(kind ? { kind: kinds[kind] } : {}) };
        });
      }),
    );
  },
};

const kinds = { comment: FoldingRangeKind.Comment, region: FoldingRangeKind.Region } as const;

/** As many as the client takes, in the file's order. */
function largest(folds: readonly Fold[], limit: number): readonly Fold[] {
  if (folds.length <= limit) return folds;
  const size = ({ firstLine, lastLine }: Fold): number => lastLine - firstLine;
  const kept = new Set([...folds].sort((a, b) => size(b) - size(a)).slice(0, limit));
  return folds.filter((fold) => kept.has(fold));
}
