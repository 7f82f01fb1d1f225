// What is reported while a text is typed letter by letter: the number of findings that are shown after each key.
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { applyChanges } from '../../server/src/lsp/text-sync.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import { lineIndex } from '../../server/src/syntax/positions.ts';
import { isOnLine, typedLines } from '../../server/src/syntax/typed-lines.ts';
import { typeText } from './type-text.ts';

export interface Counts {
  /** Errors on the line of the cursor. */
  atCursor: number;
  /** Other findings in the resource that is being typed, apart from references. */
  inResource: number;
  /** References to what comes further down. */
  references: number;
  /** Findings in the resources above. */
  above: number;
  /** How often the first error appears, as the banner of the preview does. */
  banner: number;
}

export interface Figures {
  keys: number;
  /** All that the rules find. */
  readonly found: Counts;
  /** What an editor shows of it. */
  readonly shown: Counts;
}

export function noFigures(): Figures {
  const none: Counts = { atCursor: 0, inResource: 0, references: 0, above: 0, banner: 0 };
  return { keys: 0, found: { ...none }, shown: { ...none } };
}

/** Adds the figures of a text, which is typed from its start to its end. */
export function measureTyping(target: string, figures: Figures): void {
  // What is reported of the complete text is right before, too.
  const format = target.startsWith('{') ? 'json' : 'yaml';
  let earlier: Analysis | undefined;
  const findingsOf = (text: string): readonly Finding[] => {
    earlier = analyze(text, {}, { format, earlier });
    return earlier.findings;
  };
  const right = new Set(findingsOf(target).map(({ rule }) => rule.id));
  let before = '';
  let last: Record<'found' | 'shown', readonly Finding[]> = { found: [], shown: [] };
  for (const { text, cursor, change } of typeText(target)) {
    const lines = lineIndex(before);
    const range = { start: lines.positionAt(change.start), end: lines.positionAt(change.end) };
    const { typed } = applyChanges(before, [{ range, text: change.newText }], 'utf-16');
    const withheld = typed.flatMap((span) => typedLines(text, span));
    const found = findingsOf(text).filter(({ rule }) => !right.has(rule.id));
    const now = { found, shown: found.filter(({ span }) => !isOnLine(withheld, span)) };
    figures.keys++;
    for (const kind of ['found', 'shown'] as const) count(now[kind], last[kind], figures[kind], text, cursor);
    before = text;
    last = now;
  }
}

function count(now: readonly Finding[], last: readonly Finding[], counts: Counts, text: string, cursor: number): void {
  const lines = lineIndex(text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const [line, resource] = [lineOf(cursor), startOfResource(text, cursor)];
  for (const { span, rule, severity } of now) {
    if (lineOf(span.start) <= line && line <= lineOf(span.end)) counts.atCursor += severity === 'error' ? 1 : 0;
    else if (rule.id === 'unknown-resource') counts.references++;
    else if (span.start >= resource) counts.inResource++;
    else counts.above++;
  }
  if (hasErrors(now) && !hasErrors(last)) counts.banner++;
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** Of the last line with a key of the second level. */
function startOfResource(text: string, cursor: number): number {
  const keys = [...text.slice(0, cursor).matchAll(/^([ \t]+)["']?\w+["']?\s*:/gm)];
  const [, level] = keys.find(([, indent = '']) => indent !== '') ?? [];
  return keys.findLast(([, indent]) => indent === level)?.index ?? 0;
}
