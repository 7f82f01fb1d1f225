// The panel's messages, looked at before they are believed.
import type { PanelMessage, PreviewState, Problem, Range } from '../../server/src/protocol.ts';

/** The message, or undefined for anything that the panel does not say. */
export function readPanelMessage(value: unknown): PanelMessage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, state, reason } = value;
  if (type === 'show') return isState(state) ? { type, state } : undefined;
  if (type === 'unavailable') return typeof reason === 'string' ? { type, reason } : undefined;
  return type === 'copied' ? { type } : undefined;
}

type Fields<T> = { readonly [Name in keyof T]: unknown };

export function isRecord(value: unknown): value is Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null;
}

function isState(value: unknown): value is PreviewState {
  if (!isRecord(value)) return false;
  const { uri, file, isEmpty, errors, graph, graphIsStale, template, templateIsStale }: Fields<Partial<PreviewState>> =
    value;
  return (
    typeof uri === 'string' &&
    typeof file === 'string' &&
    [isEmpty, graphIsStale, templateIsStale].every((flag) => typeof flag === 'boolean') &&
    [graph, template].every((text) => text === undefined || typeof text === 'string') &&
    Array.isArray(errors) &&
    errors.every(isProblem)
  );
}

function isProblem(value: unknown): value is Problem {
  if (!isRecord(value)) return false;
  const { message, rule, severity, range }: Fields<Partial<Problem>> = value;
  return [message, rule, severity].every((text) => typeof text === 'string') && isRange(range);
}

function isRange(value: unknown): value is Range {
  if (!isRecord(value)) return false;
  const { start, end }: Fields<Partial<Range>> = value;
  return isPosition(start) && isPosition(end);
}

function isPosition(value: unknown): value is Range['start'] {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
}
