// The page's messages about edits of the graph, looked at before they are believed.
import { graphEditKinds, type GraphEdit, type PageMessageOf } from '../../../server/src/protocol.ts';
import { isIndex, property } from '../property.ts';

export function readAskEdits(message: unknown): PageMessageOf<'askEdits'> | undefined {
  const number = property(message, 'number');
  const part = property(message, 'part');
  return isIndex(number) && isTextOrAbsent(part) ? { type: 'askEdits', number, part } : undefined;
}

export function readEdit(message: unknown): PageMessageOf<'edit'> | undefined {
  const number = property(message, 'number');
  const version = property(message, 'version');
  const isTrial = property(message, 'isTrial');
  const edit = readGraphEdit(property(message, 'edit'));
  if (!isIndex(number) || !isIndex(version) || typeof isTrial !== 'boolean' || !edit) return undefined;
  return { type: 'edit', number, edit, version, isTrial };
}

function readGraphEdit(value: unknown): GraphEdit | undefined {
  const kind = graphEditKinds.find((known) => known === property(value, 'kind'));
  const [part, to, name, type, option] = ['part', 'to', 'name', 'type', 'option'].map((field) =>
    property(value, field),
  );
  if (!kind || !isTextOrAbsent(part) || !isTextOrAbsent(to) || !isTextOrAbsent(name)) return undefined;
  if (!isTextOrAbsent(type) || !isTextOrAbsent(option)) return undefined;
  return { kind, part, to, name, type, option };
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}
