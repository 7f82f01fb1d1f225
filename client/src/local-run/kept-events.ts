// The events of a run that are kept for a page that is opened or reloaded later: the latest ones, and of the earlier ones those
// that say which APIs run and which connections are open.
import type { SessionEvent } from '../../../server/src/protocol.ts';

export interface KeptEvents {
  readonly add: (event: SessionEvent) => void;
  readonly all: () => readonly SessionEvent[];
  readonly clear: () => void;
}

/** Enough for a thousand messages with what their functions did. */
export const maximumEvents = 10_000;

/** @param maximum the number of latest events to keep; twice as many are kept for a moment */
export function keptEvents(maximum = maximumEvents): KeptEvents {
  let events: SessionEvent[] = [];
  const kept = (): SessionEvent[] =>
    events.length <= maximum ? events : [...lasting(events.slice(0, -maximum), events), ...events.slice(-maximum)];
  return {
    add(event) {
      events.push(event);
      if (events.length >= maximum * 2) events = kept();
    },
    all: kept,
    clear() {
      events = [];
    },
  };
}

/** Of the earlier events, those that are still true after all of them. */
function lasting(earlier: readonly SessionEvent[], all: readonly SessionEvent[]): readonly SessionEvent[] {
  const ended = new Set(
    all.flatMap((one) => (one.event === 'closed' || one.event === 'refused' ? [one.connection] : [])),
  );
  return earlier.filter(
    (one) =>
      one.event === 'ready' || ((one.event === 'connecting' || one.event === 'opened') && !ended.has(one.connection)),
  );
}

/** Without the earliest of too many events at once, apart from those that say what runs and which connections are open. */
export function thinned(events: readonly SessionEvent[], maximum: number): readonly SessionEvent[] {
  const isLasting = ({ event }: SessionEvent): boolean => lastingKinds.has(event);
  return events.filter((one, index) => index >= events.length - maximum || isLasting(one));
}

const lastingKinds: ReadonlySet<SessionEvent['event']> = new Set([
  'ready',
  'stopped',
  'connecting',
  'opened',
  'refused',
  'closed',
]);
