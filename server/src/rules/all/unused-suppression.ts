import { didYouMean } from '../../language/similar.ts';
import { endOfLine, startOfLine, type Edit } from '../../syntax/edits.ts';
import type { Span, SyntaxTree } from '../../syntax/tree.ts';
import { rule, type Report } from '../rule.ts';
import type { Suppression } from '../suppressions.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

/** Words after a rule ID that look like a reason. */
interface Reason {
  /** The index of its first word among all that the comment names. */
  readonly index: number;
  readonly text: string;
  readonly span: Span;
}

interface Unused {
  readonly suppression: Suppression;
  readonly isRule: boolean;
  readonly meant: string | undefined;
  readonly reason: Reason | undefined;
}

export const unusedSuppression = rule({
  id: 'unused-suppression',
  severity: 'warning',
  summary: 'a comment that suppresses nothing',
  why: 'A suppression that is no longer needed would hide the next problem of its kind, and one that names an unknown rule never did anything. While the file has errors, suppressions of existing rules are not reported, because an error may keep those rules from running.',
  looksAt: 'suppressions',
  fixesUnasked: true,
  ofAbsence: true,
  *check({ unused, ruleIds }, { tree }): Iterable<Report<Unused>> {
    const reason = reasonIn(unused, tree, ruleIds);
    for (const suppression of unused) {
      const { ruleId, span, index } = suppression;
      const isRule = ruleIds.includes(ruleId);
      if (!reason || index < reason.index) {
        const [meant] = isRule ? [] : didYouMean(ruleId, ruleIds);
        yield { span, data: { suppression, isRule, meant, reason: undefined } };
      } else if (index === reason.index) {
        // A reason is one finding, however many words it has.
        yield { span: reason.span, data: { suppression, isRule, meant: undefined, reason } };
      }
    }
  },
  message({ suppression: { ruleId, line }, isRule, meant, reason }) {
    if (reason) return t`${quote(reason.text)} is not a rule. If it is a reason, add \` -- \` before it.`;
    if (ruleId === '')
      return t`This comment names no rule, so it suppresses nothing. Add the ID of a rule after a colon.`;
    if (isRule) {
      return line === undefined
        ? t`${quote(ruleId)} reports nothing in this file. Remove it from the comment.`
        : t`${quote(ruleId)} reports nothing on the line that this comment applies to. Remove it from the comment.`;
    }
    const advice = meant === undefined ? t`Remove it.` : t`Did you mean ${quote(meant)}?`;
    return t`There is no rule ${quote(ruleId)}, so this suppresses nothing. ${advice}`;
  },
  *fixes({ suppression, meant, reason }, { tree }) {
    if (reason) {
      const dash = /^(?:[-–—:]\s+)?/.exec(reason.text)?.[0] ?? '';
      const { start, end } = reason.span;
      yield {
        title: t`Add \`--\` before the reason`,
        edits: [{ span: { start, end: start + dash.length }, newText: '-- ' }],
        preferred: true,
      };
      const before = suppression.named[suppression.index - 1]?.span.end ?? start;
      yield { title: t`Remove the reason`, edits: [{ span: { start: before, end }, newText: '' }] };
      return;
    }
    if (meant !== undefined) {
      yield { title: t`Change to \`${meant}\``, edits: [{ span: suppression.span, newText: meant }], preferred: true };
    }
    yield {
      title: t`Remove the suppression`,
      edits: [removal(suppression, tree)],
      preferred: meant === undefined,
    };
  },
});

/** The words after the last rule of a comment, if they look more like a reason than like rules. */
function reasonIn(
  unused: readonly Suppression[],
  { text }: SyntaxTree,
  ruleIds: readonly string[],
): Reason | undefined {
  const named = unused[0]?.named ?? [];
  const ruled = named.filter(({ ruleId }) => ruleIds.includes(ruleId)).at(-1);
  const [first, ...others] = ruled ? named.slice(named.indexOf(ruled) + 1) : [];
  if (!ruled || !first || didYouMean(first.ruleId, ruleIds).length > 0) return undefined;
  const span = { start: first.span.start, end: (others.at(-1) ?? first).span.end };
  const isListed = text.slice(ruled.span.end, span.start).includes(',');
  return isListed ? undefined : { index: named.indexOf(first), text: text.slice(span.start, span.end), span };
}

/** Removes the ID if the comment names others; otherwise the comment, with its line if nothing else is on it. */
function removal({ span, comment, named, index }: Suppression, { text }: SyntaxTree): Edit {
  const next = named[index + 1];
  if (next) return { span: { start: span.start, end: next.span.start }, newText: '' };
  const previous = named[index - 1];
  if (previous) return { span: { start: previous.span.end, end: span.end }, newText: '' };
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
