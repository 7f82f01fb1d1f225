// The values of the form as plain data, which survive a reload of the page, and their conversion to the request.
import type { AuthorizerAnswer, RouteQuestion } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { isRecord, string } from '../../src/checks.ts';
import { noHandshake, readHandshake, requestOf, type Handshake } from '../handshake.ts';

const kinds = ['message', 'connect', 'disconnect'] as const;
export type Kind = RouteQuestion['kind'];

const authorizerAnswers: readonly AuthorizerAnswer[] = ['allow', 'deny', 'unauthorized', 'failure'];
const connectAnswers = ['200', '403', 'failure'] as const;
const messageAnswers = ['response', 'failure', 'timeout'] as const;

/** Values and their titles, to choose from. */
type Titled<Value extends string> = readonly (readonly [value: Value, title: string])[];

export function titledKinds(): Titled<Kind> {
  return [
    ['message', t`Message`],
    ['connect', t`Connect`],
    ['disconnect', t`Disconnect`],
  ];
}

/** They complete "Authorizer" and "The function". */
export function titledAuthorizerAnswers(): Titled<AuthorizerAnswer> {
  return [
    ['allow', t`allows`],
    ['deny', t`denies`],
    ['unauthorized', t`throws Unauthorized`],
    ['failure', t`fails`],
  ];
}

export function titledConnectAnswers(): Titled<AskFields['connect']> {
  return [
    ['200', t`returns status 200`],
    ['403', t`returns status 403`],
    ['failure', t`fails`],
  ];
}

export function titledMessageAnswers(): Titled<AskFields['answer']> {
  return [
    ['response', t`returns a response`],
    ['failure', t`fails`],
    ['timeout', t`takes longer than 29 seconds`],
  ];
}

export interface AskFields extends Handshake {
  readonly api: string | undefined;
  readonly kind: Kind;
  /** Undefined until the user has typed or a sample was filled in. */
  readonly message: string | undefined;
  /** What the function does that receives the message. */
  readonly answer: (typeof messageAnswers)[number];
  readonly authorizer: AuthorizerAnswer;
  readonly connect: (typeof connectAnswers)[number];
}

export const noFields: AskFields = {
  api: undefined,
  kind: 'message',
  message: undefined,
  answer: 'response',
  ...noHandshake,
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
    case 'connect':
      return {
        kind: 'connect',
        ...requestOf(fields, sources),
        authorizer: fields.authorizer,
        handler: fields.connect === 'failure' ? 'failure' : { statusCode: Number(fields.connect) },
      };
    case 'disconnect':
      return { kind: 'disconnect' };
  }
}

/** Reads stored fields, and uses the defaults for invalid ones. */
export function readFields(value: unknown): AskFields {
  if (!isRecord(value)) return noFields;
  const { message, api } = value;
  return {
    api: string(api) ? api : undefined,
    kind: kinds.find((kind) => kind === value['kind']) ?? noFields.kind,
    message: string(message) ? message : undefined,
    answer: messageAnswers.find((answer) => answer === value['answer']) ?? noFields.answer,
    ...readHandshake(value),
    authorizer: authorizerAnswers.find((answer) => answer === value['authorizer']) ?? noFields.authorizer,
    connect: connectAnswers.find((answer) => answer === value['connect']) ?? noFields.connect,
  };
}
