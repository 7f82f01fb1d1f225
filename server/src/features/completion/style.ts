// The style of the file around the cursor, so that inserted text matches it.
import { columnOf, endOfLine, indentCharacter, indentStep, lineEnd, startOfLine } from '../../syntax/edits.ts';
import type { Probe } from '../../syntax/probe.ts';
import { isJson, type SyntaxTree, nodesOf } from '../../syntax/tree.ts';

export interface Style {
  /** Keys and values in double quotes. */
  readonly json: boolean;
  /** Inside brackets or braces. */
  readonly flow: boolean;
  /** In brackets or braces: whether each part is on its own line. */
  readonly lines: boolean;
  /** What lines are indented with. */
  readonly indentCharacter: ' ' | '\t';
  /** How far a nested block is indented, in these characters. */
  readonly step: number;
  /** How far a list's dashes are indented from its key. */
  readonly dash: number;
  readonly lineEnd: string;
  /** The indentation of the line at the cursor. */
  readonly lead: string;
  /** The offset of the parts of the map or list at the cursor from the line's first character. */
  readonly indent: number;
  /** Whether something else follows on the line, such as a comment. */
  readonly followed: boolean;
}

export function styleAt(original: SyntaxTree, { tree, location, replaced, frame }: Probe): Style {
  const { text } = original;
  const lineStart = startOfLine(text, replaced.start);
  const lead = /^[ \t]*/.exec(text.slice(lineStart, replaced.start))?.[0] ?? '';
  const part = location.steps.at(-1)?.part;
  // An entry starts at its key; an item starts at its dash.
  const start = part && 'key' in part && !location.key ? part.key.span.start : replaced.start;
  const before = text.slice(startOfLine(text, start), start);
  const step = indentStep(original);
  return {
    json: isJson(tree),
    flow: location.steps.some(({ collection }) => collection.flow),
    lines: before.trim() === '',
    indentCharacter: indentCharacter(original),
    step,
    dash: dashOf(original) ?? step,
    lineEnd: lineEnd(text),
    lead,
    indent: Math.max(0, columnOf(text, start) - lead.length) + (frame.before === '- ' ? 2 : 0),
    followed: text.slice(replaced.end, endOfLine(text, replaced.end)).trim() !== '',
  };
}

/** As in the first block list of the file. */
function dashOf(tree: SyntaxTree): number | undefined {
  for (const node of nodesOf(tree)) {
    if (node.kind !== 'map' || node.flow) continue;
    const entry = node.entries.find(({ value }) => value?.kind === 'list' && !value.flow);
    if (!entry?.value) continue;
    // Where the layout has mistakes, the dashes can be left of their key.
    return Math.max(0, columnOf(tree.text, entry.value.span.start) - columnOf(tree.text, entry.key.span.start));
  }
  return undefined;
}
