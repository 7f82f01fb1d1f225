// A text that is written piece by piece, and where everything in it stands.
import type { Span } from './tree.ts';

/** The keys and indices from the root: `['Resources', 'Chat', 'Properties', 'Name']`. */
export type Path = readonly (string | number)[];

export interface WrittenText {
  readonly text: string;
  /** In the text's order, outer parts before inner ones. */
  readonly parts: readonly WrittenPart[];
}

/** An entry of a map, or an item of a list. */
export interface WrittenPart {
  readonly path: Path;
  /** From the key, if it has one, to the end of the value. */
  readonly span: Span;
  /** Of the comment above it. */
  readonly comment: Span | undefined;
}

export class TextWriter implements WrittenText {
  text = '';
  readonly parts: WrittenPart[] = [];

  put(text: string): Span {
    const start = this.text.length;
    this.text += text;
    return { start, end: this.text.length };
  }

  /** What `write` puts is the part. */
  part(path: Path, comment: Span | undefined, write: () => void): void {
    const start = this.text.length;
    // Its place in the order is before the parts in it, and its end is known after them.
    const index = this.parts.push({ path, comment, span: { start, end: start } }) - 1;
    write();
    this.parts[index] = { path, comment, span: { start, end: this.text.length } };
  }
}
