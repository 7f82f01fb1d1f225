// The panel's messages, looked at before they are believed.
import type {
  GraphTable,
  PanelMessage,
  PanelMessageOf,
  PreviewState,
  Problem,
  TableCell,
  TableText,
  TemplateSize,
  TextSpan,
} from '../../server/src/protocol.ts';
import { readAnswer, readSamples, readStartAsking } from './ask/messages.ts';
import { readEdited, readEdits } from './edit/messages.ts';
import { isListOf, isRange, isRecord, isText, type Fields, type Unread } from './checks.ts';

type Readers = {
  readonly [Type in PanelMessage['type']]: (fields: Fields) => PanelMessageOf<Type> | undefined;
};

const readers: Readers = {
  show: ({ state }) => (isState(state) ? { type: 'show', state } : undefined),
  unavailable: ({ reason }) => (typeof reason === 'string' ? { type: 'unavailable', reason } : undefined),
  cursor: ({ graph, template }) =>
    isListOf(graph, isText) && isListOf(template, isTextSpan) ? { type: 'cursor', graph, template } : undefined,
  startAsking: readStartAsking,
  answer: readAnswer,
  samples: readSamples,
  copied: () => ({ type: 'copied' }),
  edits: readEdits,
  edited: readEdited,
  noOrigin: () => ({ type: 'noOrigin' }),
  noSource: ({ reason }) => (isText(reason) ? { type: 'noSource', reason } : undefined),
};

/** The message, or undefined for anything that the panel does not say. */
export function readPanelMessage(value: unknown): PanelMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { type } = value;
  return typeof type === 'string' && isType(type) ? readers[type](value) : undefined;
}

function isType(type: string): type is PanelMessage['type'] {
  return Object.hasOwn(readers, type);
}

function isState(value: unknown): value is PreviewState {
  if (!isRecord(value)) return false;
  const state: Unread<Partial<PreviewState>> = value;
  return (
    [state.uri, state.file].every(isText) &&
    typeof state.version === 'number' &&
    [state.isEmpty, state.graphIsStale, state.templateIsStale].every((flag) => typeof flag === 'boolean') &&
    [state.graph, state.template].every((text) => text === undefined || isText(text)) &&
    (state.templateSize === undefined || isTemplateSize(state.templateSize)) &&
    (state.templateFormat === 'yaml' || state.templateFormat === 'json') &&
    isListOf(state.tables, isTable) &&
    isListOf(state.errors, isProblem)
  );
}

function isTable(value: unknown): value is GraphTable {
  if (!isRecord(value)) return false;
  const { caption, headings, rows }: Unread<Partial<GraphTable>> = value;
  return isText(caption) && isListOf(headings, isText) && isListOf(rows, isRow);
}

function isRow(value: unknown): value is readonly TableCell[] {
  return isListOf(value, (cell): cell is TableCell => isListOf(cell, isTableText));
}

function isTableText(value: unknown): value is TableText {
  if (!isRecord(value)) return false;
  const { text, part }: Unread<Partial<TableText>> = value;
  return isText(text) && (part === undefined || isText(part));
}

function isTemplateSize(value: unknown): value is TemplateSize {
  if (!isRecord(value)) return false;
  const { resources, outputs, bytes, directBytes }: Unread<Partial<TemplateSize>> = value;
  return [resources, outputs, bytes, directBytes].every(
    (measure) => isRecord(measure) && typeof measure['count'] === 'number' && typeof measure['maximum'] === 'number',
  );
}

function isTextSpan(value: unknown): value is TextSpan {
  return isRecord(value) && typeof value['start'] === 'number' && typeof value['end'] === 'number';
}

function isProblem(value: unknown): value is Problem {
  if (!isRecord(value)) return false;
  const { message, rule, severity, range }: Unread<Partial<Problem>> = value;
  return [message, rule, severity].every((text) => typeof text === 'string') && isRange(range);
}
