// The content that a completion inserts, independent of notation: block style, braces, or JSON.

export type Draft = Text | List | Collection | Opened;

export interface Text {
  readonly kind: 'text';
  /** The initial text, which may be empty. */
  readonly text: string;
  /** Absent for a fixed text. */
  readonly hole: Hole | undefined;
  /** A number, or anything else that is never quoted. */
  readonly bare?: boolean;
}

/** A placeholder, to be filled in after accepting. */
export interface Hole {
  /** Holes with the same name get the same text, typed once. */
  readonly name: string | undefined;
  /** The possible texts, the initial one first; empty for any text. */
  readonly choices: readonly string[];
  /** The length of the fixed text before it. */
  readonly from: number;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Draft[];
  /** In brackets, however the file is written. */
  readonly inline: boolean;
}

export interface Collection {
  readonly kind: 'map';
  readonly entries: readonly DraftEntry[];
  /** In braces, however the file is written. */
  readonly inline: boolean;
}

export type DraftEntry = readonly [key: Text, value: Draft];

/** A list or map whose content the user types. */
export interface Opened {
  readonly kind: 'opened';
  readonly as: 'list' | 'map';
  /** In brackets or braces, however the file is written. */
  readonly inline: boolean;
}

/** A fixed text. */
export function word(text: string): Text {
  return { kind: 'text', text, hole: undefined };
}

/** A fixed text that is not a string. */
export function bareWord(text: string): Text {
  return { ...word(text), bare: true };
}

/** A text that the user will probably change: a placeholder. */
export function hole(text: string, name?: string): Text {
  return { kind: 'text', text, hole: { name, choices: [], from: 0 } };
}

/** A placeholder after a fixed prefix. */
export function holeAfter(prefix: string, text: string): Text {
  return { kind: 'text', text: prefix + text, hole: { name: undefined, choices: [], from: prefix.length } };
}

/** Of more texts, a list is too long to choose from, and one in each item makes the answer very long. */
const mostChoices = 100;

/** One of the texts, or any text if there are none. */
export function choice(texts: readonly string[]): Text {
  return {
    kind: 'text',
    text: texts[0] ?? '',
    hole: { name: undefined, choices: texts.slice(0, mostChoices), from: 0 },
  };
}

export const blank: Text = hole('');

/** A number as a placeholder. */
export function numberHole(value: string | number): Text {
  return { ...hole(String(value)), bare: true };
}

export function opened(as: Opened['as']): Opened {
  return { kind: 'opened', as, inline: false };
}

export function list(...items: readonly Draft[]): List {
  return { kind: 'list', items, inline: false };
}

export function map(...entries: readonly (readonly [string | Text, Draft])[]): Collection {
  return {
    kind: 'map',
    entries: entries.map(([key, value]) => [typeof key === 'string' ? word(key) : key, value]),
    inline: false,
  };
}

export function inline<D extends List | Collection | Opened>(draft: D): D {
  return { ...draft, inline: true };
}
