// Offers, and drafts as snippets in the style of the place where they are inserted.
import { writeScalar } from '../../syntax/write-value.ts';
import { list, map, type Draft, type DraftEntry, type Hole, type Text } from './draft.ts';
import type { Enclosure, CompletionPlace } from './place.ts';
import type { Style } from './style.ts';
import type { Edit } from '../../syntax/edits.ts';

/** The indentation of lines after the first, in addition to that of the first line. */
export type Indent = number;

const openHole: Hole = { name: undefined, choices: [], from: 0 };

/** The entries of a map, the first one at the cursor. */
export function writeEntries(entries: readonly DraftEntry[], style: Style, indent: Indent): SnippetBuilder {
  const builder = new SnippetBuilder();
  for (const [index, [key, value]] of entries.entries()) {
    if (index > 0) builder.text(separator(style, indent));
    builder
      .append(writeText(key, style))
      .text(':')
      .append(writeValue(value, style, indent));
  }
  return builder;
}

/** The value after a key's colon. */
export function writeValue(value: Draft, style: Style, indent: Indent): SnippetBuilder {
  const builder = new SnippetBuilder();
  if (isOnLine(value, style)) return builder.text(' ').append(writeItem(value, style, indent));
  const dash = indent + style.dash;
  const inner = indent + style.step;
  switch (value.kind) {
    case 'list':
      for (const item of value.items) {
        builder.text(`${newLine(style, dash)}- `).append(writeItem(item, style, dash + 2));
      }
      return builder;
    case 'map':
      return builder.text(newLine(style, inner)).append(writeEntries(value.entries, style, inner));
    case 'opened':
      builder.text(value.as === 'list' ? `${newLine(style, dash)}- ` : newLine(style, inner));
      return builder.stop(openHole, '');
    case 'text':
      return builder.append(writeText(value, style));
  }
}

/** An entry of the map at the cursor, or of one that is still missing there. */
export function writeEntry(entry: DraftEntry, { style, within }: PartPlace): SnippetBuilder {
  return within === 'nothing'
    ? writeValue(map(entry), style, style.indent)
    : writeEntries([entry], style, style.indent);
}

/** An item of the list at the cursor, or of one that is still missing there. */
export function writePart(item: Draft, { style, within }: PartPlace): SnippetBuilder {
  return within === 'nothing' ? writeValue(list(item), style, style.indent) : writeItem(item, style, style.indent);
}

interface PartPlace {
  readonly style: Style;
  readonly within: Enclosure;
}

/** A whole value at the cursor, as after the dash of a list. */
export function writeItem(draft: Draft, style: Style, indent: Indent): SnippetBuilder {
  if (draft.kind === 'text') return writeText(draft, style);
  if (draft.kind === 'map' && !draft.inline && !style.flow) return writeEntries(draft.entries, style, indent);
  const isList = draft.kind === 'list' || (draft.kind === 'opened' && draft.as === 'list');
  const [opening, closing] = isList ? ['[', ']'] : ['{', '}'];
  const lines = style.lines && !draft.inline;
  const inner: Style = { ...style, flow: true, lines };
  const pad = lines ? newLine(style, indent + style.step) : isList ? '' : ' ';
  const end = lines ? newLine(style, indent) : pad;
  const builder = new SnippetBuilder().text(opening + pad);
  if (draft.kind === 'opened') builder.stop(openHole, '');
  else if (draft.kind === 'map') builder.append(writeEntries(draft.entries, inner, indent + style.step));
  else {
    for (const [index, item] of draft.items.entries()) {
      if (index > 0) builder.text(separator(inner, indent + style.step));
      builder.append(writeItem(item, inner, indent + style.step));
    }
  }
  return builder.text(end + closing);
}

/** The separator of two entries of a map. */
export function separator(style: Style, indent: Indent): string {
  if (!style.flow) return newLine(style, indent);
  return style.lines ? `,${newLine(style, indent)}` : ', ';
}

function isOnLine(draft: Draft, style: Style): boolean {
  return draft.kind === 'text' || style.flow || draft.inline;
}

function newLine({ lineEnd, indentCharacter }: Style, indent: Indent): string {
  return lineEnd + indentCharacter.repeat(indent);
}

function writeText({ text, hole, bare }: Text, { flow, json }: Style): SnippetBuilder {
  const builder = new SnippetBuilder();
  const write = (part: string): string => writeScalar(part, { flow, quote: json ? 'double' : 'none' });
  if (!hole) return builder.text(bare ? text : write(text));
  const parts = [text, ...hole.choices];
  const fixed = text.slice(0, hole.from);
  const own = text.slice(hole.from);
  if (bare || (!json && parts.every((part) => part === '' || write(part) === part)))
    return builder.text(fixed).stop(hole, own);
  // The quotes are around the hole, so that what is typed into it is quoted too.
  const inner = (part: string): string => JSON.stringify(part).slice(1, -1);
  builder.text(`"${inner(fixed)}`);
  return builder.stop({ ...hole, choices: hole.choices.map(inner) }, inner(own)).text('"');
}

export interface Snippet {
  /** In snippet syntax, with special characters escaped. */
  readonly snippet: string;
  /** The same with a placeholder for the first of several choices, for editors that insert choices as text. */
  readonly withoutChoices: string;
  /** For editors without snippets: each placeholder has its initial text. */
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
    // If there is only one placeholder and it is empty, the cursor ends up there.
    const last = stops.length === 1 && only?.text === '' ? only : undefined;
    const numbers = new Map<string | Stop, number>();
    const numberOf = (stop: Stop): number => {
      if (stop === last) return 0;
      const key = stop.hole.name ?? stop;
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      return number;
    };
    const written = (write: (stop: Stop, number: number) => string): string => {
      const seen = new Set<number>();
      const parts = this.parts.map((part) => {
        if (typeof part === 'string') return escaped(part);
        const number = numberOf(part);
        const isFirst = !seen.has(number);
        seen.add(number);
        return isFirst ? write(part, number) : `$${number}`;
      });
      return parts.join('');
    };
    const plain = this.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
    return { snippet: written(writeStop), withoutChoices: written(writePlaceholder), plain };
  }
}

function writeStop({ text, hole }: Stop, number: number): string {
  return hole.choices.length > 1
    ? `\${${number}|${hole.choices.map(escapedChoice).join(',')}|}`
    : writePlaceholder({ text }, number);
}

function writePlaceholder({ text }: Pick<Stop, 'text'>, number: number): string {
  return text === '' ? `$${number}` : `\${${number}:${escaped(text)}}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[$}\\]/g, String.raw`\$&`);
}

function escapedChoice(text: string): string {
  return text.replaceAll(/[,|\\]/g, String.raw`\$&`);
}

export interface Offer {
  readonly label: string;
  readonly kind: OfferKind;
  /** A few words next to the label. */
  readonly detail: string;
  /** Computed on request. */
  readonly markdown: () => string;
  readonly deprecated?: boolean;
  readonly insert: SnippetBuilder;
  /** Edits elsewhere in the file. */
  readonly edits?: readonly Edit[];
  /** Whether only offered values are valid there, so that a character that ends the word can accept one. */
  readonly closed?: boolean;
  /** Whether completion should be triggered again after accepting it. */
  readonly opens?: boolean;
  /** The ID of the new function whose names follow the route that the user types next. */
  readonly follower?: string;
}

/** A `draft` inserts more than its label. */
export type OfferKind = 'property' | 'value' | 'route' | 'resource' | 'draft';

/** The text in the existing quotes, or in those that JSON requires. */
export function written(text: string, { style, quote }: CompletionPlace): SnippetBuilder {
  return new SnippetBuilder().text(writeScalar(text, { flow: style.flow, quote: style.json ? 'double' : quote }));
}
