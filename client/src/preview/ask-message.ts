// What the page asks of the route simulator, looked at before it is believed.
import type { AskRequest, NamedValues, RouteQuestion, SavedSample } from '../../../server/src/protocol.ts';
import { property } from '../property.ts';

const authorizerAnswers = ['allow', 'deny', 'unauthorized', 'failure'] as const;
const kinds = ['message', 'connect', 'disconnect'] as const;

/** The question, or undefined for anything else. */
export function readQuestion(value: unknown): RouteQuestion | undefined {
  const handler = property(value, 'handler');
  switch (property(value, 'kind')) {
    case 'message': {
      const message = property(value, 'message');
      if (message !== undefined && typeof message !== 'string') return undefined;
      return { kind: 'message', message, handler: handler === 'failure' ? handler : undefined };
    }
    case 'connect': {
      const [query, headers] = [readPairs(property(value, 'query')), readPairs(property(value, 'headers'))];
      const authorizer = authorizerAnswers.find((answer) => answer === property(value, 'authorizer'));
      const statusCode = property(handler, 'statusCode');
      const answer = handler === 'failure' ? handler : typeof statusCode === 'number' ? { statusCode } : undefined;
      return query && headers && { kind: 'connect', query, headers, authorizer, handler: answer };
    }
    case 'disconnect':
      return { kind: 'disconnect' };
    default:
      return undefined;
  }
}

/** The samples, or undefined for anything else. */
export function readSamples(value: unknown): SavedSample[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const samples = value.map((sample: unknown) => {
    const [name, message] = [property(sample, 'name'), property(sample, 'message')];
    return typeof name === 'string' && typeof message === 'string' ? { name, message } : undefined;
  });
  return samples.every((sample) => sample !== undefined) ? samples : undefined;
}

/** The request, or undefined for anything else. */
export function readAskRequest(value: unknown): AskRequest | undefined {
  const [api, message] = [property(value, 'api'), property(value, 'message')];
  const kind = kinds.find((each) => each === property(value, 'kind'));
  if (typeof api !== 'string' || !kind) return undefined;
  return { api, kind, message: typeof message === 'string' ? message : undefined };
}

function readPairs(value: unknown): NamedValues | undefined {
  if (!Array.isArray(value)) return undefined;
  const pairs = value.map((pair: unknown) => {
    const [name, text] = [property(pair, '0'), property(pair, '1')];
    return typeof name === 'string' && typeof text === 'string' ? ([name, text] as const) : undefined;
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}
