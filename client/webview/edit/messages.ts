// What the panel says of edits, looked at before it is believed.
import {
  graphEditKinds,
  type ConnectionTarget,
  type EditDone,
  type GraphEdit,
  type GraphEditInput,
  type GraphEditOffer,
  type GraphEditOptions,
  type GraphEdits,
  type PanelMessageOf,
} from '../../../server/src/protocol.ts';
import { isListOf, isRecord, isText, type Fields, type Unread } from '../checks.ts';

export function readEdits({ number, edits }: Fields): PanelMessageOf<'edits'> | undefined {
  return typeof number === 'number' && isEdits(edits) ? { type: 'edits', number, edits } : undefined;
}

export function readEdited({ number, refused, done }: Fields): PanelMessageOf<'edited'> | undefined {
  if (typeof number !== 'number' || !isTextOrAbsent(refused) || !(done === undefined || isDone(done))) return undefined;
  return { type: 'edited', number, refused, done };
}

function isDone(value: unknown): value is EditDone {
  if (!isRecord(value)) return false;
  const { version, select, created }: Unread<Partial<EditDone>> = value;
  return typeof version === 'number' && [select, created].every(isTextOrAbsent);
}

function isEdits(value: unknown): value is GraphEdits {
  if (!isRecord(value)) return false;
  const { version, title, offers, targets, refused }: Unread<Partial<GraphEdits>> = value;
  return (
    typeof version === 'number' &&
    [title, refused].every(isTextOrAbsent) &&
    isListOf(offers, isOffer) &&
    isListOf(targets, isTarget)
  );
}

function isOffer(value: unknown): value is GraphEditOffer {
  if (!isRecord(value)) return false;
  const { title, edit, input, options, refused }: Unread<Partial<GraphEditOffer>> = value;
  return (
    isText(title) &&
    isEdit(edit) &&
    (input === undefined || isInput(input)) &&
    (options === undefined || isOptions(options)) &&
    isTextOrAbsent(refused)
  );
}

function isEdit(value: unknown): value is GraphEdit {
  if (!isRecord(value)) return false;
  const { kind, part, to, name, type, option }: Unread<Partial<GraphEdit>> = value;
  return graphEditKinds.some((known) => known === kind) && [part, to, name, type, option].every(isTextOrAbsent);
}

function isInput(value: unknown): value is GraphEditInput {
  if (!isRecord(value)) return false;
  const { label, value: text, suggestions }: Unread<Partial<GraphEditInput>> = value;
  return isText(label) && isText(text) && isListOf(suggestions, isText);
}

function isOptions(value: unknown): value is GraphEditOptions {
  if (!isRecord(value)) return false;
  const { label, values }: Unread<Partial<GraphEditOptions>> = value;
  return isText(label) && isListOf(values, isText);
}

function isTarget(value: unknown): value is ConnectionTarget {
  if (!isRecord(value)) return false;
  const { part, title, does, refused, options }: Unread<Partial<ConnectionTarget>> = value;
  return [part, title, does].every(isText) && isTextOrAbsent(refused) && (options === undefined || isOptions(options));
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
