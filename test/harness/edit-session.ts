// Somebody who edits a descriptor: types, deletes, indents, moves and copies lines, and goes back to the last text that
// could be read when it gets too bad.
import { parse } from '../../server/src/syntax/parse.ts';
import type { Dice } from './messy-yaml.ts';

/** What is typed or pasted at once. */
const pieces = [
  ...`abz019 :-#"'[]{},|>&*!%@?.$<\n\t\r`.split(''),
  ...['\r\n', '\n  ', '\n    ', '\n- ', ': ', '- ', '# ', ' #', 'key: ', '...', '---', '😀', '\n  x: y\n'],
];

/** The texts after each of so many edits, determined by the dice. */
export function* editSession(text: string, edits: number, dice: Dice): Iterable<string> {
  let [current, readable, unreadable] = [text, text, 0];
  for (let count = 0; count < edits; count++) {
    current = unreadable > 2 ? readable : edited(current, dice);
    unreadable = parse(current).problems.length > 0 ? unreadable + 1 : 0;
    if (unreadable === 0) readable = current;
    yield current;
  }
}

function edited(text: string, dice: Dice): string {
  const lines = text.split('\n');
  const number = dice.below(lines.length);
  const line = lines[number] ?? '';
  const indent = /^ */.exec(line)?.[0] ?? '';
  const other = dice.below(lines.length);
  const replaceLine = (...by: readonly string[]): string => lines.toSpliced(number, 1, ...by).join('\n');
  const at = dice.below(text.length + 1);
  const insert = (offset: number, piece: string): string => text.slice(0, offset) + piece + text.slice(offset);
  switch (dice.below(12)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + dice.below(3));
    case 1:
      return replaceLine();
    case 2:
      return replaceLine(line, line);
    case 3:
      return replaceLine(' '.repeat(1 + dice.below(3)) + line);
    case 4:
      return replaceLine(line.replace(/^ {1,2}/, ''));
    case 5:
      return replaceLine(line, lines[other] ?? '');
    case 6:
      return replaceLine(`# ${line}`);
    case 7:
      return replaceLine(line, `${indent}word${dice.oneIn(2) ? '' : ': value'}`);
    case 8:
      return replaceLine(...lines.slice(other, other + 4), line);
    case 9: {
      const word = text.slice(at).search(/[A-Za-z]/);
      return word < 0 ? text : insert(at + word, 'q');
    }
    default:
      return insert(at, pieces[dice.below(pieces.length)] ?? '');
  }
}
