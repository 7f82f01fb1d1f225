// Edits are applied as editors apply them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits } from '../../../server/src/syntax/edits.ts';
import { alignTrailing, type TrailingComment } from '../../../server/src/syntax/format/comments.ts';
import type { Piece } from '../../../server/src/syntax/format/pieces.ts';
import type { Span } from '../../../server/src/syntax/tree.ts';
import { runs, seed } from '../../harness/property-runs.ts';

test('are applied as the Language Server Protocol specifies, in order at the same place', () => {
  const text = 'one two three four';
  const piece = fc.record({ room: fc.nat(2), length: fc.nat(2), newText: fc.string({ maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      let end = 0;
      const edits = pieces.flatMap(({ room, length, newText }) => {
        const start = Math.min(text.length, end + room);
        end = Math.min(text.length, start + length);
        return { span: { start, end }, newText };
      });
      const document = TextDocument.create('file:///a', '', 1, text);
      const range = ({ start, end: last }: Span): Range => ({
        start: document.positionAt(start),
        end: document.positionAt(last),
      });
      const sent = edits.map(({ span, newText }) => ({ range: range(span), newText }));
      expect(applyEdits(text, edits)).toBe(TextDocument.applyEdits(document, sent));
    }),
    { numRuns: runs, seed },
  );
});

test('more comments in a column than a call can have arguments are aligned', () => {
  const comments = Array.from({ length: 300_000 }, (_, index): TrailingComment => {
    const start = 40 * index;
    const span = { start, end: start + 1 };
    const place = { opensLine: false, column: 0, gap: 'kept', keepsEmptyLines: false, level: undefined } as const;
    const piece: Piece = { kind: 'comment', span, ...place, inFlow: false };
    return { piece, written: 20, room: 2, reached: 10 + (index % 3), apart: false };
  });
  expect(new Set(alignTrailing(comments).values())).toEqual(new Set([2, 3, 4]));
});
