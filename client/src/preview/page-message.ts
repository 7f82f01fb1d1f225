// The page's messages, looked at before they are believed: what comes out of a webview is input like any other.
import type { PageMessage, Range } from '../../../server/src/protocol.ts';

/** The message, or undefined for anything that the page does not say. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  const type = property(value, 'type');
  switch (type) {
    case 'ready':
    case 'copyTemplate':
    case 'generateTemplate':
      return { type };
    case 'revealPart': {
      const part = property(value, 'part');
      return typeof part === 'string' ? { type, part } : undefined;
    }
    case 'revealRange': {
      const range = readRange(property(value, 'range'));
      return range && { type, range };
    }
    default:
      return undefined;
  }
}

/** The URI that the page kept, or undefined. */
export function readKeptUri(value: unknown): string | undefined {
  const uri = property(value, 'uri');
  return typeof uri === 'string' ? uri : undefined;
}

function readRange(value: unknown): Range | undefined {
  const start = readPosition(property(value, 'start'));
  const end = readPosition(property(value, 'end'));
  return start && end && { start, end };
}

function readPosition(value: unknown): Range['start'] | undefined {
  const line = property(value, 'line');
  const character = property(value, 'character');
  return isIndex(line) && isIndex(character) ? { line, character } : undefined;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
