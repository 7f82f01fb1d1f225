// Slips of the hand in the layout that leave no doubt of what was meant: a key above its value that lacks its colon, and a
// line that is indented otherwise than its neighbours. A text with such slips is read as if they were mended.
import { linesOf, type Line } from './lines.ts';
import { explain } from './messages.ts';
import type { Edit, Span, SyntaxProblem } from './tree.ts';

/** A problem that stands in the way of nothing, once it is read as if it were mended so. */
export interface Slip extends SyntaxProblem {
  readonly mending: readonly Edit[];
}

/** Who has more of them has something else in mind. */
const maximumSlips = 50;

/** A map that a line may be a part of. */
interface OpenMap {
  /** How far its keys are indented. */
  readonly column: number;
  /** How far what it starts with is indented: its first key, or the dash before that. */
  readonly from: number;
}

export function slipsOf(text: string): Slip[] {
  const lines = linesOf(text);
  const slips: Slip[] = [];
  let open: readonly OpenMap[] = [];
  for (const [index, line] of lines.entries()) {
    if (slips.length === maximumSlips) break;
    if (!line) {
      open = [];
      continue;
    }
    const next = lines[index + 1];
    const above = line.colon ? mapAbove(line, next, open) : undefined;
    if (above) {
      slips.push(indented(line, above.column - line.column));
      open = open.slice(0, open.indexOf(above) + 1);
      continue;
    }
    const enclosing = open.filter(({ column }) => column <= line.column);
    const last = enclosing.at(-1);
    const isKey = line.colon || last?.column === line.firstColumn;
    const isHalfTyped = next !== undefined && lacksColon(line, next, isKey);
    let column = line.firstColumn;
    if (isHalfTyped) slips.push(withColon(text, line));
    else if (next && cannotHold(line, next)) slips.push(outdented(text, next, next.column - line.firstColumn));
    else if (next && next.column < line.column && isDeepAlone(line, next, last, lines[index + 2])) {
      slips.push(outdented(text, line, line.column - next.column));
      ({ column } = next);
    }
    const isNew = (line.colon || isHalfTyped) && last?.column !== column;
    open = isNew ? [...enclosing, { column, from: line.column }] : enclosing;
  }
  return slips;
}

/**
 * The map above that a key belongs to although it is not indented so far: it is indented further than the dash of that
 * map, or what stands below goes on with that map, and cannot be its value.
 */
function mapAbove(line: Line, next: Line | undefined, open: readonly OpenMap[]): OpenMap | undefined {
  if (line.dash) return undefined;
  const goesOn = next && cannotHold(line, next) ? open.find(({ column }) => column === next.column) : undefined;
  return open.find(({ from, column }) => from < line.column && line.column < column) ?? goesOn;
}

/** Whether the next line can be nothing but the start of the value of a key, which lacks its colon. */
function lacksColon(line: Line, next: Line, isKey: boolean): boolean {
  if (line.colon || line.more) return false;
  if (next.dash) return isKey && next.column >= line.firstColumn;
  return next.colon && next.column > line.firstColumn;
}

/** Whether the next line stands where a value would, of a key that has one already. */
function cannotHold(line: Line, next: Line): boolean {
  return line.colon && line.more && next.colon && !next.dash && next.column > line.firstColumn;
}

/** Whether a map's first key is indented further than the others, and all of them further than what they are in. */
function isDeepAlone(line: Line, next: Line, enclosing: OpenMap | undefined, behind: Line | undefined): boolean {
  if (!line.colon || !line.more || line.dash || !next.colon || !next.more || next.dash) return false;
  const isFirst = (enclosing?.column ?? -1) < next.column;
  return isFirst && behind?.column !== line.column;
}

function withColon(text: string, { first }: Line): Slip {
  return {
    span: first,
    message: explain.missingColonAbove(text.slice(first.start, first.end)),
    kind: 'missing-colon',
    halfTyped: true,
    mending: [{ span: { start: first.end, end: first.end }, newText: ':' }],
  };
}

function indented({ start, first }: Line, by: number): Slip {
  return misaligned(first, [{ span: { start, end: start }, newText: ' '.repeat(by) }]);
}

/** The line, and what is indented as far below it. */
function outdented(text: string, { start, column, first }: Line, by: number): Slip {
  const mending: Edit[] = [];
  for (const { 0: room, index } of text.slice(start).matchAll(/^ *(?=\S)/gm)) {
    if (room.length < column) break;
    const end = start + index + column;
    mending.push({ span: { start: end - by, end }, newText: '' });
  }
  return misaligned(first, mending);
}

function misaligned(span: Span, mending: readonly Edit[]): Slip {
  return { span, message: explain.misaligned, kind: 'misaligned', halfTyped: true, mending };
}
