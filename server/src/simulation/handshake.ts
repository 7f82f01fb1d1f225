// How a client connects: its identity sources, the authorizer, and the handler of `$connect`.
import type { Endpoint, LambdaFunction, WebSocketApi } from '../model/project.ts';
import { findEndpoint, functionAt } from '../model/usage.ts';
import {
  call,
  whyNoFunction,
  step,
  throttlingSteps,
  type AuthorizerAnswer,
  type SimulationStep,
  type Advance,
  type FunctionAnswer,
  type Input,
  type OpenState,
  type ApiContext,
} from './state.ts';
import { authorizerEvent, connectEvent, valueOf, type Client, type Handshake, type Occasion } from './events.ts';
import { t } from '../locale.ts';
import { quote, sentences } from '../wording.ts';

export function connect(apiContext: ApiContext, client: Client, occasion: Occasion): Advance {
  const { api, project } = apiContext;
  const [connection] = api.connections;
  const endpoint = findEndpoint(api, '$connect');
  if (!endpoint) {
    const uncalled = connection
      ? [
          step(
            t`${quote(connection.target.value)} is not called: API Gateway calls an authorizer only on \`$connect\`.`,
            connection.target,
          ),
        ]
      : [];
    const steps = [
      step(t`There is no \`$connect\` endpoint, so anyone can connect, and no function is called.`, api.id),
      ...uncalled,
    ];
    return { state: open(client, occasion), effects: [{ kind: 'accept', subprotocol: undefined }], steps };
  }
  const received = step(t`The endpoint \`$connect\` receives connections.`, endpoint.route);
  if (!connection) {
    return callOnConnect(apiContext, client, occasion, endpoint, [
      received,
      ...signatureSteps(api),
      ...throttlingSteps(api),
    ]);
  }
  const authorizer = functionAt(project, connection);
  if (!authorizer)
    return undeployable(endpoint, [received, step(whyNoFunction(project, connection), connection.target)]);
  const sources = api.identitySource.map((source) => ({ source, isSent: isSent(source.value, client.handshake) }));
  const missing = sources.find(({ isSent }) => !isSent)?.source;
  const sent = sources
    .filter(({ isSent }) => isSent)
    .map(({ source }) => step(t`The client sends ${quote(source.value)}.`, source));
  if (missing) {
    const text = t`The client does not send ${quote(missing.value)}, so it gets 401, and ${quote(authorizer.id.value)} is not called.`;
    return refuse(401, endpoint, [received, ...sent, step(text, missing)]);
  }
  return {
    state: { phase: 'authorizing', client },
    effects: [
      { kind: 'ask-authorizer', lambda: authorizer, event: authorizerEvent({ ...apiContext, client }, occasion) },
    ],
    endpoint,
    steps: [
      received,
      ...sent,
      step(t`${quote(authorizer.id.value)} is called to decide whether the client can connect.`, connection.target),
    ],
  };
}

/** Any signature is accepted here. */
function signatureSteps({ authorization }: WebSocketApi): SimulationStep[] {
  if (!authorization) return [];
  const text = t`The client must sign the request with AWS credentials that allow \`execute-api:Invoke\` on the API, or it gets 403, and no function is called. The signature is not checked here.`;
  return [step(text, authorization)];
}

/** An empty value counts as missing. */
function isSent(source: string, { query, headers }: Handshake): boolean {
  const [kind, ...rest] = source.split('.');
  const name = rest.join('.');
  return Boolean(kind === 'header' ? valueOf(headers, name, true) : valueOf(query, name, false));
}

export function authorized(
  apiContext: ApiContext,
  before: Client,
  { answer, context, occasion }: Extract<Input, { kind: 'authorized' }>,
): Advance {
  const endpoint = findEndpoint(apiContext.api, '$connect');
  const connection = apiContext.api.connections[0]?.target;
  if (answer !== 'allow' || !endpoint) {
    const { status, words } = refusals[answer === 'allow' ? 'failure' : answer];
    return refuse(status, endpoint, [step(words(status), connection)]);
  }
  const client: Client = { ...before, authorizer: context };
  return callOnConnect(apiContext, client, occasion, endpoint, [step(t`It allows the client to connect.`, connection)]);
}

const refusals: Readonly<
  Record<Exclude<AuthorizerAnswer, 'allow'>, { readonly status: number; readonly words: (status: number) => string }>
> = {
  deny: { status: 403, words: (status) => t`It denies access, so the client gets ${status}.` },
  unauthorized: { status: 401, words: (status) => t`It throws \`Unauthorized\`, so the client gets ${status}.` },
  failure: { status: 500, words: (status) => t`It fails or returns an invalid policy, so the client gets ${status}.` },
};

function callOnConnect(
  apiContext: ApiContext,
  client: Client,
  occasion: Occasion,
  endpoint: Endpoint,
  steps: readonly SimulationStep[],
): Advance {
  const words = ({ id, connections }: LambdaFunction): string => {
    const isCalled = t`${quote(id.value)} is called. Its status decides whether the client can connect.`;
    const canSend = connections?.some(({ target }) => target.value === apiContext.api.id.value) ?? false;
    // What users most often ask about WebSocket APIs: why sending to a client that connects fails.
    return canSend
      ? sentences(
          isCalled,
          t`It can send to other clients. Sending to this one fails with \`410 Gone\` until it has returned: let the client send a first message, or invoke another function that sends later.`,
        )
      : isCalled;
  };
  const called = call(apiContext, endpoint, occasion, words, connectEvent({ ...apiContext, client }, occasion));
  const all = [...steps, ...called.steps, ...subprotocolSteps(client.handshake)];
  if (called.effects.length > 0)
    return { state: { phase: 'connecting', client }, effects: called.effects, endpoint, steps: all };
  return called.isUnconnected ? refuse(500, endpoint, all) : undeployable(endpoint, all);
}

function subprotocolSteps({ headers }: Handshake): SimulationStep[] {
  const wanted = valueOf(headers, 'Sec-WebSocket-Protocol', true);
  if (!wanted) return [];
  const text = t`The client requests the subprotocol ${quote(wanted)}. The function must return one of the requested subprotocols in a \`Sec-WebSocket-Protocol\` header, or the client closes the connection.`;
  return [step(text)];
}

export function connected(client: Client, answer: FunctionAnswer, occasion: Occasion): Advance {
  if (answer === 'failure') return refuse(502, undefined, [step(t`The function fails, so the client gets 502.`)]);
  if (answer === 'timeout') {
    return refuse(504, undefined, [step(t`API Gateway stops waiting for the function, so the client gets 504.`)]);
  }
  if (answer === 'throttled') {
    const text = t`The route has more requests than its \`throttling\` accepts, so the client gets 429, and the function is not called.`;
    return refuse(429, undefined, [step(text)]);
  }
  const { statusCode, subprotocol } = answer;
  if (statusCode < 200 || statusCode > 299) {
    return refuse(statusCode, undefined, [
      step(t`The function returns the status ${statusCode}, so the client is refused.`),
    ]);
  }
  const text = t`The function returns the status ${statusCode}, so the connection opens. Its \`body\` is ignored in both modes.`;
  return {
    state: open(client, occasion),
    effects: [{ kind: 'accept', subprotocol }],
    steps: [step(text), ...unwantedSubprotocol(client.handshake, subprotocol)],
  };
}

/** Why the client closes the connection at once: it must get one of the subprotocols that it has requested. */
function unwantedSubprotocol({ headers }: Handshake, returned: string | undefined): SimulationStep[] {
  const requested = headers.flatMap(([name, value]) =>
    name.toLowerCase() === 'sec-websocket-protocol' ? value.split(',').map((one) => one.trim()) : [],
  );
  if (returned === undefined && requested.length > 0) {
    return [step(t`The function returns no \`Sec-WebSocket-Protocol\` header, so browsers close the connection.`)];
  }
  if (returned === undefined || requested.includes(returned)) return [];
  return [
    step(
      t`The function returns the subprotocol ${quote(returned)}, which the client has not requested, so it closes the connection.`,
    ),
  ];
}

function open(client: Client, { time }: Occasion): OpenState {
  return { phase: 'open', client, waiting: new Map(), lastActiveAt: time };
}

function refuse(status: number, endpoint: Endpoint | undefined, steps: readonly SimulationStep[]): Advance {
  return { state: { phase: 'closed' }, effects: [{ kind: 'refuse', status }], endpoint, steps };
}

function undeployable(endpoint: Endpoint, steps: readonly SimulationStep[]): Advance {
  return { state: { phase: 'closed' }, effects: [], endpoint, steps, isUndecided: true };
}
