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
  return joined(words, 'or');
}

/** "`a`, `b` and `c`". */
export function allOf(words: readonly string[]): string {
  return joined(words, 'and');
}

function joined(words: readonly string[], last: string): string {
  const quoted = words.map(quote);
  const end = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} ${last} ${end}` : end;
}
