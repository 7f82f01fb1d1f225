// Valid YAML as no one should write it: random indentation, spacing, empty lines, comments and notations.
import * as fc from 'fast-check';

type Data = string | number | readonly Data[] | { readonly [key: string]: Data | undefined };

/** Makes one random choice after another, determined by the seed (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 to just below the maximum. */
  below(maximum: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % maximum;
  }

  oneIn(chances: number): boolean {
    return this.below(chances) === 0;
  }
}

/** The data as messy YAML, determined by the seed. */
export function messyYaml(data: unknown, seed: number): string {
  return new MessyWriter(new Dice(seed)).document(plain(data));
}

export const diceSeed = fc.integer();

function plain(value: unknown): Data {
  if (typeof value === 'number') return value;
  // Longer texts only take more time.
  if (typeof value === 'string') return value.slice(0, 80);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  );
}

class MessyWriter {
  private comments = 0;
  private anchors = 0;
  private readonly lineEnd: string;

  constructor(private readonly dice: Dice) {
    this.lineEnd = dice.oneIn(4) ? '\r\n' : '\n';
  }

  document(data: Data): string {
    const start = this.dice.oneIn(6) ? `---${this.endOfLine()}` : this.between(0);
    const end = this.between(0) + (this.dice.oneIn(8) ? `...${this.lineEnd}` : '');
    const bom = this.dice.oneIn(8) ? '\uFEFF' : '';
    const text = `${start}${this.block(data, this.dice.oneIn(5) ? 3 : 0)}${end}`;
    return bom + (this.dice.oneIn(8) ? text.trimEnd() : text);
  }

  /** A map or list with each part on its own line, at the column. */
  private block(data: Data, column: number): string {
    if (isList(data)) {
      return data.map((item) => `${this.between(column)}${' '.repeat(column)}${this.item(item, column)}`).join('');
    }
    if (typeof data !== 'object')
      return `${' '.repeat(column)}${this.scalar(data, column, 'block')}${this.endOfLine()}`;
    return Object.entries(data)
      .map(([key, value]) => `${this.between(column)}${' '.repeat(column)}${this.entry(key, value, column)}`)
      .join('');
  }

  private entry(key: string, value: Data | undefined, column: number): string {
    const written = `${this.scalar(key, column, 'key')}${this.room(0)}:`;
    if (value === undefined) return written + this.endOfLine();
    const mark = this.mark();
    if (this.isBlock(value)) {
      const indent = isList(value) && this.dice.oneIn(3) ? 0 : 1 + this.dice.below(5);
      return `${written}${mark}${this.endOfLine()}${this.block(value, column + indent)}`;
    }
    if (this.dice.oneIn(10)) {
      const nested = column + 1 + this.dice.below(4);
      return `${written}${mark}${this.endOfLine()}${' '.repeat(nested)}${this.inline(value, nested, column)}`;
    }
    return `${written}${mark}${this.room(1)}${this.inline(value, column, column)}`;
  }

  private item(value: Data, column: number): string {
    const mark = this.mark();
    if (!this.isBlock(value)) return `-${mark}${this.room(1)}${this.inline(value, column, column)}`;
    if (mark !== '' || this.dice.oneIn(5)) {
      return `-${mark}${this.endOfLine()}${this.block(value, column + 1 + this.dice.below(4))}`;
    }
    const room = 1 + this.dice.below(4);
    return `-${' '.repeat(room)}${this.block(value, column + 1 + room).replace(/^(?:.*\n)*? *(?=\S)/, skipLead)}`;
  }

  private isBlock(value: Data): boolean {
    return typeof value === 'object' && Object.keys(value).length > 0 && !this.dice.oneIn(3);
  }

  /** A value after its key or dash, with the end of its line. */
  private inline(value: Data, column: number, holder: number): string {
    if (typeof value === 'object') return this.flow(value, column + 1) + this.endOfLine();
    if (typeof value === 'string' && isBlockText(value) && this.dice.oneIn(2)) return this.blockText(value, holder);
    return this.scalar(value, column, 'block') + this.endOfLine();
  }

  private flow(value: Data, least: number): string {
    if (typeof value !== 'object') return this.scalar(value, least, 'flow');
    const parts = isList(value)
      ? value.map((item) => this.flow(item, least))
      : Object.entries(value).map(
          ([key, item]) =>
            `${this.scalar(key, least, 'key')}${this.room(0)}:${this.flowRoom(least, 1)}${item === undefined ? '' : this.flow(item, least)}`,
        );
    const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
    const inner = parts.map((part) => this.flowRoom(least, 0) + part + this.flowRoom(least, 0)).join(',');
    const trailing = parts.length > 0 && this.dice.oneIn(5) ? `,${this.flowRoom(least, 0)}` : '';
    return `${open}${inner}${trailing}${close}`;
  }

  /** Whitespace inside brackets, where lines may end. */
  private flowRoom(least: number, atLeast: number): string {
    if (!this.dice.oneIn(6)) return this.room(atLeast);
    return `${this.endOfLine()}${this.between(least)}${' '.repeat(least + this.dice.below(6))}`;
  }

  private blockText(text: string, holder: number): string {
    const indent = 1 + this.dice.below(5);
    const lines = text.replace(/\n$/, '').split('\n');
    const given = /^[ \n]/.test(text) || this.dice.oneIn(3);
    const header = `|${given ? indent : ''}${text.endsWith('\n') ? '' : '-'}`;
    const written = lines.map((line) => (line === '' ? '' : ' '.repeat(holder + indent) + line) + this.lineEnd);
    return `${header}${this.endOfLine()}${written.join('')}`;
  }

  private scalar(value: string | number, column: number, place: 'block' | 'flow' | 'key'): string {
    if (typeof value === 'number') return String(value);
    const words = value.split(' ');
    const isPlain = /^[A-Za-z][\w.$-]*(?: [A-Za-z][\w.$-]*)*$/.test(value) && !/^(?:true|false|null)$/i.test(value);
    const breaksLine = place !== 'key' && words.length > 1 && words.every((word) => word !== '') && this.dice.oneIn(2);
    const fold = `${this.room(0)}${this.lineEnd}${' '.repeat(column + 1 + this.dice.below(4))}`;
    const folded = breaksLine ? words.join(fold) : value;
    if (isPlain && !this.dice.oneIn(4)) return folded;
    if (/^[\w .$:#,-]*$/.test(value) && this.dice.oneIn(2)) return `'${folded}'`;
    return breaksLine && /^[\w .$]*$/.test(value) ? `"${folded}"` : JSON.stringify(value);
  }

  private mark(): string {
    return this.dice.oneIn(12) ? `${this.room(1)}&anchor${++this.anchors}` : '';
  }

  private room(atLeast: number): string {
    return this.dice.oneIn(3) ? ' '.repeat(atLeast + this.dice.below(4)) : ' '.repeat(atLeast);
  }

  /** The end of a line, possibly with spaces and a comment before it. */
  private endOfLine(): string {
    const comment = this.dice.oneIn(6) ? `${this.room(1)}${this.comment()}` : '';
    return `${comment}${this.room(0)}${this.lineEnd}`;
  }

  /** Empty lines and comments above a line at that column. */
  private between(column: number): string {
    let lines = '';
    while (this.dice.oneIn(6)) {
      lines += this.dice.oneIn(2) ? this.room(0) + this.lineEnd : '';
      lines += this.dice.oneIn(2) ? `${' '.repeat(this.dice.below(column + 4))}${this.comment()}${this.lineEnd}` : '';
    }
    return lines;
  }

  private comment(): string {
    return `#${this.room(0)}comment ${++this.comments}`;
  }
}

/** Skips the comments above the first part, which follows its dash. */
function skipLead(): string {
  return '';
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

/** Whether a literal block can hold the text without special indicators. */
function isBlockText(text: string): boolean {
  return /^(?:[\w .$:#,-]*\n)*[\w .$:#,-]*$/.test(text) && !/\n\n$|^\s*$| $/.test(text) && !text.startsWith('\n');
}
