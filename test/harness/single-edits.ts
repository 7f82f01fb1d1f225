// Valid descriptors with one slip each, as a hand, a merge or a copied text makes them: in the text, not in its meaning.
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, parseDescriptor } from './case-file.ts';

const root = join(import.meta.dirname, '../cases');

/** The descriptors of all cases without a problem, in a fixed order. */
export const validDescriptors: readonly string[] = [
  ...new Set(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .sort()
      .flatMap((name) => parseCaseFile(readFileSync(join(root, name), 'utf8')).cases)
      .map(({ descriptor }) => parseDescriptor(descriptor.text))
      .filter(({ markers, repeated }) => markers.length === 0 && repeated.length === 0)
      .map(({ text }) => text),
  ),
];

export interface SingleEdit {
  readonly kind: string;
  /** The valid descriptor. */
  readonly original: string;
  /** The descriptor with the slip. */
  readonly text: string;
}

/** An edit of the lines of a text. `at` is the index of a line that is not empty, and `dice` any number. */
type LineEdit = (lines: string[], at: number, dice: number) => void;

/** The characters that are inserted: those with a meaning in YAML and JSON, and letters. */
const characters = `:-,[]{}"'#&*!|>%@\`=?. \tax0_é`;

const lineEdits: Readonly<Record<string, LineEdit>> = {
  'delete a line': (lines, at) => void lines.splice(at, 1),
  'duplicate a line': (lines, at) => void lines.splice(at, 0, lines[at] ?? ''),
  'swap two lines': (lines, at) => void lines.splice(at, 2, ...lines.slice(at, at + 2).toReversed()),
  'join two lines': (lines, at, dice) =>
    void lines.splice(at, 2, lines.slice(at, at + 2).join(dice % 2 === 0 ? '' : ' ')),
  'indent a line': (lines, at, dice) => void lines.splice(at, 1, ' '.repeat(1 + (dice % 4)) + (lines[at] ?? '')),
  'outdent a line': (lines, at, dice) => void lines.splice(at, 1, outdented(lines[at] ?? '', 1 + (dice % 4))),
  'indent a block': (lines, at, dice) => eachOfBlock(lines, at, (line) => ' '.repeat(1 + (dice % 4)) + line),
  'outdent a block': (lines, at, dice) => {
    const by = Math.min((lines[at] ?? '').search(/\S/), 1 + (dice % 4));
    if (by > 0) eachOfBlock(lines, at, (line) => outdented(line, by));
  },
  'leave conflict markers': (lines, at) => {
    const line = lines[at] ?? '';
    lines.splice(at, 1, '<<<<<<< HEAD', line, '=======', line, '>>>>>>> feature');
  },
  'leave one conflict marker': (lines, at, dice) =>
    void lines.splice(at, 0, ['<<<<<<< HEAD', '=======', '>>>>>>> feature'][dice % 3] ?? ''),
  'delete a character': characterEdit((line, at) => line.slice(0, at) + line.slice(at + 1)),
  'insert a character': characterEdit((line, at, one) => line.slice(0, at) + one + line.slice(at)),
  'replace a character': characterEdit((line, at, one) => line.slice(0, at) + one + line.slice(at + 1)),
  'replace a space with a no-break space': (lines, at, dice) => {
    const line = lines[at] ?? '';
    const spaces = [...line.matchAll(/ /g)].map(({ index }) => index);
    const chosen = spaces[dice % Math.max(spaces.length, 1)];
    if (chosen !== undefined) lines[at] = `${line.slice(0, chosen)}\u00A0${line.slice(chosen + 1)}`;
  },
};

function outdented(line: string, by: number): string {
  return line.replace(new RegExp(`^ {1,${by}}`), '');
}

/** Edits a line and those below it that are indented further. */
function eachOfBlock(lines: string[], at: number, edit: (line: string) => string): void {
  const column = (lines[at] ?? '').search(/\S/);
  const isOutside = (line: string): boolean => line.trim() !== '' && line.search(/\S/) <= column;
  const length = lines.slice(at + 1).findIndex(isOutside);
  const block = lines.slice(at, length < 0 ? undefined : at + 1 + length);
  lines.splice(at, block.length, ...block.map((line) => (line === '' ? line : edit(line))));
}

/** Edits a line where it has content. */
function characterEdit(edit: (line: string, at: number, character: string) => string): LineEdit {
  return (lines, at, dice) => {
    const line = lines[at] ?? '';
    const lead = line.length - line.trimStart().length;
    const place = lead + (dice % (line.length - lead));
    lines[at] = edit(line, place, characters.charAt(Math.floor(dice / line.length) % characters.length));
  };
}

/** One edit of one valid descriptor, which changes it. It may be valid nonetheless. */
export const singleEdit: fc.Arbitrary<SingleEdit> = fc
  .record({
    original: fc.constantFrom(...validDescriptors.filter((text) => text.trim() !== '')),
    kind: fc.constantFrom(...Object.keys(lineEdits)),
    place: fc.nat(1_000_000),
    dice: fc.nat(1_000_000),
  })
  .map(({ original, kind, place, dice }): SingleEdit => {
    const lines = original.split('\n');
    const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : index));
    lineEdits[kind]?.(lines, filled[place % filled.length] ?? 0, dice);
    return { kind, original, text: lines.join('\n') };
  })
  .filter(({ original, text }) => text !== original);
