// Where a message, a connection or a disconnection goes: the simulation's answer, with its path through the graph.
import { graphOf } from '../graph/graph.ts';
import type { Project, WebSocketApi } from '../model/project.ts';
import {
  ask,
  chooseApi,
  type Answer,
  type RouteQuestion,
  type RouteReply,
  type Unanswered,
} from '../simulation/ask.ts';
import { sampleMessage } from '../simulation/route-selection.ts';
import type { SimulationStep } from '../simulation/state.ts';
import { t } from '../locale.ts';

/** The simulator's options for an API. */
export interface AskableApi {
  readonly id: string;
  /** The ID of the authorizer, if it is called. */
  readonly authorizer: string | undefined;
  /** The values that clients must send for it to be called: `querystring.NAME`, `header.NAME`. */
  readonly identitySource: readonly string[];
  /** A sample message for each endpoint that a message can select. */
  readonly samples: readonly RouteSample[];
}

export interface RouteSample {
  readonly route: string;
  readonly message: string;
}

export interface RouteAnswer {
  /** The IDs of the API and of the functions. */
  readonly api: string;
  /** Undefined if no endpoint receives it. */
  readonly route: string | undefined;
  readonly steps: readonly SimulationStep[];
  /** The authorizer's event, if it is called. */
  readonly authorizer: FunctionCall | undefined;
  /** The event of the endpoint's handler, if it is called. */
  readonly handler: FunctionCall | undefined;
  /** Undefined if the client gets nothing. */
  readonly reply: RouteReply | undefined;
  /** The same in a sentence. */
  readonly outcome: string;
  /** The nodes and edges of the graph on its path, starting with the clients. */
  readonly parts: readonly string[];
}

export interface FunctionCall {
  readonly function: string;
  /** Serializable as JSON. */
  readonly event: object;
}

export function route(project: Project, question: RouteQuestion, apiId: string | undefined): RouteAnswer | Unanswered {
  const api = chooseApi(project, apiId);
  if ('reason' in api) return api;
  const answer = ask(project, api, question);
  const { endpoint, steps, authorizer, handler, reply } = answer;
  const call = (called: Answer['handler'] | Answer['authorizer']): FunctionCall | undefined =>
    called && { function: called.lambda.id.value, event: called.event };
  return {
    api: api.id.value,
    route: endpoint?.route?.value,
    steps,
    authorizer: call(authorizer),
    handler: call(handler),
    reply,
    outcome: outcomeOf(answer),
    parts: partsOf(project, answer),
  };
}

export function askableApis(project: Project): AskableApi[] {
  return project.resources.flatMap((api) => {
    if (api.type !== 'websocket-api' || project.find(api.id.value) !== api) return [];
    const [authorizer] = api.connections;
    const isAsked = api.endpoints.some((endpoint) => endpoint.route?.value === '$connect');
    return [
      {
        id: api.id.value,
        authorizer: isAsked ? authorizer?.target.value : undefined,
        identitySource: isAsked && authorizer ? api.identitySource.map(({ value }) => value) : [],
        samples: samplesOf(api),
      },
    ];
  });
}

function outcomeOf({ reply, isUndecided }: Answer): string {
  switch (reply?.kind) {
    case 'body':
      return t`The client gets the \`body\` that \`${reply.function}\` returns.`;
    case 'error':
      return t`The client gets an error from API Gateway.`;
    case 'accepted':
      return t`The connection opens.`;
    case 'refused':
      return t`The client is refused with the status ${reply.status}.`;
    case 'closed':
      return t`API Gateway closes the connection with the code ${reply.code}.`;
    case undefined:
      return isUndecided ? t`It is unknown what the client gets.` : t`The client gets nothing.`;
  }
}

function samplesOf(api: WebSocketApi): AskableApi['samples'] {
  const routes = new Set(api.endpoints.flatMap((endpoint) => endpoint.route?.value ?? []));
  return [...routes].flatMap((name) => {
    const message = sampleMessage(api, name);
    return message === undefined ? [] : [{ route: name, message }];
  });
}

function partsOf(project: Project, { api, endpoint, authorizer, handler }: Answer): string[] {
  const { nodes, edges } = graphOf(project);
  const idOf = (subject: object | undefined): string | undefined =>
    nodes.find(
      (node) => ('endpoint' in node && node.endpoint === subject) || ('resource' in node && node.resource === subject),
    )?.id;
  const [client, apiNode] = [nodes.find(({ kind }) => kind === 'client')?.id, idOf(api)];
  const endpointNode = endpoint && idOf(endpoint);
  const passed: readonly (readonly [string | undefined, string | undefined])[] = [
    [client, apiNode],
    [apiNode, authorizer && idOf(authorizer.lambda)],
    [apiNode, endpointNode],
    [endpointNode, handler && idOf(handler.lambda)],
  ];
  return passed.flatMap(([from, to]) => {
    if (from === undefined || to === undefined) return [];
    const edge = edges.find((each) => each.from === from && each.to === to);
    return edge ? [...(from === client ? [from] : []), edge.id, to] : [];
  });
}
