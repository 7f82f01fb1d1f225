// One client's connection, as API Gateway handles it: (state, input) → (state, effects), with an explanation. No
// sockets, clock or randomness: the caller supplies IDs and times, carries out the effects, and passes their results as
// inputs.
import { gatewayTimeout } from '../language/lambda-function.ts';
import { maximumMessageSize } from '../language/limits.ts';
import { byteLength } from '../syntax/positions.ts';
import type { Endpoint } from '../model/project.ts';
import {
  call,
  step,
  throttlingSteps,
  type SimulationStep,
  type Advance,
  type ConnectionState,
  type Input,
  type OpenState,
  type ApiContext,
} from './state.ts';
import { closeConnection, closes, disconnect, expire } from './closing.ts';
import { messageEvent } from './events.ts';
import { authorized, connect, connected } from './handshake.ts';
import { manage } from './management.ts';
import { selectEndpoint } from './route-selection.ts';
import { t } from '../locale.ts';
import { bytes, quote, sentences } from '../wording.ts';

/** An input that does not match the state is ignored, because it came too late. */
export function advance(apiContext: ApiContext, state: ConnectionState, input: Input): Advance {
  const next = react(apiContext, state, input);
  const isActive = input.kind === 'message' || next.effects.some(({ kind }) => kind === 'send');
  if (next.state.phase !== 'open' || !isActive) return next;
  return { ...next, state: { ...next.state, lastActiveAt: input.occasion.time } };
}

function react(apiContext: ApiContext, state: ConnectionState, input: Input): Advance {
  const { occasion } = input;
  switch (input.kind) {
    case 'connect': {
      if (state.phase !== 'new') break;
      const { handshake, connectionId } = input;
      return connect(apiContext, { connectionId, connectedAt: occasion.time, handshake }, occasion);
    }
    case 'authorized':
      if (state.phase === 'authorizing') return authorized(apiContext, state.client, input);
      break;
    case 'answered':
      if (state.phase === 'connecting') return connected(state.client, input.answer, occasion);
      if (state.phase === 'open') return answered(state, input);
      break;
    case 'message':
      if (state.phase === 'open') return receive(apiContext, state, input);
      break;
    case 'binary': {
      if (state.phase !== 'open') break;
      const close = closes.unsupportedData;
      const text = t`The message is binary, which API Gateway does not support. It closes the connection with code ${close.code}.`;
      return closeConnection(apiContext, state.client, occasion, close, [step(text)]);
    }
    case 'oversized': {
      if (state.phase !== 'open') break;
      const close = closes.messageTooBig;
      const text =
        input.what === 'frame'
          ? t`A frame has more than ${bytes(maximumFrameSize)}, API Gateway's limit. It closes the connection with code ${close.code}. Split the message into several frames.`
          : t`The message has more than ${bytes(maximumMessageSize)}, API Gateway's limit. It closes the connection with code ${close.code}.`;
      return closeConnection(apiContext, state.client, occasion, close, [step(text)]);
    }
    case 'manage':
      return manage(apiContext, state, input);
    case 'tick':
      if (state.phase === 'open') return expire(apiContext, state, occasion);
      break;
    case 'disconnect':
      if (state.phase === 'open') return disconnect(apiContext, state.client, occasion, input);
      break;
  }
  return { state, effects: [], steps: [] };
}

function receive(
  apiContext: ApiContext,
  state: OpenState,
  { text, messageId, occasion }: Extract<Input, { kind: 'message' }>,
): Advance {
  const { client } = state;
  const size = byteLength(text);
  if (size > maximumMessageSize) {
    const close = closes.messageTooBig;
    const text = t`The message has ${bytes(size)}, over API Gateway's limit of ${bytes(maximumMessageSize)}. It closes the connection with code ${close.code}.`;
    return closeConnection(apiContext, client, occasion, close, [step(text)]);
  }
  const frames =
    size > maximumFrameSize
      ? [
          step(
            t`The message has ${bytes(size)}. It must be split into frames of at most ${bytes(maximumFrameSize)}, or API Gateway closes the connection with code ${closes.messageTooBig.code}.`,
          ),
        ]
      : [];
  const selection = selectEndpoint(apiContext.api, text);
  const { endpoint } = selection;
  const steps = [...frames, ...selection.steps, ...throttlingSteps(apiContext.api, true)];
  if (!endpoint?.route) {
    const error = errorFrame('Forbidden', client.connectionId, occasion.requestId);
    // Without a selector, the API cannot be deployed.
    if (!apiContext.api.routeSelectorProperty) return { state, effects: [], steps, isUndecided: true };
    const refused = step(t`No function receives the message. The client gets an error, and the connection stays open.`);
    return { state, effects: [{ kind: 'send', text: error }], steps: [...steps, refused] };
  }
  const event = messageEvent({ ...apiContext, client }, occasion, {
    routeKey: endpoint.route.value,
    messageId,
    body: text,
  });
  const called = call(apiContext, endpoint, occasion, (lambda) => t`${quote(lambda.id.value)} handles it.`, event);
  const all = [...steps, ...called.steps];
  if (called.effects.length > 0) {
    const waiting = new Map([...state.waiting, [occasion.requestId, endpoint]]);
    const isUndecided = !endpoint.operationMode;
    return {
      state: { ...state, waiting },
      effects: called.effects,
      endpoint,
      steps: [...all, answerStep(endpoint)],
      isUndecided,
    };
  }
  if (!called.isUnconnected) return { state, effects: [], endpoint, steps: all, isUndecided: true };
  const error = errorFrame('Internal server error', client.connectionId, occasion.requestId);
  return { state, effects: [{ kind: 'send', text: error }], endpoint, steps: all };
}

function answerStep({ operationMode, map, route }: Endpoint): SimulationStep {
  switch (operationMode?.value) {
    case '2-way':
      return step(
        t`2-way: the \`body\` that it returns is sent back to the client, whatever its status.`,
        operationMode,
      );
    case '1-way':
      return step(
        t`1-way: its return value is ignored. It can still send messages to the client, using the \`connectionId\`.`,
        operationMode,
      );
    case undefined:
      return step(
        t`The endpoint has no valid \`operationMode\`, so it is unknown what the client gets.`,
        route ?? { node: map },
      );
  }
}

function answered(state: OpenState, { occasion, answer }: Extract<Input, { kind: 'answered' }>): Advance {
  const { requestId } = occasion;
  const endpoint = state.waiting.get(requestId);
  if (!endpoint) return { state, effects: [], steps: [] };
  const waiting = new Map([...state.waiting].filter(([id]) => id !== requestId));
  const next: ConnectionState = { ...state, waiting };
  if (typeof answer === 'string') {
    const { error, reason } = failures[answer];
    const text = errorFrame(error, state.client.connectionId, requestId);
    const failed = step(sentences(reason(), t`The client gets an error in both modes, and the connection stays open.`));
    return { state: next, effects: [{ kind: 'send', text }], steps: [failed] };
  }
  const isSent = endpoint.operationMode?.value === '2-way' && answer.body !== undefined;
  return { state: next, effects: isSent ? [{ kind: 'send', text: answer.body }] : [], steps: [] };
}

const failures = {
  failure: { error: 'Internal server error', reason: () => t`The function fails or returns something invalid.` },
  timeout: {
    error: 'Endpoint request timed out',
    reason: () =>
      t`The function takes longer than ${gatewayTimeout} seconds. It runs on, but API Gateway stops waiting for it.`,
  },
  throttled: {
    error: 'Too Many Requests',
    reason: () => t`The route has more requests than its \`throttling\` accepts, so the function is not called.`,
  },
} as const;

/** In bytes. A larger message is split into several frames. */
export const maximumFrameSize = 32 * 1024;

export type GatewayError = 'Forbidden' | 'Internal server error' | 'Endpoint request timed out' | 'Too Many Requests';

/** With the same spaces as AWS. */
export function errorFrame(message: GatewayError, connectionId: string, requestId: string): string {
  return `{"message": "${message}", "connectionId":${JSON.stringify(connectionId)}, "requestId":${JSON.stringify(requestId)}}`;
}
