// Words for messages: how names and lists are written.

/** A text of the user's in a message, kept to a readable length; in quotes where it is nothing but room. */
export function quote(text: string): string {
  if (text.trim() === '') return `\`"${text.slice(0, 60)}"\``;
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `\`${short}\``;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "`a`, `b` or `c`". */
export function oneOf(words: readonly string[]): string {
  return listed(words.map(quote));
}

/** "`a`, `b` and `c`". */
export function allOf(words: readonly string[]): string {
  return listed(words.map(quote), 'and');
}

/** "an API, a table or a queue". */
export function listed(nouns: readonly string[], last = 'or'): string {
  const before = nouns.slice(0, -1);
  const end = nouns.at(-1) ?? '';
  return before.length > 0 ? `${before.join(', ')} ${last} ${end}` : end;
}
