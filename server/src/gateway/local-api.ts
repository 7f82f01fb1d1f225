// The connections of one API: carries out what the simulation decides, with real sockets, functions and timers, and reports it.
import { createHash, randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { gatewayTimeout } from '../language/lambda-function.ts';
import type { LambdaFunction, Project, WebSocketApi } from '../model/project.ts';
import { closes, expiryOf } from '../simulation/closing.ts';
import { advance } from '../simulation/connection.ts';
import { stageOf, type Handshake, type Occasion } from '../simulation/events.ts';
import { withoutConnection } from '../simulation/management.ts';
import type {
  Advance,
  ApiContext,
  ConnectionState,
  Effect,
  FunctionAnswer,
  Input,
  ManagementAction,
  ManagementResponse,
  SimulationStep,
} from '../simulation/state.ts';
import type { Span } from '../syntax/tree.ts';
import { bytes, quote, shorten } from '../wording.ts';
import { decisionOf, responseOf } from './outcomes.ts';
import { routeThrottle } from './throttling.ts';
import type { ConnectionEvent, Outcome, Sender, SessionEvent, SessionStep, ShortText } from './session.ts';

type Untimed<E> = E extends SessionEvent ? Omit<E, 'time'> : never;
/** Reports what happens. The time is added by the receiver. */
export type Report = (event: Untimed<SessionEvent>) => void;

/** What an API needs of the run that it is a part of. */
export interface Surroundings {
  /** The descriptor as it was last adopted. */
  readonly project: () => Project;
  readonly rangeOf: (span: Span) => SessionStep['range'];
  readonly region: string;
  readonly accountId: string;
  /** Replaces the stage of the descriptor. */
  readonly stage: string | undefined;
  /** In milliseconds since 1970. With a time scale, it runs faster than the machine's. */
  readonly now: () => number;
  readonly timeScale: number;
  /** False while a debugger may hold a function. */
  readonly hasTimeouts: boolean;
  readonly report: Report;
  /** Calls a function and reports the call. */
  readonly invoke: (lambda: LambdaFunction, event: unknown, about: About) => Promise<Called>;
}

export interface About {
  readonly trigger: string;
  readonly connection?: string;
  readonly request?: string;
}

export interface Called {
  readonly outcome: Outcome;
  /** Reports the outcome with what API Gateway makes of it. */
  readonly answered: (steps: readonly SessionStep[]) => void;
}

/** A client that waits for an answer to its handshake. */
export interface Waiting {
  readonly handshake: Handshake;
  readonly path: string;
  readonly origin?: string | undefined;
  /** The name of a client that a command has opened. */
  readonly client?: string | undefined;
  /**
   * Opens the socket; undefined if the client has gone.
   * @param onLargeFrame is called when a frame over the limit begins
   */
  accept(subprotocol: string | undefined, onLargeFrame: () => void): WebSocket | undefined;
  refuse(status: number): void;
}

export interface LocalApi {
  readonly id: string;
  /** Undefined while the descriptor has no such API. */
  api(): WebSocketApi | undefined;
  stage(): string;
  connect(waiting: Waiting): void;
  /** Answers a request to `@connections`, from that function if it is known. */
  manage(connectionId: string, action: ManagementAction, caller: string | undefined): Managed;
  /** Closes all connections, and opens no others. Resolves when what is called for it has returned. */
  close(by: 'gateway' | 'stop'): Promise<void>;
}

export interface Managed {
  readonly response: ManagementResponse;
  readonly cause: string | undefined;
}

/** How much of a text is reported, in characters. */
const reportedLength = 4096;
/** Unsent bytes of a connection. Over the first limit, nothing is read from it; over the second, nothing can be posted to it, and the next answer ends it. */
const unsent = { pause: 1024 * 1024, refuse: 8 * 1024 * 1024 };
/** Requests of a connection that wait for functions. Over it, nothing is read from the connection. */
const maximumWaiting = 100;

/** Of connections, messages and requests: 15 characters and `=`, as AWS's have. */
export function makeId(): string {
  if (offset + 12 > random.length) [random, offset] = [randomBytes(random.length), 0];
  offset += 12;
  return `${random.toString('base64url', offset - 12, offset).slice(0, 15)}=`;
}

/** Random bytes for the next IDs. One by one, they would take longer than the rest. */
let random = Buffer.alloc(12 * 256);
let offset = random.length;

export function shortText(text: string): ShortText {
  // Most texts are short, and there are many.
  const shown = text.length > reportedLength ? shorten(text, reportedLength) : text;
  return { text: shown, bytes: Buffer.byteLength(text) };
}

export function localApi(id: string, domainName: string, surroundings: Surroundings): LocalApi {
  const { now, timeScale, report, rangeOf } = surroundings;
  const connections = new Map<string, Connection>();
  /** What the endpoints' functions do now. */
  const calls = new Set<Promise<void>>();
  let isClosed = false;
  const accepts = routeThrottle(now);
  const deployment = {
    apiId: createHash('sha256').update(id).digest('hex').slice(0, 10),
    region: surroundings.region,
    accountId: surroundings.accountId,
    domainName,
    stage: surroundings.stage,
  };
  /** The last good one, for what is still open when the API leaves the descriptor. */
  let last: ApiContext | undefined;
  const context = (): ApiContext | undefined => {
    const project = surroundings.project();
    const api = project.find(id);
    if (api?.type === 'websocket-api') last = { project, api, deployment };
    return last;
  };
  const occasion = (requestId = makeId()): Occasion => ({ requestId, time: now() });
  const stepsOf = (steps: readonly SimulationStep[]): SessionStep[] =>
    steps.map(({ text, span }) => ({ text, range: span && rangeOf(span) }));

  interface Connection {
    readonly id: string;
    readonly waiting: Waiting;
    state: ConnectionState;
    socket?: WebSocket | undefined;
    timer?: NodeJS.Timeout | undefined;
  }

  /** Who is behind an input. */
  interface Origin {
    readonly sender?: Sender;
    readonly by?: 'client' | 'gateway' | 'function' | 'stop';
    /** What is known about the cause, before what the simulation says. */
    readonly steps?: readonly SimulationStep[];
  }

  const put = (connection: Connection, input: Input, origin: Origin = {}): Advance => {
    const apiContext = context();
    // What comes after the end is too late.
    if (!apiContext || connection.state.phase === 'closed') return { state: connection.state, effects: [], steps: [] };
    const next = advance(apiContext, connection.state, input);
    connection.state = next.state;
    const steps = [...(origin.steps ?? []), ...next.steps];
    const tell = (event: DistributiveOmit<ConnectionEvent, 'api' | 'connection'>): void =>
      report({ ...event, api: id, connection: connection.id });
    if (input.kind === 'connect') {
      const { path, origin: page, client } = connection.waiting;
      tell({
        event: 'connecting',
        client,
        path,
        origin: page,
        request: input.occasion.requestId,
        steps: stepsOf(steps),
      });
    }
    if (input.kind === 'message' || input.kind === 'binary') {
      const message = input.kind === 'message' ? shortText(input.text) : undefined;
      const { endpoint } = next;
      tell({
        event: 'received',
        request: input.occasion.requestId,
        message,
        route: endpoint?.route?.value,
        endpoint: endpoint && rangeOf(endpoint.node.span),
        steps: stepsOf(steps),
      });
    }
    const isOver = next.state.phase === 'closed';
    if (input.kind === 'disconnect' && isOver) {
      const { code, reason } = input;
      tell({ event: 'closed', code, reason, by: origin.by ?? 'client', steps: stepsOf(steps) });
    }
    for (const effect of next.effects) perform(connection, effect, input, steps, origin, tell);
    if (isOver) {
      clearTimeout(connection.timer);
      connections.delete(connection.id);
    } else throttle(connection);
    return next;
  };

  const perform = (
    connection: Connection,
    effect: Effect,
    input: Input,
    steps: readonly SimulationStep[],
    origin: Origin,
    tell: (event: DistributiveOmit<ConnectionEvent, 'api' | 'connection'>) => void,
  ): void => {
    const { requestId } = input.occasion;
    switch (effect.kind) {
      case 'ask-authorizer':
        void authorize(connection, effect, requestId);
        return;
      case 'call': {
        const running = call(connection, effect).finally(() => calls.delete(running));
        calls.add(running);
        return;
      }
      case 'accept':
        tell({ event: 'opened', subprotocol: effect.subprotocol, steps: stepsOf(steps) });
        open(connection, effect.subprotocol);
        return;
      case 'refuse':
        tell({ event: 'refused', status: effect.status, cause: causeOf(steps), steps: stepsOf(steps) });
        connection.waiting.refuse(effect.status);
        return;
      case 'send': {
        const sender = origin.sender ?? { kind: 'gateway', request: requestId };
        const cause = sender.kind === 'gateway' ? causeOf(steps) : undefined;
        tell({ event: 'sent', message: shortText(effect.text), by: sender, cause });
        connection.socket?.send(effect.text, () => throttle(connection));
        if ((connection.socket?.bufferedAmount ?? 0) > unsent.refuse) giveUp(connection);
        return;
      }
      case 'close': {
        const { code, reason } = effect;
        tell({ event: 'closed', code, reason, by: origin.by ?? 'gateway', steps: stepsOf(steps) });
        connection.socket?.close(code, reason);
        return;
      }
      case 'respond':
        // The one who asks gets it from the advance.
        return;
    }
  };

  /** Ends the connection of a client that reads nothing: what it is sent takes memory. */
  const giveUp = (connection: Connection): void => {
    const { socket } = connection;
    const text = `The client has not read ${bytes(socket?.bufferedAmount ?? 0)} that were sent to it, so its connection is ended.`;
    const steps = [{ text, span: undefined }];
    put(connection, { kind: 'disconnect', ...closes.lost, occasion: occasion() }, { by: 'gateway', steps });
    socket?.terminate();
  };

  const authorize = async (
    connection: Connection,
    { lambda, event }: Extract<Effect, { kind: 'ask-authorizer' }>,
    requestId: string,
  ): Promise<void> => {
    const about = { trigger: 'authorizer', connection: connection.id, request: requestId };
    const { outcome, answered } = await surroundings.invoke(lambda, event, about);
    const { answer, context: values, steps } = decisionOf(lambda, outcome, event.methodArn);
    const input: Input = { kind: 'authorized', answer, context: values, occasion: occasion(requestId) };
    const next = put(connection, input, { steps });
    answered(stepsOf([...steps, ...next.steps]));
  };

  const scaledTime: readonly SimulationStep[] =
    timeScale === 1
      ? []
      : [
          {
            text: `With --time-scale ${timeScale}, ${gatewayTimeout} seconds take ${Number(((gatewayTimeout * 1000) / timeScale).toPrecision(3))} ms.`,
            span: undefined,
          },
        ];

  const call = async (
    connection: Connection,
    { endpoint, lambda, requestId, event }: Extract<Effect, { kind: 'call' }>,
  ): Promise<void> => {
    const route = endpoint.route?.value ?? '';
    const about = { trigger: route, connection: connection.id, request: requestId };
    const sender: Sender = { kind: 'response', function: lambda.id.value, request: requestId };
    const respond = (answer: FunctionAnswer, steps: readonly SimulationStep[]): Advance => {
      const isError = typeof answer === 'string';
      const input: Input = { kind: 'answered', answer, occasion: occasion(requestId) };
      return put(connection, input, isError ? { steps } : { steps, sender });
    };
    const api = context()?.api;
    // API Gateway does not count its own calls for the end of a connection.
    if (api && route !== '$disconnect' && !accepts(api, route)) {
      respond('throttled', []);
      return;
    }
    const limit = surroundings.hasTimeouts
      ? setTimeout(() => respond('timeout', scaledTime), (gatewayTimeout * 1000) / timeScale)
      : undefined;
    const { outcome, answered } = await surroundings.invoke(lambda, event, about);
    clearTimeout(limit);
    const { answer, steps } = responseOf(lambda, outcome);
    if (route === '$disconnect') return answered(stepsOf(outcome.kind === 'returned' ? [] : steps));
    const next = respond(answer, steps);
    answered(stepsOf([...steps, ...next.steps]));
  };

  const open = (connection: Connection, subprotocol: string | undefined): void => {
    const socket = connection.waiting.accept(subprotocol, () =>
      put(connection, { kind: 'oversized', what: 'frame', occasion: occasion() }),
    );
    if (!socket) {
      put(connection, { kind: 'disconnect', ...closes.lost, occasion: occasion() });
      return;
    }
    connection.socket = socket;
    socket.on('message', (data, isBinary) => {
      const text = Buffer.isBuffer(data) ? data.toString() : '';
      put(
        connection,
        isBinary
          ? { kind: 'binary', occasion: occasion() }
          : { kind: 'message', text, messageId: makeId(), occasion: occasion() },
      );
    });
    socket.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
        put(connection, { kind: 'oversized', what: 'message', occasion: occasion() });
      } else if (error.code?.startsWith('WS_ERR_')) {
        const code = error.code === 'WS_ERR_INVALID_UTF8' ? 1007 : 1002;
        put(connection, { kind: 'disconnect', code, reason: error.message, occasion: occasion() }, { by: 'gateway' });
      }
    });
    socket.on('close', (code, reason) => {
      const text = reason.toString();
      const close = code === closes.noCode.code ? closes.noCode : { code, reason: text };
      put(connection, { kind: 'disconnect', ...close, occasion: occasion() });
    });
    watchExpiry(connection);
  };

  /** One timer for each connection, which is set again only when it has run out. */
  const watchExpiry = (connection: Connection): void => {
    if (connection.state.phase !== 'open') return;
    const delay = Math.max(1, (expiryOf(connection.state) - now()) / timeScale);
    connection.timer = setTimeout(() => {
      put(connection, { kind: 'tick', occasion: occasion() });
      watchExpiry(connection);
    }, delay);
    connection.timer.unref();
  };

  /** Reads no further while the client does not read, or functions are behind. */
  const throttle = ({ socket, state }: Connection): void => {
    if (!socket || state.phase !== 'open') return;
    const isBehind = socket.bufferedAmount > unsent.pause || state.waiting.size >= maximumWaiting;
    if (isBehind && !socket.isPaused) socket.pause();
    else if (!isBehind && socket.isPaused) socket.resume();
  };

  return {
    id,
    api: () => {
      const found = surroundings.project().find(id);
      return found?.type === 'websocket-api' ? found : undefined;
    },
    stage() {
      const apiContext = context();
      return apiContext ? stageOf(apiContext) : '';
    },
    connect(waiting) {
      if (isClosed) return waiting.refuse(503);
      const connection: Connection = { id: makeId(), waiting, state: { phase: 'new' } };
      connections.set(connection.id, connection);
      const { handshake } = waiting;
      const next = put(connection, { kind: 'connect', handshake, connectionId: connection.id, occasion: occasion() });
      // Only a descriptor with errors leaves a client without an answer, and none is served.
      if (next.effects.length === 0) waiting.refuse(500);
    },
    manage(connectionId, action, caller) {
      const connection = connections.get(connectionId);
      if (!connection) {
        const response = withoutConnection(connectionId);
        const cause =
          response.status === 410
            ? `There is no connection ${quote(connectionId)}: it is closed, or belongs to another run or API.`
            : `${quote(connectionId)} is not the ID of a connection.`;
        return { response, cause };
      }
      if (action.kind === 'post' && (connection.socket?.bufferedAmount ?? 0) > unsent.refuse) {
        const response = { status: 429, error: 'LimitExceededException', message: 'Too many requests' } as const;
        return { response, cause: 'The client does not read what is sent to it.' };
      }
      const origin: Origin = { by: 'function', sender: { kind: 'post', function: caller } };
      const next = put(connection, { kind: 'manage', action, occasion: occasion() }, origin);
      const answer = next.effects.find((effect) => effect.kind === 'respond');
      return { response: answer?.response ?? withoutConnection(connectionId), cause: causeOf(next.steps) };
    },
    async close(by) {
      isClosed = true;
      for (const connection of connections.values()) {
        const { code, reason } = closes.expired;
        const { socket, waiting, timer } = connection;
        if (socket) put(connection, { kind: 'disconnect', code, reason, occasion: occasion() }, { by });
        else waiting.refuse(500);
        connection.state = { phase: 'closed' };
        clearTimeout(timer);
        socket?.close(code, reason);
      }
      connections.clear();
      await Promise.all(calls);
    },
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The steps in one line. */
function causeOf(steps: readonly SimulationStep[]): string | undefined {
  return steps.length > 0 ? steps.map(({ text }) => text).join(' ') : undefined;
}
