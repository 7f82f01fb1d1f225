// How names, lists and amounts read in what people are told. Knows nothing of projects, so that every layer uses it.

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "table" for "a table". */
export function withoutArticle(noun: string): string {
  return noun.replace(/^(?:an?|the) /, '');
}

/** At most that many characters, the last of them an ellipsis where there were more. */
export function shorten(text: string, maximum: number): string {
  // A character is up to two UTF-16 units: more than these need not be looked at.
  const characters = Array.from(text.slice(0, 2 * maximum + 2));
  return characters.length > maximum ? `${characters.slice(0, maximum - 1).join('')}…` : text;
}

/** How much of a user's text is shown within a sentence. */
const readable = 60;

/**
 * The user's text in backticks, for messages and Markdown: on one line, and kept to a readable length. Blank text is in
 * quotes as well, so that it can be seen.
 */
export function quote(text: string): string {
  if (text.trim() === '') return `\`"${text.slice(0, readable)}"\``;
  const short = shorten(text, readable + 1);
  return `\`${short.replaceAll(/[\r\n]+/g, ' ').replaceAll('`', "'")}\``;
}

/** The user's text in quotation marks, for plain text. */
export function quotePlain(text: string): string {
  return `“${shorten(text, readable)}”`;
}

/** "an API, a table or a queue". */
export function listed(items: readonly string[], last: 'and' | 'or' = 'or'): string {
  const before = items.slice(0, -1);
  const end = items.at(-1) ?? '';
  return before.length > 0 ? `${before.join(', ')} ${last} ${end}` : end;
}

/** "`a`, `b` or `c`". */
export function oneOf(texts: readonly string[]): string {
  return listed(texts.map(quote));
}

/** "`a`, `b` and `c`". */
export function allOf(texts: readonly string[]): string {
  return listed(texts.map(quote), 'and');
}

/** "a, b and c"; "a, b and 7 more" where there are more than the maximum. */
export function firstOf(items: readonly string[], maximum: number): string {
  const more = items.length - maximum;
  return listed(more > 0 ? [...items.slice(0, maximum), `${more} more`] : items, 'and');
}

/** "1 byte", "32,768 bytes". */
export function bytes(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`;
}
