// Inlay hints and semantic tokens as text.
import type { Analysis } from '../../server/src/analysis.ts';

/** The lines that have hints, each hint in guillemets where it is shown. */
export function showHints(analysis: Analysis): string {
  const { text } = analysis;
  const hints = analysis.inlayHints({ start: 0, end: text.length });
  let shown = '';
  let from = 0;
  for (const { offset, label, side } of hints) {
    shown += text.slice(from, offset) + (side === 'after' ? ` «${label}»` : `«${label}» `);
    from = offset;
  }
  shown += text.slice(from);
  const lines = shown.split('\n').filter((line) => line.includes('«'));
  return lines.length > 0 ? `${lines.join('\n')}\n` : '(nothing)\n';
}

/** A line for each token: the text, its type and its modifiers. */
export function showTokens(analysis: Analysis): string {
  const { text } = analysis;
  return analysis
    .semanticTokens({ start: 0, end: text.length })
    .map(({ span, type, modifiers }) => `${[text.slice(span.start, span.end), type, ...modifiers].join(' ')}\n`)
    .join('');
}
