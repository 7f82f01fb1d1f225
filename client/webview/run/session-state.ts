// What a local run has reported, as a list of frames and of what came of each: (session, events) → session. Pure.
import type {
  FunctionLog,
  LocalApi,
  Range,
  Sender,
  ServiceCall,
  SessionEvent,
  SessionStep,
  ShortOutcome,
  ShortText,
} from '../../../server/src/protocol.ts';

export interface Session {
  readonly apis: readonly LocalApi[];
  /** Those that are open or opening, by their IDs, in the order in which they came. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** The latest ones, by their numbers, in their order. */
  readonly entries: ReadonlyMap<number, Entry>;
  /** How many entries there have been. */
  readonly count: number;
  /** How many clients the page has opened, for their names. */
  readonly clients: number;
}

export interface Connection {
  readonly id: string;
  readonly api: string;
  /** The name of the client, if the page has opened it. */
  readonly client: string | undefined;
  readonly isOpen: boolean;
}

/** A frame, or something else that happens at one time, and what came of it. */
export interface Entry {
  readonly number: number;
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly what: What;
  /** The connection's ID. */
  readonly connection?: string | undefined;
  /** What the connection is called: the client's name, or else the ID. */
  readonly client?: string | undefined;
  /** The ID of API Gateway's request. */
  readonly request?: string | undefined;
  readonly steps: readonly SessionStep[];
  readonly calls: readonly Call[];
  /** What went wrong, each in a sentence. */
  readonly faults: readonly string[];
}

export type What =
  | { readonly kind: 'connect'; readonly path: string; readonly status: 'connecting' | 'open' | number }
  /** A frame from the client. */
  | {
      readonly kind: 'received';
      /** Absent for a binary message. */
      readonly message: ShortText | undefined;
      readonly route: string | undefined;
      readonly endpoint: Range | undefined;
    }
  /** A frame to the client. */
  | { readonly kind: 'sent'; readonly message: ShortText; readonly by: Sender }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string; readonly by: string }
  /** A function that something other than a client invokes. */
  | { readonly kind: 'invoked'; readonly trigger: string; readonly function: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'sources'; readonly files: readonly string[] }
  | { readonly kind: 'descriptor'; readonly isAdopted: boolean };

/** An invocation of a function. */
export interface Call {
  readonly id: string;
  readonly function: string;
  readonly trigger: string;
  readonly payload: ShortText;
  /** Undefined while it runs. */
  readonly outcome: ShortOutcome | undefined;
  /** What API Gateway makes of it. */
  readonly steps: readonly SessionStep[];
  readonly logs: readonly FunctionLog[];
  readonly services: readonly Service[];
}

/** A call of a function to a service, or to `@connections`. */
export type Service = Pick<ServiceCall, 'service' | 'operation' | 'resource' | 'refused' | 'problem'>;

/** More would make the page slow, and nobody reads them. The output channel has all logs. */
export const maximumEntries = 1000;
const maximumOfCall = 200;

export const noSession: Session = { apis: [], connections: new Map(), entries: new Map(), count: 0, clients: 0 };

export function advanceSession(session: Session, events: readonly SessionEvent[]): Session {
  const connections = new Map(session.connections);
  const entries = new Map(session.entries);
  let { apis, count, clients } = session;

  const add = (time: number, what: What, more: Partial<Entry> = {}): void => {
    count++;
    const client =
      more.connection === undefined ? undefined : nameOf(connections.get(more.connection), more.connection);
    entries.set(count, { number: count, time, what, client, steps: [], calls: [], faults: [], ...more });
    const [oldest] = entries.keys();
    if (entries.size > maximumEntries && oldest !== undefined) entries.delete(oldest);
  };
  /** Changes the latest entry that is meant. Whether there is one. */
  const change = (isMeant: (entry: Entry) => boolean, changed: (entry: Entry) => Partial<Entry>): boolean => {
    const found = latest([...entries.values()], isMeant);
    if (found) entries.set(found.number, { ...found, ...changed(found) });
    return found !== undefined;
  };
  const changeCall = (isMeant: (call: Call) => boolean, changed: (call: Call) => Partial<Call>): boolean =>
    change(
      ({ calls }) => calls.some(isMeant),
      ({ calls }) => {
        const meant = latest(calls, isMeant);
        return { calls: calls.map((call) => (call === meant ? { ...call, ...changed(call) } : call)) };
      },
    );
  /** The function's call that runs, or else the one that has run last. */
  const changeCallOf = (name: string, changed: (call: Call) => Partial<Call>): boolean =>
    changeCall((call) => call.function === name && call.outcome === undefined, changed) ||
    changeCall((call) => call.function === name, changed);

  const addCall = (event: Extract<SessionEvent, { event: 'called' }>): void => {
    const { call: id, function: name, trigger, payload, request, connection, time } = event;
    const call: Call = {
      id,
      function: name,
      trigger,
      payload,
      outcome: undefined,
      steps: [],
      logs: [],
      services: [],
    };
    const isCause = ({ request: own, connection: by, what }: Entry): boolean =>
      (request !== undefined && own === request) ||
      (trigger === '$disconnect' && what.kind === 'closed' && by === connection);
    if (change(isCause, ({ calls }) => ({ calls: [...calls, call] }))) return;
    add(time, { kind: 'invoked', trigger, function: name }, { request, connection, calls: [call] });
  };
  const addService = (name: string | undefined, service: Service, time: number): void => {
    const isShown =
      name !== undefined && changeCallOf(name, ({ services }) => ({ services: limited(services, service) }));
    const faults = [service.refused, service.problem].flatMap((fault) => fault ?? []);
    const text = [service.service, service.operation, service.resource].filter(Boolean).join(' ');
    if (!isShown) add(time, { kind: 'notice', text }, { faults });
  };

  for (const event of events) {
    const { time } = event;
    switch (event.event) {
      case 'ready':
        ({ apis } = event);
        break;
      case 'stopped':
        connections.clear();
        add(time, { kind: 'notice', text: event.reason });
        break;
      case 'descriptor':
        add(time, { kind: 'descriptor', isAdopted: event.adopted }, { faults: event.problems });
        break;
      case 'sources':
        add(time, { kind: 'sources', files: event.files });
        break;
      case 'problem':
        add(time, { kind: 'notice', text: event.text }, { faults: [event.text] });
        break;
      case 'connecting': {
        const { connection, api, client, path, request, steps } = event;
        if (client !== undefined) clients++;
        connections.set(connection, { id: connection, api, client, isOpen: false });
        add(time, { kind: 'connect', path, status: 'connecting' }, { connection, request, steps });
        break;
      }
      case 'opened':
      case 'refused': {
        const { connection, steps } = event;
        const known = connections.get(connection);
        if (event.event === 'refused') connections.delete(connection);
        else if (known) connections.set(connection, { ...known, isOpen: true });
        const status = event.event === 'opened' ? 'open' : event.status;
        const faults = event.event === 'refused' && event.cause !== undefined ? [event.cause] : [];
        change(
          ({ what, connection: own }) => what.kind === 'connect' && own === connection,
          (entry) => ({
            what: entry.what.kind === 'connect' ? { ...entry.what, status } : entry.what,
            steps: [...entry.steps, ...steps],
            faults: [...entry.faults, ...faults],
          }),
        );
        break;
      }
      case 'received': {
        const { connection, request, message, route, endpoint, steps } = event;
        add(time, { kind: 'received', message, route, endpoint }, { connection, request, steps });
        break;
      }
      case 'sent': {
        const { connection, message, by, cause } = event;
        add(time, { kind: 'sent', message, by }, { connection, faults: cause === undefined ? [] : [cause] });
        break;
      }
      case 'closed': {
        const { connection, code, reason, by, steps } = event;
        add(time, { kind: 'closed', code, reason, by }, { connection, steps });
        connections.delete(connection);
        break;
      }
      case 'called':
        addCall(event);
        break;
      case 'answered': {
        const { call: id, outcome, steps } = event;
        changeCall(
          (call) => call.id === id,
          () => ({ outcome, steps }),
        );
        break;
      }
      case 'log': {
        const byId = changeCall(
          ({ id }) => id === event.request,
          ({ logs }) => ({ logs: limited(logs, event) }),
        );
        const isShown = byId || changeCallOf(event.function, ({ logs }) => ({ logs: limited(logs, event) }));
        if (!isShown) add(time, { kind: 'notice', text: `${event.function}: ${event.text}` });
        break;
      }
      case 'service':
        addService(event.function, event, time);
        break;
      case 'management': {
        const { method, connection, function: name, refused, cause, status } = event;
        const operation = `${method} ${nameOf(connections.get(connection), connection)}`;
        const resource = String(status);
        addService(name, { service: '@connections', operation, resource, refused, problem: cause }, time);
        break;
      }
      case 'debugger':
        break;
    }
  }
  return { apis, connections, entries, count, clients };
}

function nameOf(connection: Connection | undefined, id: string): string {
  return connection?.client ?? id;
}

function latest<T>(items: readonly T[], isMeant: (item: T) => boolean): T | undefined {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (item !== undefined && isMeant(item)) return item;
  }
  return undefined;
}

function limited<T>(items: readonly T[], item: T): readonly T[] {
  return [...items, item].slice(-maximumOfCall);
}

/** Whether something in it went wrong, or would on AWS. */
export function hasFault({ faults, calls, what }: Entry): boolean {
  return (
    faults.length > 0 ||
    (what.kind === 'connect' && typeof what.status === 'number') ||
    calls.some(
      ({ outcome, services }) =>
        (outcome !== undefined && outcome.kind !== 'returned') ||
        services.some(({ refused, problem }) => refused !== undefined || problem !== undefined),
    )
  );
}
