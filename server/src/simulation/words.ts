// How a reason of the simulation is said: in plain words, with texts of the user's in backticks.
import type { Span } from '../syntax/tree.ts';

export interface Step {
  /** A sentence or two. */
  readonly text: string;
  /** What in the descriptor it speaks of. */
  readonly span: Span | undefined;
}

export function step(text: string, at?: { readonly node: { readonly span: Span } }): Step {
  return { text, span: at?.node.span };
}

/** A text of the user's on one line, kept to a readable length. */
export function quote(text: string): string {
  const line = text.slice(0, maximumLength).replaceAll('`', "'").replaceAll(/\s+/g, ' ');
  return `\`${line}${text.length > maximumLength ? '…' : ''}\``;
}

const maximumLength = 60;

export function named(texts: readonly string[], last: 'and' | 'or' = 'and'): string {
  const quoted = texts.map(quote);
  const end = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} ${last} ${end}` : end;
}

/** "1 byte", "32,768 bytes". */
export function bytes(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`;
}
