// The tool that answers where a message, a connection or a disconnection goes; and its answer as text and as data, which the
// command line prints too.
import type { Analysis } from '../analysis.ts';
import type { NamedValues, RouteQuestion } from '../simulation/ask.ts';
import type { AuthorizerAnswer } from '../simulation/state.ts';
import { numbered } from '../wording.ts';
import { analyzeValid, file } from './project-file.ts';
import { ToolError, tool, type Input } from './tool.ts';

export const authorizerAnswers = [
  'allow',
  'deny',
  'unauthorized',
  'failure',
] as const satisfies readonly AuthorizerAnswer[];

const input = {
  type: 'object',
  properties: {
    file,
    api: { type: 'string', description: 'The resource ID of the API. Required only if the file has several.' },
    event: {
      type: 'string',
      enum: ['message', 'connect', 'disconnect'],
      description: 'What the client does. The default is message.',
    },
    message: { type: 'string', description: 'The text of the message, usually JSON. Required for a message.' },
    query: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'The parameters of the query with which the client connects.',
    },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'The headers with which the client connects.',
    },
    authorizer: {
      type: 'string',
      enum: authorizerAnswers,
      description: 'What the authorizer answers when the client connects. The default is allow.',
    },
  },
  required: ['file'],
  additionalProperties: false,
} as const;

export const routeMessage = tool({
  name: 'route_message',
  title: 'Find where a message goes',
  description:
    'Says which endpoint of a WebSocket API receives a message, a connection or a disconnection, and why, step by step; the event that its Lambda function gets; and what the client gets back. It follows the rules of AWS API Gateway and calls nothing. Use it instead of guessing how API Gateway selects a route.',
  input,
  output: {
    type: 'object',
    properties: {
      api: { type: 'string', description: 'The resource ID of the API.' },
      route: { type: ['string', 'null'], description: 'The route of the endpoint; null if none receives it.' },
      why: { type: 'array', items: { type: 'string' }, description: 'The steps that lead there.' },
      event: { type: ['object', 'null'], description: 'What the function of the endpoint gets.' },
      reply: { type: ['object', 'null'], description: 'What the client gets; null for nothing.' },
      authorizer: { type: ['object', 'null'], description: 'What the authorizer gets, for a connection.' },
    },
    required: ['api', 'route', 'why', 'event', 'reply'],
  },
  async run(asked, host) {
    const analysis = await analyzeValid(asked.file, host);
    const question = questionOf(asked);
    const answer = analysis.route(question, asked.api);
    if ('reason' in answer) throw new ToolError(answer.reason);
    return { text: linesOf(answer).join('\n'), data: dataOf(answer, question) };
  },
});

function questionOf({ event, message, query, headers, authorizer }: Input<typeof input>): RouteQuestion {
  switch (event) {
    case 'connect':
      return { kind: 'connect', query: namedValues(query), headers: namedValues(headers), authorizer };
    case 'disconnect':
      return { kind: 'disconnect' };
    case 'message':
    case undefined:
      if (message === undefined) throw new ToolError('The input has no `message`.');
      return { kind: 'message', message };
  }
}

function namedValues(values: Readonly<Record<string, string>> = {}): NamedValues {
  return Object.entries(values);
}

type Answer = Exclude<ReturnType<Analysis['route']>, { readonly reason: string }>;

export function dataOf({ api, route, steps, authorizer, handler, reply }: Answer, { kind }: RouteQuestion): object {
  const why = steps.map(({ text }) => text);
  const answer = { api, route: route ?? null, why, event: handler?.event ?? null, reply: reply ?? null };
  const asked = kind === 'connect' ? { authorizer: authorizer?.event ?? null } : {};
  return { ...answer, ...asked };
}

export function linesOf({ api, route, steps, authorizer, handler, reply, outcome }: Answer): string[] {
  const events = [authorizer, handler].flatMap((call) =>
    call ? [[`Event passed to \`${call.function}\`:`, ...JSON.stringify(call.event, null, 2).split('\n')]] : [],
  );
  const paragraphs = [
    [`${api} → ${route ?? 'no endpoint'}`],
    numbered(steps.map(({ text }) => text)),
    ...events,
    reply?.kind === 'error' ? [outcome, reply.frame] : [outcome],
  ];
  return paragraphs.flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}
