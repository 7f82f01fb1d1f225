// What a completion inserts, before it is known how it is written there: in blocks, in braces, or as JSON.

export type Draft = Text | List | Collection | Opened;

export interface Text {
  readonly kind: 'text';
  /** What stands there until the user types something else; empty where that is all the user's. */
  readonly text: string;
  /** Absent for a text that is meant as it is. */
  readonly hole: Hole | undefined;
  /** A number, or whatever else is never put into quotes. */
  readonly bare?: boolean;
}

/** A place to be filled in after accepting. */
export interface Hole {
  /** Holes of one name take the same text, typed once. */
  readonly name: string | undefined;
  /** All that may stand there, the first one being what does; empty for any text. */
  readonly choices: readonly string[];
  /** How much of the text before it stays as it is. */
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

/** A list or a map of which nothing is known but that something is to stand in it. */
export interface Opened {
  readonly kind: 'opened';
  readonly as: 'list' | 'map';
  /** In brackets or braces, however the file is written. */
  readonly inline: boolean;
}

/** The text as it is. */
export function word(text: string): Text {
  return { kind: 'text', text, hole: undefined };
}

/** A text that the user will probably change. */
export function hole(text: string, name?: string): Text {
  return { kind: 'text', text, hole: { name, choices: [], from: 0 } };
}

/** A text of which only what follows the prefix will be changed. */
export function holeBehind(prefix: string, text: string): Text {
  return { kind: 'text', text: prefix + text, hole: { name: undefined, choices: [], from: prefix.length } };
}

/** One of the texts; any at all where there are none. */
export function choice(texts: readonly string[]): Text {
  return { kind: 'text', text: texts[0] ?? '', hole: { name: undefined, choices: texts, from: 0 } };
}

export const blank: Text = hole('');

/** A number that the user will probably change. */
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
