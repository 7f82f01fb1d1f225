// How a client connects: its identity sources, the authorizer, the function of `$connect`.
import type { Endpoint } from '../model/project.ts';
import { findEndpoint, functionAt } from '../model/usage.ts';
import {
  call,
  whyNoFunction,
  step,
  type AuthorizerAnswer,
  type SimulationStep,
  type Advance,
  type FunctionAnswer,
  type Input,
  type OpenState,
  type ApiContext,
} from './state.ts';
import { authorizerEvent, connectEvent, valueOf, type Client, type Handshake, type Occasion } from './events.ts';
import { quote } from '../wording.ts';

export function connect(place: ApiContext, client: Client, occasion: Occasion): Advance {
  const { api, project } = place;
  const [arrow] = api.connections;
  const endpoint = findEndpoint(api, '$connect');
  if (!endpoint) {
    const unasked = arrow
      ? [step(`${quote(arrow.target.value)} is not asked: AWS asks an authorizer on \`$connect\` alone.`, arrow.target)]
      : [];
    const steps = [
      step('There is no endpoint `$connect`: every client may connect, and no function is told.', api.id),
      ...unasked,
    ];
    return { state: open(client), effects: [{ kind: 'accept' }], steps };
  }
  const taken = step('The endpoint `$connect` takes connections.', endpoint.route);
  if (!arrow) return callOnConnect(place, client, occasion, endpoint, [taken]);
  const authorizer = functionAt(project, arrow);
  if (!authorizer) return undeployable(endpoint, [taken, step(whyNoFunction(project, arrow), arrow.target)]);
  const sources = api.identitySource.map((source) => ({ source, isSent: isSent(source.value, client.handshake) }));
  const missing = sources.find(({ isSent }) => !isSent)?.source;
  const sent = sources
    .filter(({ isSent }) => isSent)
    .map(({ source }) => step(`The client sends ${quote(source.value)}.`, source));
  if (missing) {
    const text = `The client does not send ${quote(missing.value)}: it gets 401, and ${quote(authorizer.id.value)} is not asked.`;
    return refuse(401, endpoint, [taken, ...sent, step(text, missing)]);
  }
  return {
    state: { phase: 'authorizing', client },
    effects: [{ kind: 'ask-authorizer', lambda: authorizer, event: authorizerEvent({ ...place, client }, occasion) }],
    endpoint,
    steps: [
      taken,
      ...sent,
      step(`${quote(authorizer.id.value)} is asked whether the client may connect.`, arrow.target),
    ],
  };
}

/** An empty value counts as none. */
function isSent(source: string, { query, headers }: Handshake): boolean {
  const [kind, ...rest] = source.split('.');
  const name = rest.join('.');
  return Boolean(kind === 'header' ? valueOf(headers, name, true) : valueOf(query, name, false));
}

export function authorized(
  place: ApiContext,
  before: Client,
  { answer, context, occasion }: Extract<Input, { kind: 'authorized' }>,
): Advance {
  const endpoint = findEndpoint(place.api, '$connect');
  const arrow = place.api.connections[0]?.target;
  if (answer !== 'allow' || !endpoint) {
    const { status, words } = refusals[answer === 'allow' ? 'failure' : answer];
    return refuse(status, endpoint, [step(`It ${words}: the client gets ${status}.`, arrow)]);
  }
  const client: Client = { ...before, authorizer: context };
  return callOnConnect(place, client, occasion, endpoint, [step('It allows the client to connect.', arrow)]);
}

const refusals: Readonly<
  Record<Exclude<AuthorizerAnswer, 'allow'>, { readonly status: number; readonly words: string }>
> = {
  deny: { status: 403, words: 'denies' },
  unauthorized: { status: 401, words: 'throws `Unauthorized`' },
  failure: { status: 500, words: 'fails, or returns no valid policy' },
};

function callOnConnect(
  place: ApiContext,
  client: Client,
  occasion: Occasion,
  endpoint: Endpoint,
  steps: readonly SimulationStep[],
): Advance {
  const called = call(
    place,
    endpoint,
    occasion,
    (lambda) => `${quote(lambda.id.value)} is called, and decides by its status.`,
    connectEvent({ ...place, client }, occasion),
  );
  const all = [...steps, ...called.steps, ...subprotocolSteps(client.handshake)];
  if (called.effects.length > 0)
    return { state: { phase: 'connecting', client }, effects: called.effects, endpoint, steps: all };
  return called.isUnconnected ? refuse(500, endpoint, all) : undeployable(endpoint, all);
}

function subprotocolSteps({ headers }: Handshake): SimulationStep[] {
  const wanted = valueOf(headers, 'Sec-WebSocket-Protocol', true);
  if (!wanted) return [];
  const text = `The client asks for the subprotocol ${quote(wanted)}: the function must return one of those in a header \`Sec-WebSocket-Protocol\`, or the client gives up.`;
  return [step(text)];
}

export function connected(client: Client, answer: FunctionAnswer): Advance {
  if (answer === 'failure') return refuse(502, undefined, [step('The function fails: the client gets 502.')]);
  const { statusCode } = answer;
  if (statusCode < 200 || statusCode > 299) {
    return refuse(statusCode, undefined, [
      step(`The function returns the status ${statusCode}, which refuses the client.`),
    ]);
  }
  const text = `The function returns the status ${statusCode}: the socket opens. Its \`body\` reaches nobody, in either mode.`;
  return { state: open(client), effects: [{ kind: 'accept' }], steps: [step(text)] };
}

function open(client: Client): OpenState {
  return { phase: 'open', client, waiting: new Map() };
}

function refuse(status: number, endpoint: Endpoint | undefined, steps: readonly SimulationStep[]): Advance {
  return { state: { phase: 'closed' }, effects: [{ kind: 'refuse', status }], endpoint, steps };
}

function undeployable(endpoint: Endpoint, steps: readonly SimulationStep[]): Advance {
  return { state: { phase: 'closed' }, effects: [], endpoint, steps, isUndecided: true };
}
