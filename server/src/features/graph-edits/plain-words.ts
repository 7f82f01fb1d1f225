// Names in what a person is told before an edit is made: plain text, unlike messages.
import { shorten } from '../../graph/text.ts';

export function named(name: string): string {
  return `“${shorten(name, 60)}”`;
}

/** All of them, or as many as are a sentence. */
export function allNamed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(named);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  const last = all.pop() ?? '';
  return all.length > 0 ? `${all.join(', ')} and ${last}` : last;
}
