import { InlayHintKind, MarkupKind, TextEdit, type InlayHint } from 'vscode-languageserver';
import { toRange, toSpan } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const inlayHints: ServerFeature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, answer }) {
    connection.languages.inlayHint.on(
      answer('Inlay hints', (analysis, { range }): InlayHint[] =>
        analysis.inlayHints(toSpan(range, analysis)).map(({ offset, label, tooltip, side, edits }) => ({
          position: analysis.lines.positionAt(offset),
          label,
          tooltip: { kind: MarkupKind.Markdown, value: tooltip },
          paddingLeft: side === 'after',
          paddingRight: side === 'before',
          ...(side === 'before' ? { kind: InlayHintKind.Parameter } : {}),
          ...(edits.length > 0
            ? { textEdits: edits.map(({ span, newText }) => TextEdit.replace(toRange(span, analysis), newText)) }
            : {}),
        })),
      ),
    );
  },
};
