// How the file around the cursor is written, so that what is inserted looks as if its author had typed it.
import { columnOf, endOfLine, indentStep, lineEnd, startOfLine } from '../../syntax/edits.ts';
import type { Probe } from '../../syntax/probe.ts';
import { type SyntaxTree, nodesOf } from '../../syntax/tree.ts';

export interface Style {
  /** Keys and values in double quotes. */
  readonly json: boolean;
  /** Inside brackets or braces. */
  readonly flow: boolean;
  /** In brackets or braces: whether each part stands on a line of its own. */
  readonly lines: boolean;
  /** How far a nested block is indented. */
  readonly step: number;
  /** How far a list's dashes are indented from its key. */
  readonly dash: number;
  readonly lineEnd: string;
  /** What the line at the cursor is indented by. */
  readonly lead: string;
  /** How much further than the line's first character the parts of the map or list at the cursor start. */
  readonly indent: number;
  /** Whether something else follows on the line: a comment, say. */
  readonly followed: boolean;
}

export function styleAt(original: SyntaxTree, { tree, location, replaced, frame }: Probe, json: boolean): Style {
  const { text } = original;
  const lineStart = startOfLine(text, replaced.start);
  const lead = /^[ \t]*/.exec(text.slice(lineStart, replaced.start))?.[0] ?? '';
  const part = location.steps.at(-1)?.part;
  // An entry's place is that of its key; an item's is its own.
  const start = part && 'key' in part && !location.key ? part.key.span.start : replaced.start;
  const before = text.slice(startOfLine(text, start), start);
  const step = indentStep(original);
  return {
    json: json || isJson(tree),
    flow: location.steps.some(({ collection }) => collection.flow),
    lines: before.trim() === '',
    step,
    dash: dashOf(original) ?? step,
    lineEnd: lineEnd(text),
    lead,
    indent: Math.max(0, columnOf(text, start) - lead.length) + (frame.before === '- ' ? 2 : 0),
    followed: text.slice(replaced.end, endOfLine(text, replaced.end)).trim() !== '',
  };
}

/** Keys in double quotes at the root of braces: JSON, or what its author takes for it. */
function isJson({ root }: SyntaxTree): boolean {
  return root?.kind === 'map' && root.flow && root.entries.some(({ key }) => key.style === 'double');
}

/** As the first block list of the file has it. */
function dashOf(tree: SyntaxTree): number | undefined {
  for (const node of nodesOf(tree)) {
    if (node.kind !== 'map' || node.flow) continue;
    const entry = node.entries.find(({ value }) => value?.kind === 'list' && !value.flow);
    if (entry?.value) return columnOf(tree.text, entry.value.span.start) - columnOf(tree.text, entry.key.span.start);
  }
  return undefined;
}
