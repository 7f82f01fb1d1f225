// Layout mistakes with an obvious intention: a key that lacks its colon above its value, a line whose indentation differs from
// its siblings, and a list that starts left of its key. Text with such slips is parsed as if they were already fixed.
import { emptyKey } from './corrected-text.ts';
import { lineEnd, startOfSpace } from './edits.ts';
import { explain } from './messages.ts';
import type { Edit, Span, SyntaxProblem } from './tree.ts';
import { linesOf, type Line, type SecondKey } from './layout.ts';

/** A problem that does not affect anything else, because the text is parsed with this fix applied. */
export interface Slip extends SyntaxProblem {
  readonly appliedFix: Edit[];
}

/** Text with more of them is probably not a slip. */
const maximumSlips = 50;

/** A map that a line may belong to. */
interface OpenMap {
  /** The column of its keys. */
  readonly column: number;
  /** The column where it starts: that of its first key, or of the dash before it. */
  readonly from: number;
  /** Its first line. */
  readonly line: Line;
}

export function slipsOf(text: string): Slip[] {
  const lines = linesOf(text);
  const slips: Slip[] = [];
  let open: readonly OpenMap[] = [];
  /** The column of the dashes of the list that the line above is in. */
  let listColumn: number | undefined;
  /** The last line that has to be moved left. */
  let moved: Line | undefined;
  /** The line after the last list that had to be moved right. */
  let endOfMoved = 0;
  /** The last line that had to be moved right. */
  let lastIndented: { readonly slip: Slip | undefined; readonly index: number; readonly by: number } | undefined;
  for (const [index, written] of lines.entries()) {
    if (slips.length === maximumSlips) break;
    if (index < endOfMoved) continue;
    if (!written) {
      open = [];
      listColumn = undefined;
      continue;
    }
    if (written.dash && isLeftOfKey(written, lines[index - 1], listColumn, open)) {
      endOfMoved = endOfList(lines, index, open);
      slips.push(indentedList(text, lines, index, endOfMoved));
      listColumn = undefined;
      continue;
    }
    const next = lines[index + 1];
    const line = lacksSpace(text, written, next, listColumn) ? afterDash(written) : written;
    if (line !== written) slips.push(withSpace(written));
    const joined =
      next && line.second !== undefined && cannotHold(line, next) ? joinedAt(text, line, line.second, next) : undefined;
    if (joined) {
      slips.push(joined.slip);
      const around = open.filter(({ column }) => column <= line.firstColumn);
      const added = [line.firstColumn, joined.column].filter((column) => column > (around.at(-1)?.column ?? -1));
      open = [...around, ...added.map((column) => ({ column, from: column, line }))];
      continue;
    }
    const swapped = next && line !== moved && aboveItsKey(text, lines, index, line, listColumn, open);
    if (swapped) {
      slips.push(swapped);
      continue;
    }
    const intended = line.colon && !line.dash ? columnAbove(lines, index, line, open) : undefined;
    if (intended !== undefined) {
      const last = slips.at(-1);
      const slip = indented(line, intended - line.column);
      // Lines one below the other that have to be moved equally are one mistake.
      if (
        last &&
        last === lastIndented?.slip &&
        lastIndented.index === index - 1 &&
        lastIndented.by === intended - line.column
      )
        last.appliedFix.push(...slip.appliedFix);
      else slips.push(slip);
      lastIndented = { slip: slips.at(-1), index, by: intended - line.column };
      open = open.filter(({ column }) => column <= intended);
      if (open.at(-1)?.column !== intended) open = [...open, { column: intended, from: intended, line }];
      listColumn = undefined;
      continue;
    }
    if (line.dash && listColumn !== undefined && isDeepItem(line, lines[index - 1], next, listColumn)) {
      slips.push(outdented(text, line, line.column - listColumn));
      continue;
    }
    const enclosing = open.filter(({ column }) => column <= line.column);
    const last = enclosing.at(-1);
    const isFirstOfList = line.dash && listColumn !== line.column;
    const orphan = !line.dash || isFirstOfList ? orphanAt(line, lines, index, open) : undefined;
    if (orphan) slips.push(withKey(text, orphan));
    if (line.dash) listColumn = line.column;
    else if (line.column <= (listColumn ?? -1)) listColumn = undefined;
    const isKey = line.colon || last?.column === line.firstColumn;
    const isHalfTyped = next !== undefined && lacksColon(line, next, isKey);
    let column = line.firstColumn;
    if (isHalfTyped) slips.push(withColon(text, line));
    else if (next && cannotHold(line, next)) {
      const below = lines[index + 2];
      const isSwapped =
        below?.column === line.firstColumn && aboveItsKey(text, lines, index + 1, next, listColumn, open);
      if (isSwapped) continue;
      slips.push(outdented(text, next, next.column - line.firstColumn));
      moved = next;
    } else if (next && next.column < line.column && isDeepAlone(line, next, last, lines[index + 2])) {
      slips.push(outdented(text, line, line.column - next.column));
      ({ column } = next);
    }
    const isNew = (line.colon || isHalfTyped) && last?.column !== column;
    open = isNew ? [...enclosing, { column, from: line.column, line }] : enclosing;
  }
  return slips;
}

/** Whether an item is left of the key above, whose value it must be: no list around it starts in its column. */
function isLeftOfKey(
  { column }: Line,
  above: Line | undefined,
  listColumn: number | undefined,
  open: readonly OpenMap[],
): boolean {
  if (!above?.colon || above.more || column >= above.firstColumn) return false;
  return listColumn !== column && !open.some((map) => map.from === column && map.from < map.column);
}

/** The index of the line after the list that starts with that line: the next one that continues a map around the list. */
function endOfList(lines: readonly (Line | undefined)[], start: number, open: readonly OpenMap[]): number {
  let item = lines[start];
  for (let end = start + 1; ; end++) {
    const [above, line, next] = [lines[end - 1], lines[end], lines[end + 1]];
    if (!item || !line || line.column < item.column) return end;
    if (line.dash && line.column === item.column) {
      item = line;
      continue;
    }
    if (line.column === item.column) return end;
    if (line.dash || !line.colon || !open.some(({ column }) => column === line.column)) continue;
    // In the column of the keys of the item, only a key with a map below it is rather one of a map around.
    const hasMap = !line.more && next !== undefined && !next.dash && next.column > line.column;
    const isValue = above?.colon === true && !above.more && above.firstColumn < line.column;
    if (!item.colon || (line.column === item.firstColumn ? hasMap : !isValue)) return end;
  }
}

/** Moves a list to the right of the key above it. */
function indentedList(text: string, lines: readonly (Line | undefined)[], start: number, end: number): Slip {
  const [above, line] = [lines[start - 1], lines[start]];
  const from = line?.start ?? text.length;
  const by = (above?.firstColumn ?? 0) + listStep - (line?.column ?? 0);
  const moved = text.slice(from, lines[end]?.start).split('\n');
  let offset = from;
  const appliedFix = moved.flatMap((content) => {
    const span = { start: offset, end: offset };
    offset += content.length + 1;
    return content.trim() === '' ? [] : [{ span, newText: ' '.repeat(by) }];
  });
  const key = above ? text.slice(above.first.start, above.first.end) : '';
  return { ...misaligned(line?.first ?? { start: from, end: from }, appliedFix), message: explain.leftOfKey(key) };
}

/** How far the items of a list are indented. */
const listStep = 2;

/** Whether the line is an item of the list above, although it is indented like the value of a key that already has one. */
function isDeepItem(line: Line, above: Line | undefined, next: Line | undefined, listColumn: number): boolean {
  const continues = next !== undefined && next.dash && next.column === line.column;
  return line.column > listColumn && isKeyWithValue(above) && !continues;
}

/** Whether the line is an item of the list above, or the first of one, except that nothing follows its dash directly. */
function lacksSpace(text: string, line: Line, next: Line | undefined, listColumn: number | undefined): boolean {
  if (line.dash || text.charAt(line.first.start) !== '-' || !/[\w$"'{]/.test(text.charAt(line.first.start + 1)))
    return false;
  return line.column === listColumn || (line.colon && line.more && next?.column === line.column + 2);
}

function afterDash(line: Line): Line {
  const first = { start: line.first.start + 1, end: line.first.end };
  return { ...line, dash: true, first, firstColumn: line.column + 2 };
}

function withSpace({ first: { start } }: Line): Slip {
  return {
    span: { start, end: start + 1 },
    message: explain.dashWithoutSpace(),
    kind: 'dash-without-space',
    halfTyped: true,
    appliedFix: [{ span: { start: start + 1, end: start + 1 }, newText: ' ' }],
  };
}

/** A key and the line below it that were joined. */
function joinedAt(
  text: string,
  line: Line,
  { start: second, isSibling, isKey }: SecondKey,
  next: Line,
): { readonly slip: Slip; readonly column: number } {
  const halfway = line.firstColumn + Math.ceil((next.column - line.firstColumn) / 2);
  const column = isSibling ? line.firstColumn : isKey ? halfway : next.column;
  const slip: Slip = {
    span: { start: second, end: second + 1 },
    message: explain.secondKey(),
    kind: 'joined-lines',
    halfTyped: true,
    appliedFix: [
      { span: { start: startOfSpace(text, second), end: second }, newText: lineEnd(text) + ' '.repeat(column) },
    ],
  };
  return { slip, column };
}

/** A block whose key is missing above it: its first line, and the column of the key. */
interface Orphan {
  readonly line: Line;
  readonly column: number;
}

/**
 * The block that starts or ends with the line, if its key is missing: a list below a key that already has a value, not
 * of words alone, which continue it; or a map indented twice as far as this line, which continues the map around it.
 */
function orphanAt(
  line: Line,
  lines: readonly (Line | undefined)[],
  index: number,
  open: readonly OpenMap[],
): Orphan | undefined {
  const [above, next] = [lines[index - 1], lines[index + 1]];
  if (line.dash) {
    if (!above || !isKeyWithValue(above) || line.column < above.firstColumn) return undefined;
    let item: Line | undefined = line;
    for (let at = index + 1; item?.dash === true && item.column === line.column; at++) {
      if (item.colon || item.flow) return { line, column: above.firstColumn };
      item = lines[at];
    }
    return undefined;
  }
  const parent = open.filter(({ column }) => column < line.column).at(-1);
  const inner = open.find(({ column }) => column >= line.column);
  if (!parent || !inner || !line.colon || inner.column === line.column) return undefined;
  const step = line.column - parent.column;
  const isHalfway = inner.column - line.column === step && inner.from === inner.column;
  const fits = step > 1 && (line.more || next === undefined || next.column === line.column + step);
  return isHalfway && fits ? { line: inner.line, column: line.column } : undefined;
}

/** Inserts an empty key above the block. */
function withKey(text: string, { line: { start, first }, column }: Orphan): Slip {
  const newText = `${' '.repeat(column)}${emptyKey}${lineEnd(text)}`;
  return {
    span: first,
    message: explain.missingKey(),
    halfTyped: true,
    appliedFix: [{ span: { start, end: start }, newText }],
  };
}

/**
 * The column that a key was probably meant to have, if it is indented too little: that of a map which is indented further
 * than the dash before it, which the next line continues, or which starts with this line.
 */
function columnAbove(
  lines: readonly (Line | undefined)[],
  index: number,
  line: Line,
  open: readonly OpenMap[],
): number | undefined {
  const behindDash = open.find(({ from, column }) => from < line.column && line.column < column);
  if (behindDash) return behindDash.column;
  const [above, next, following] = [lines[index - 1], lines[index + 1], lines[index + 2]];
  if (!next) return undefined;
  const isFirst =
    above?.colon === true && !above.more && line.column <= above.firstColumn && above.firstColumn < next.column;
  if (cannotHold(line, next)) {
    const [here, deeper] = [line, next].map((one) => open.find(({ column }) => column === one.column));
    return isFirst || (deeper && !(here && isBetterIn(here, deeper, line, next, following))) ? next.column : undefined;
  }
  const isBlock = following !== undefined && following.column >= next.column;
  const between = isBlock
    ? open.filter(({ column }) => line.column < column && column < next.column).at(-1)?.column
    : undefined;
  if (line.more || (!isFirst && between === undefined)) return undefined;
  let end = index + 2;
  while ((lines[end]?.column ?? -1) >= next.column) end++;
  const sibling = lines[end];
  const isSiblingBetween = sibling && (isFirst ? sibling.column > above.firstColumn : sibling.column === between);
  return isSiblingBetween ? sibling.column : undefined;
}

/** Whether a key is one of the first map, so that the next line is indented too far, rather than one of the second. */
function isBetterIn(here: OpenMap, deeper: OpenMap, line: Line, next: Line, following: Line | undefined): boolean {
  const isLike = (map: OpenMap): boolean => isNested(map.line) === isNested(line);
  if (isLike(here) !== isLike(deeper)) return isLike(here);
  return following !== undefined && following.column < next.column;
}

function isKeyWithValue(line: Line | undefined): boolean {
  return line !== undefined && line.colon && line.more;
}

function isNested({ more, opens }: Line): boolean {
  return !more || opens;
}

/** A line that was swapped with the key below it. It is skipped, but its own key may be any in its map. */
function aboveItsKey(
  text: string,
  lines: readonly (Line | undefined)[],
  index: number,
  line: Line,
  listColumn: number | undefined,
  open: readonly OpenMap[],
): Slip | undefined {
  const [above, next, following] = [lines[index - 1], lines[index + 1], lines[index + 2]];
  if (!next?.colon || next.more || next.dash) return undefined;
  const continues = following !== undefined && !following.dash && following.column === line.firstColumn;
  if (line.dash) {
    const isFirst = isKeyWithValue(above) && listColumn !== line.column;
    const isList = !following || following.column < next.column || (following.dash && following.column === line.column);
    if (!isFirst || next.column > line.column || !(continues || isList)) return undefined;
  } else {
    const isOpen = open.some(({ column }) => column === line.column);
    if (!line.colon || !line.more || !continues || isOpen || next.column >= line.column) return undefined;
    // Otherwise it may be the start of the value above.
    const isValue = above?.colon === true && !above.more && above.firstColumn < line.column;
    const isSibling = open.some(({ column }) => column === next.column);
    if (isValue && (isSibling || next.column - above.firstColumn < 2)) return undefined;
  }
  const [at, eol] = [following?.start ?? text.length, lineEnd(text)];
  const lead = (at > 0 && text[at - 1] !== '\n' ? eol : '') + text.slice(line.start, line.first.start);
  return {
    span: line.first,
    message: explain.aboveItsKey(text.slice(next.first.start, next.first.end)),
    halfTyped: true,
    appliedFix: [
      { span: { start: line.start, end: next.start }, newText: '' },
      { span: { start: at, end: at }, newText: `${lead}${emptyKey}${eol}` },
    ],
  };
}

/** Whether the next line can only be the start of a value, so that this line is its key without a colon. */
function lacksColon(line: Line, next: Line, isKey: boolean): boolean {
  if (line.colon || line.more) return false;
  if (next.dash) return isKey && next.column >= line.firstColumn;
  return next.colon && next.column > line.firstColumn;
}

/** Whether the next line is indented like the value of a key that already has one. */
function cannotHold(line: Line, next: Line): boolean {
  return line.colon && line.more && next.colon && !next.dash && next.column > line.firstColumn;
}

/** Whether a map's first key is indented further than its other keys, all of them further than their parent. */
function isDeepAlone(line: Line, next: Line, enclosing: OpenMap | undefined, following: Line | undefined): boolean {
  if (!line.colon || !line.more || line.dash || !next.colon || !next.more || next.dash) return false;
  const isFirst = enclosing !== undefined && enclosing.column < next.column;
  return isFirst && following?.column !== line.column;
}

function withColon(text: string, { first }: Line): Slip {
  return {
    span: first,
    message: explain.missingColonAbove(text.slice(first.start, first.end)),
    kind: 'missing-colon',
    halfTyped: true,
    // Directly after an alias, it would be part of its name.
    appliedFix: [{ span: { start: first.end, end: first.end }, newText: text[first.start] === '*' ? ' :' : ':' }],
  };
}

function indented({ start, first }: Line, by: number): Slip {
  return misaligned(first, [{ span: { start, end: start }, newText: ' '.repeat(by) }]);
}

/** Moves the line left: alone if what is below it is then indented like the rest of the file, or else all of its block. */
function outdented(text: string, { start, column, dash, first }: Line, by: number): Slip {
  const appliedFix: Edit[] = [];
  const step = /(?:^|\n)( +)\S/.exec(text)?.[1]?.length;
  for (const { 0: room, index } of text.slice(start).matchAll(/^ *(?=\S)/gm)) {
    if (room.length < column) break;
    const isInside = room.length > column || (!dash && text.startsWith('- ', start + index + room.length));
    if (appliedFix.length === 1 && isInside && room.length - column + by === step) break;
    const end = start + index + column;
    appliedFix.push({ span: { start: end - by, end }, newText: '' });
  }
  return misaligned(first, appliedFix);
}

function misaligned(span: Span, appliedFix: Edit[]): Slip {
  return { span, message: explain.misaligned(), kind: 'misaligned', halfTyped: true, appliedFix };
}
