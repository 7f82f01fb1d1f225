// How a connection ends: by the client, by API Gateway and its limits, or by a function; and the call of `$disconnect`, which
// happens once, with the code and the reason.
import { maximumAge, maximumIdle } from '../language/limits.ts';
import type { LambdaFunction } from '../model/project.ts';
import { findEndpoint } from '../model/usage.ts';
import { t } from '../locale.ts';
import { quote } from '../wording.ts';
import { disconnectEvent, type Client, type Occasion } from './events.ts';
import { call, step, type Advance, type ApiContext, type OpenState, type SimulationStep } from './state.ts';

/** A code of the WebSocket protocol, and the reason that the event of `$disconnect` has with it. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** The codes are AWS's. So are the reasons of the first three; no document has the others. */
export const closes = {
  /** A call of `@connections`. */
  deleted: { code: 1000, reason: 'Connection Closed Normally' },
  expired: { code: 1001, reason: 'Going away' },
  /** The client sends no code. */
  noCode: { code: 1005, reason: 'Client-side close frame status not set' },
  unsupportedData: { code: 1003, reason: 'Unsupported data' },
  /** The connection is lost. */
  lost: { code: 1006, reason: '' },
  messageTooBig: { code: 1009, reason: 'Message too big' },
} as const satisfies Record<string, Close>;

/** The connection has ended, so the function of `$disconnect` is called. */
export function disconnect(
  apiContext: ApiContext,
  client: Client,
  occasion: Occasion,
  { code, reason }: Close,
): Advance {
  const endpoint = findEndpoint(apiContext.api, '$disconnect');
  if (!endpoint) {
    const steps = [step(t`There is no \`$disconnect\` endpoint, so no function is called.`, apiContext.api.id)];
    return { state: { phase: 'closed' }, effects: [], steps };
  }
  const received = step(t`The endpoint \`$disconnect\` receives disconnections.`, endpoint.route);
  const event = disconnectEvent({ ...apiContext, client }, occasion, { code, reason });
  const words = (lambda: LambdaFunction): string =>
    t`${quote(lambda.id.value)} is called, although AWS does not guarantee it. The connection is closed, so its return value is ignored.`;
  const { effects, steps } = call(apiContext, endpoint, occasion, words, event);
  return { state: { phase: 'closed' }, effects, endpoint, steps: [received, ...steps] };
}

/** Closes the connection from this side. No endpoint receives what causes it. */
export function closeConnection(
  apiContext: ApiContext,
  client: Client,
  occasion: Occasion,
  close: Close,
  causes: readonly SimulationStep[],
): Advance {
  const { state, effects, steps } = disconnect(apiContext, client, occasion, close);
  const { code, reason } = close;
  return { state, effects: [{ kind: 'close', code, reason }, ...effects], steps: [...causes, ...steps] };
}

/** When API Gateway closes the connection if nothing happens until then, in milliseconds since 1970. */
export function expiryOf({ client, lastActiveAt }: OpenState): number {
  return Math.min(client.connectedAt + maximumAge, lastActiveAt + maximumIdle);
}

export function expire(apiContext: ApiContext, state: OpenState, occasion: Occasion): Advance {
  if (occasion.time < expiryOf(state)) return { state, effects: [], steps: [] };
  const close = closes.expired;
  const isOld = occasion.time >= state.client.connectedAt + maximumAge;
  const text = isOld
    ? t`The connection is ${maximumAge / hour} hours old. API Gateway closes it with code ${close.code}.`
    : t`Nothing was received or sent for ${maximumIdle / minute} minutes. API Gateway closes the connection with code ${close.code}.`;
  return closeConnection(apiContext, state.client, occasion, close, [step(text)]);
}

/** In milliseconds. */
const minute = 60_000;
const hour = 60 * minute;
