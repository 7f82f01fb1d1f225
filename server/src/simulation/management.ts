// `@connections`: what API Gateway answers to functions that send to a connection, look it up or close it.
import { maximumMessageSize } from '../language/limits.ts';
import { t } from '../locale.ts';
import { byteLength } from '../syntax/positions.ts';
import { bytes } from '../wording.ts';
import { closeConnection, closes } from './closing.ts';
import { valueOf } from './events.ts';
import {
  step,
  type Advance,
  type ApiContext,
  type ConnectionState,
  type Input,
  type ManagementResponse,
  type OpenState,
} from './state.ts';

export function manage(
  apiContext: ApiContext,
  state: ConnectionState,
  { action, occasion }: Extract<Input, { kind: 'manage' }>,
): Advance {
  if (action.kind === 'post' && byteLength(action.text) > maximumMessageSize) {
    const text = t`The message has ${bytes(byteLength(action.text))}, over API Gateway's limit of ${bytes(maximumMessageSize)}.`;
    return respond(state, { status: 413, error: 'PayloadTooLargeException', message: 'Message too long' }, text);
  }
  if (state.phase !== 'open') {
    const text =
      state.phase === 'authorizing' || state.phase === 'connecting'
        ? t`The connection only opens when the function of \`$connect\` has returned. Until then, nothing can be sent to it. Let the client send a first message, or invoke another function that sends later.`
        : t`The connection is closed. Delete what is stored about it when a call fails with 410, since \`$disconnect\` is not guaranteed.`;
    return respond(state, gone, text);
  }
  switch (action.kind) {
    case 'post':
      return {
        state,
        effects: [
          { kind: 'send', text: action.text },
          { kind: 'respond', response: { status: 200, body: undefined } },
        ],
        steps: [],
      };
    case 'get':
      return { state, effects: [{ kind: 'respond', response: { status: 200, body: described(state) } }], steps: [] };
    case 'delete': {
      const { code } = closes.deleted;
      const closed = closeConnection(apiContext, state.client, occasion, closes.deleted, [
        step(t`A call of \`@connections\` closes the connection with code ${code}.`),
      ]);
      return { ...closed, effects: [...closed.effects, { kind: 'respond', response: { status: 204 } }] };
    }
  }
}

/** The answer about an ID that no connection has. */
export function withoutConnection(id: string): ManagementResponse {
  const isPossible = id.length % 4 === 0 && /^[\w-]+={0,2}$/.test(id);
  return isPossible ? gone : { status: 400, error: 'BadRequestException', message: `Invalid connectionId: ${id}` };
}

const gone = { status: 410, error: 'GoneException', message: 'Gone' } as const;

function respond(state: ConnectionState, response: ManagementResponse, text: string): Advance {
  return { state, effects: [{ kind: 'respond', response }], steps: [step(text)] };
}

function described({ client, lastActiveAt }: OpenState): object {
  const { connectedAt, handshake } = client;
  return {
    connectedAt: new Date(connectedAt).toISOString(),
    identity: { sourceIp: handshake.sourceIp, userAgent: valueOf(handshake.headers, 'User-Agent', true) },
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}
