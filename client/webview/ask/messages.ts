// The panel's messages about asking, looked at before they are believed.
import type {
  AskableApi,
  FunctionCall,
  PanelMessageOf,
  RouteAnswer,
  RouteReply,
  RouteResult,
  RouteSample,
  RouteStep,
  SavedSample,
} from '../../../server/src/protocol.ts';
import { isListOf, isRange, isRecord, isText, type Fields, type Unread } from '../checks.ts';

const kinds = ['message', 'connect', 'disconnect'] as const;

export function readStartAsking({ uri, request }: Fields): PanelMessageOf<'startAsking'> | undefined {
  if (!isText(uri)) return undefined;
  if (!isRecord(request)) return { type: 'startAsking', uri, request: undefined };
  const { api, message } = request;
  const kind = kinds.find((each) => each === request['kind']);
  if (!isText(api) || !kind) return undefined;
  return { type: 'startAsking', uri, request: { api, kind, message: isText(message) ? message : undefined } };
}

export function readSamples({ uri, samples }: Fields): PanelMessageOf<'samples'> | undefined {
  return isText(uri) && isListOf(samples, isSavedSample) ? { type: 'samples', uri, samples } : undefined;
}

export function readAnswer({ number, result }: Fields): PanelMessageOf<'answer'> | undefined {
  if (typeof number !== 'number' || !(result === null || isResult(result))) return undefined;
  return { type: 'answer', number, result };
}

function isSavedSample(value: unknown): value is SavedSample {
  if (!isRecord(value)) return false;
  const { name, message }: Unread<Partial<SavedSample>> = value;
  return isText(name) && isText(message);
}

function isResult(value: unknown): value is RouteResult {
  if (!isRecord(value)) return false;
  const { apis, answer, refused }: Unread<Partial<RouteResult>> = value;
  return isListOf(apis, isApi) && isOptional(answer, isAnswer) && isOptional(refused, isText);
}

function isApi(value: unknown): value is AskableApi {
  if (!isRecord(value)) return false;
  const { id, authorizer, identitySource, samples }: Unread<Partial<AskableApi>> = value;
  return (
    isText(id) && isOptional(authorizer, isText) && isListOf(identitySource, isText) && isListOf(samples, isSample)
  );
}

function isSample(value: unknown): value is RouteSample {
  if (!isRecord(value)) return false;
  const { route, message }: Unread<Partial<RouteSample>> = value;
  return isText(route) && isText(message);
}

function isAnswer(value: unknown): value is RouteAnswer {
  if (!isRecord(value)) return false;
  const { api, route, steps, authorizer, handler, reply, outcome, parts }: Unread<Partial<RouteAnswer>> = value;
  return (
    [api, outcome].every(isText) &&
    isOptional(route, isText) &&
    isListOf(steps, isStep) &&
    [authorizer, handler].every((call) => isOptional(call, isCall)) &&
    isOptional(reply, isReply) &&
    isListOf(parts, isText)
  );
}

function isStep(value: unknown): value is RouteStep {
  if (!isRecord(value)) return false;
  const { text, range }: Unread<Partial<RouteStep>> = value;
  return isText(text) && isOptional(range, isRange);
}

function isCall(value: unknown): value is FunctionCall {
  return isRecord(value) && isText(value['function']) && isText(value['event']);
}

function isReply(value: unknown): value is RouteReply {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'body':
      return isText(value['function']);
    case 'error':
      return isText(value['frame']);
    case 'accepted':
      return true;
    case 'refused':
      return typeof value['status'] === 'number';
    case 'closed':
      return typeof value['code'] === 'number';
    default:
      return false;
  }
}

function isOptional<T>(value: unknown, is: (present: unknown) => present is T): value is T | undefined {
  return value === undefined || is(value);
}
