// The page's messages, looked at before they are believed: what comes out of a webview is input like any other.
import type { PageMessage, PageMessageOf, Range } from '../../../server/src/protocol.ts';
import { readQuestion, readSamples } from './ask-message.ts';
import { readAskEdits, readEdit } from './edit-message.ts';
import { isIndex, property } from '../property.ts';

type Readers = {
  readonly [Type in PageMessage['type']]: (message: unknown) => PageMessageOf<Type> | undefined;
};

const readers: Readers = {
  ready: () => ({ type: 'ready' }),
  startFile: () => ({ type: 'startFile' }),
  openTemplate: () => ({ type: 'openTemplate' }),
  copyTemplate: () => ({ type: 'copyTemplate' }),
  generateTemplate: () => ({ type: 'generateTemplate' }),
  revealPart(message) {
    const [part, goesThere] = [property(message, 'part'), property(message, 'goesThere')];
    if (typeof part !== 'string' || (goesThere !== undefined && typeof goesThere !== 'boolean')) return undefined;
    return { type: 'revealPart', part, goesThere };
  },
  openSource(message) {
    const part = property(message, 'part');
    return typeof part === 'string' ? { type: 'openSource', part } : undefined;
  },
  revealOrigin(message) {
    const offset = property(message, 'offset');
    return isIndex(offset) ? { type: 'revealOrigin', offset } : undefined;
  },
  setTemplateFormat(message) {
    const format = property(message, 'format');
    return format === 'yaml' || format === 'json' ? { type: 'setTemplateFormat', format } : undefined;
  },
  ask(message) {
    const number = property(message, 'number');
    const api = property(message, 'api');
    const question = readQuestion(property(message, 'question'));
    if (!isIndex(number) || (api !== undefined && typeof api !== 'string') || !question) return undefined;
    return { type: 'ask', number, api, question };
  },
  loadSamples: () => ({ type: 'loadSamples' }),
  saveSamples(message) {
    const samples = readSamples(property(message, 'samples'));
    return samples && { type: 'saveSamples', samples };
  },
  copyText(message) {
    const text = property(message, 'text');
    return typeof text === 'string' ? { type: 'copyText', text } : undefined;
  },
  undo: () => ({ type: 'undo' }),
  redo: () => ({ type: 'redo' }),
  askEdits: readAskEdits,
  edit: readEdit,
  collapse(message) {
    const uri = property(message, 'uri');
    const collapsed = property(message, 'collapsed');
    return typeof uri === 'string' && isTexts(collapsed) ? { type: 'collapse', uri, collapsed } : undefined;
  },
  revealRange(message) {
    const range = readRange(property(message, 'range'));
    return range && { type: 'revealRange', range };
  },
};

/** The message, or undefined for anything that the page does not say. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  const type = property(value, 'type');
  return typeof type === 'string' && isType(type) ? readers[type](value) : undefined;
}

/** The URI that the page kept, or undefined. */
export function readKeptUri(value: unknown): string | undefined {
  const uri = property(value, 'uri');
  return typeof uri === 'string' ? uri : undefined;
}

function isType(type: string): type is PageMessage['type'] {
  return Object.hasOwn(readers, type);
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

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
