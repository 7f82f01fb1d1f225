// What comes from outside, looked at before it is believed.
import type { Range } from '../../server/src/protocol.ts';

export type Fields = Readonly<Partial<Record<string, unknown>>>;

/** The properties of a T, of which nothing is known yet. */
export type Unread<T> = { readonly [Name in keyof T]: unknown };

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

export function isRange(value: unknown): value is Range {
  if (!isRecord(value)) return false;
  const { start, end }: Unread<Partial<Range>> = value;
  return isPosition(start) && isPosition(end);
}

function isPosition(value: unknown): value is Range['start'] {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
}
