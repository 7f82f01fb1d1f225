// Snippets: text with places to be filled in, numbered in the order in which the user comes to them.
import type { Hole } from './draft.ts';

export interface Snippet {
  /** In the syntax of snippets, with what means something there escaped. */
  readonly snippet: string;
  /** For an editor that knows no snippets: each place has the text that stands there at first. */
  readonly plain: string;
}

interface Stop {
  readonly hole: Hole;
  readonly text: string;
}

export class SnippetBuilder {
  private readonly parts: (string | Stop)[] = [];

  text(text: string): this {
    this.parts.push(text);
    return this;
  }

  stop(hole: Hole, text: string): this {
    this.parts.push({ hole, text });
    return this;
  }

  append(other: SnippetBuilder): this {
    this.parts.push(...other.parts);
    return this;
  }

  build(): Snippet {
    const stops = this.parts.filter((part) => typeof part !== 'string');
    const [only] = stops;
    // Where there is but one place to fill, and nothing in it, the cursor goes there for good.
    const last = stops.length === 1 && only?.text === '' ? only : undefined;
    const numbers = new Map<string | Stop, number>();
    const numberOf = (stop: Stop): number => {
      if (stop === last) return 0;
      const key = stop.hole.name ?? stop;
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      return number;
    };
    const seen = new Set<number>();
    const written = this.parts.map((part) => {
      if (typeof part === 'string') return escaped(part);
      const number = numberOf(part);
      const isFirst = !seen.has(number);
      seen.add(number);
      return isFirst ? writeStop(part, number) : `$${number}`;
    });
    const plain = this.parts.map((part) => (typeof part === 'string' ? part : part.text));
    return { snippet: written.join(''), plain: plain.join('') };
  }
}

function writeStop({ text, hole }: Stop, number: number): string {
  if (hole.choices.length > 1) return `\${${number}|${hole.choices.map(escapedChoice).join(',')}|}`;
  return text === '' ? `$${number}` : `\${${number}:${escaped(text)}}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[$}\\]/g, String.raw`\$&`);
}

function escapedChoice(text: string): string {
  return text.replaceAll(/[,|\\]/g, String.raw`\$&`);
}
