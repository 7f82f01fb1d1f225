// Text in the picture: escaping, and its width. The pure core has no fonts, so widths are estimates, for the widest
// fonts that editors use.
import { shorten } from '../wording.ts';

/** Any text of a file, without characters that XML forbids, or that would reorder or hide what is next to it. */
export function cleanText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\uFFFE\uFFFF]/gu, '\uFFFD')
    .trim();
}

/** For text content and for double-quoted attributes. */
export function escapeXml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A name as part of a title: one line of plain text that leaves room for more. */
export function nameInTitle(name: string): string {
  return shorten(cleanText(name), 60);
}

export interface Font {
  /** In pixels. */
  readonly size: number;
  /** The factor by which it is wider than the regular weight. */
  readonly breadth: number;
}

/** The width of the text in pixels. */
export function textWidth(text: string, font: Font): number {
  let width = 0;
  for (const character of text) width += relativeWidth(character);
  return width * font.size * font.breadth;
}

/** The text, truncated with an ellipsis to fit into that many pixels. */
export function fitText(text: string, font: Font, maximum: number): string {
  const unit = font.size * font.breadth;
  const ellipsis = relativeWidth('…') * unit;
  let width = 0;
  let length = 0;
  let fitting = 0;
  for (const character of text) {
    width += relativeWidth(character) * unit;
    if (width > maximum) return `${text.slice(0, fitting)}…`;
    length += character.length;
    if (width <= maximum - ellipsis) fitting = length;
  }
  return text;
}

function relativeWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) {
    if ("iljI.,:;'|!`".includes(character)) return 0.33;
    if (' ()[]{}/\\tfr"-'.includes(character)) return 0.42;
    if ('mwMW@%'.includes(character)) return 0.98;
    if (code >= 0x30 && code <= 0x39) return 0.65;
    return code >= 0x41 && code <= 0x5a ? 0.73 : 0.61;
  }
  // From Hangul on, characters are mostly full-width, and so are emoji.
  return code < 0x1100 || character === '…' ? 0.75 : 1.1;
}
