import { didYouMean } from '../../language/similar.ts';
import { endOfLine, startOfLine, type Edit } from '../../syntax/edits.ts';
import type { SyntaxTree } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import type { Suppression } from '../suppressions.ts';
import { quote } from '../words.ts';

export const unusedSuppression = rule({
  id: 'unused-suppression',
  severity: 'warning',
  summary: 'a comment that suppresses nothing',
  why: 'A suppression that is no longer needed hides the next fault of its kind. One that names no rule there is never did anything.',
  looksAt: 'suppression',
  fixesUnasked: true,
  ofAbsence: true,
  *check({ suppression, ruleIds }) {
    const { ruleId, span } = suppression;
    const [meant] = ruleIds.includes(ruleId) ? [] : didYouMean(ruleId, ruleIds);
    yield { span, data: { suppression, isRule: ruleIds.includes(ruleId), meant } };
  },
  message({ suppression: { ruleId, line }, isRule, meant }) {
    if (ruleId === '') return 'This comment names no rule, so it suppresses nothing. Write the rule after a colon.';
    if (isRule) {
      const where = line === undefined ? 'in this file' : 'on the line that this comment is for';
      return `${quote(ruleId)} reports nothing ${where}. Remove it from the comment.`;
    }
    const advice = meant === undefined ? 'Remove it.' : `Did you mean ${quote(meant)}?`;
    return `There is no rule ${quote(ruleId)}, so this suppresses nothing. ${advice}`;
  },
  *fixes({ suppression, meant }, project) {
    if (meant !== undefined) {
      yield { title: `Change to \`${meant}\``, edits: [{ span: suppression.span, newText: meant }], preferred: true };
    }
    yield {
      title: 'Remove the suppression',
      edits: [removal(suppression, project.tree)],
      preferred: meant === undefined,
    };
  },
});

/** The id alone where the comment names others, else the comment, and its line where nothing else stands on it. */
function removal({ ruleId, span, comment }: Suppression, { text }: SyntaxTree): Edit {
  const before = text.slice(comment.span.start, span.start);
  const after = text.slice(span.end, comment.span.end);
  const next = /^\s*,\s*/.exec(after)?.[0];
  if (ruleId !== '' && next !== undefined)
    return { span: { start: span.start, end: span.end + next.length }, newText: '' };
  const previous = /\s*,\s*$/.exec(before)?.[0];
  if (ruleId !== '' && previous !== undefined) {
    return { span: { start: span.start - previous.length, end: span.end }, newText: '' };
  }
  const lineStart = startOfLine(text, comment.span.start);
  const lead = text.slice(lineStart, comment.span.start);
  if (lead.trim() !== '') {
    const start = comment.span.start - (lead.length - lead.trimEnd().length);
    return { span: { start, end: comment.span.end }, newText: '' };
  }
  const end = endOfLine(text, comment.span.end);
  const lineBreak = /^\r?\n|^\r/.exec(text.slice(end, end + 2))?.[0] ?? '';
  return { span: { start: lineStart, end: end + lineBreak.length }, newText: '' };
}
