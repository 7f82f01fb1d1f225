// The values of the form as plain data, which survive a reload of the page, and their conversion to the request.
import type { AuthorizerAnswer, NamedValues, RouteQuestion } from '../../../server/src/protocol.ts';
import { isRecord, list, pair, string } from '../../src/checks.ts';

export const kinds = [
  ['message', 'Message'],
  ['connect', 'Connect'],
  ['disconnect', 'Disconnect'],
] as const;
export type Kind = RouteQuestion['kind'];

export const authorizerAnswers: readonly (readonly [AuthorizerAnswer, string])[] = [
  ['allow', 'allows'],
  ['deny', 'denies'],
  ['unauthorized', 'throws Unauthorized'],
  ['failure', 'fails'],
];

export const connectAnswers = [
  ['200', 'returns status 200'],
  ['403', 'returns status 403'],
  ['failure', 'fails'],
] as const;

export const messageAnswers = [
  ['response', 'returns a response'],
  ['failure', 'fails'],
  ['timeout', 'takes longer than 29 seconds'],
] as const;

export interface AskFields {
  readonly api: string | undefined;
  readonly kind: Kind;
  /** Undefined until the user has typed or a sample was filled in. */
  readonly message: string | undefined;
  /** What the function does that receives the message. */
  readonly answer: (typeof messageAnswers)[number][0];
  /** The values for the identity sources, by source. */
  readonly identity: NamedValues;
  /** `name=value&…` */
  readonly query: string;
  /** `Name: value`, one per line. */
  readonly headers: string;
  readonly authorizer: AuthorizerAnswer;
  readonly connect: (typeof connectAnswers)[number][0];
}

export const noFields: AskFields = {
  api: undefined,
  kind: 'message',
  message: undefined,
  answer: 'response',
  identity: [],
  query: '',
  headers: '',
  authorizer: 'allow',
  connect: '200',
};

/** @param sources the identity sources of the API; values for others are not sent */
export function questionOf(fields: AskFields, sources: readonly string[]): RouteQuestion {
  switch (fields.kind) {
    case 'message':
      return {
        kind: 'message',
        message: fields.message ?? '',
        handler: fields.answer === 'response' ? undefined : fields.answer,
      };
    case 'connect': {
      const identity = fields.identity.filter(([source, value]) => sources.includes(source) && value !== '');
      const of = (kind: string): NamedValues =>
        identity.flatMap(([source, value]) =>
          source.startsWith(`${kind}.`) ? [[source.slice(kind.length + 1), value] as const] : [],
        );
      return {
        kind: 'connect',
        query: [...of('querystring'), ...new URLSearchParams(fields.query)],
        headers: [...of('header'), ...headersIn(fields.headers)],
        authorizer: fields.authorizer,
        handler: fields.connect === 'failure' ? 'failure' : { statusCode: Number(fields.connect) },
      };
    }
    case 'disconnect':
      return { kind: 'disconnect' };
  }
}

function headersIn(text: string): NamedValues {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    return name === '' ? [] : [[name, line.slice(colon + 1).trim()] as const];
  });
}

/** Reads stored fields, and uses the defaults for invalid ones. */
export function readFields(value: unknown): AskFields {
  if (!isRecord(value)) return noFields;
  const text = (name: string): string => {
    const kept = value[name];
    return string(kept) ? kept : '';
  };
  const { identity, message, api } = value;
  return {
    api: string(api) ? api : undefined,
    kind: kinds.find(([kind]) => kind === value['kind'])?.[0] ?? noFields.kind,
    message: string(message) ? message : undefined,
    answer: messageAnswers.find(([answer]) => answer === value['answer'])?.[0] ?? noFields.answer,
    identity: namedValues(identity) ? identity : [],
    query: text('query'),
    headers: text('headers'),
    authorizer: authorizerAnswers.find(([answer]) => answer === value['authorizer'])?.[0] ?? noFields.authorizer,
    connect: connectAnswers.find(([answer]) => answer === value['connect'])?.[0] ?? noFields.connect,
  };
}

const namedValues = list(pair(string, string));
