// How names, lists and amounts are written in texts for people. Knows nothing about projects, so every layer can use
// it.
import { t } from './locale.ts';

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The sentences that are there, one after the other. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

/** A text that starts a sentence, within one. Only in English is the first letter always a small one there. */
export function withinSentence(text: string): string {
  return t`en` === 'en' ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** "32,768". */
export function amount(count: number): string {
  return count.toLocaleString(t`en`);
}

/** "table" for "a table". */
export function withoutArticle(noun: string): string {
  return noun.replace(/^(?:an?|the|der|die|das|eine?) /i, '');
}

/** The text, truncated to that many characters, the last of which is then an ellipsis. */
export function shorten(text: string, maximum: number): string {
  // A character has at most two UTF-16 units, so the rest of a long text is irrelevant.
  const characters = Array.from(text.slice(0, 2 * maximum + 2));
  return characters.length > maximum ? `${characters.slice(0, maximum - 1).join('')}…` : text;
}

/** Characters that a terminal or an editor interprets instead of showing them, except newlines. */
const unprintable = /(?!\n)[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * The text with control characters, and marks that reorder what is around them, as visible escapes such as `\u001b`. In
 * JSON it still means the same.
 */
export function printable(text: string): string {
  return text.replaceAll(
    unprintable,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The text as a message of an editor. VS Code turns `[text](command:…)` in a message into a link that runs the command, so
 * no text keeps the form of a link.
 */
export function inert(text: string): string {
  return printable(text).replaceAll('](', '] (');
}

/** How many characters of a user's text are shown in a sentence. */
const readable = 60;

/**
 * The user's text in backticks, for messages and Markdown: on one line, and truncated to a readable length. Blank text
 * is quoted as well, so that it is visible.
 */
export function quote(text: string): string {
  if (text.trim() === '') return `\`"${printable(text.slice(0, readable))}"\``;
  const short = shorten(text, readable + 1);
  return `\`${printable(short.replaceAll(/[\r\n]+/g, ' ')).replaceAll('`', "'")}\``;
}

/** The user's text in quotation marks, for plain text. */
export function quotePlain(text: string): string {
  return t`“${printable(shorten(text, readable))}”`;
}

/** "an API, a table or a queue". */
export function listed(items: readonly string[], last: 'and' | 'or' = 'or'): string {
  const before = items.slice(0, -1);
  const end = items.at(-1) ?? '';
  if (before.length === 0) return end;
  return last === 'and' ? t`${before.join(', ')} and ${end}` : t`${before.join(', ')} or ${end}`;
}

/** "`a`, `b` or `c`". */
export function oneOf(texts: readonly string[]): string {
  return listed(texts.map(quote));
}

/** "`a`, `b` and `c`". */
export function allOf(texts: readonly string[]): string {
  return listed(texts.map(quote), 'and');
}

/** "a, b and c", or "a, b and 7 more" if there are more than the maximum: as many as people read. */
export function firstOf(items: readonly string[], maximum = 5): string {
  const more = items.length - maximum;
  return listed(more > 0 ? [...items.slice(0, maximum), t`${more} more`] : items, 'and');
}

/** "1 byte", "32,768 bytes". */
export function bytes(count: number): string {
  return count === 1 ? t`1 byte` : t`${amount(count)} bytes`;
}

/** "1 file", "2 files". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The texts as the lines of a numbered list. */
export function numbered(texts: readonly string[]): string[] {
  return texts.map((text, index) => `${String(index + 1).padStart(3)}. ${text}`);
}

/** The message of what was thrown, which need not be an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of an error with its stack, for the log. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
