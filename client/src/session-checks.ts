// Checks of what a local run reports, and of the commands for it: both come from another program or from the page.
import type {
  FunctionLog,
  LocalApi,
  Sender,
  ServiceCall,
  SessionCommand,
  SessionEvent,
  SessionStep,
  ShortOutcome,
  ShortText,
} from '../../server/src/protocol.ts';
import {
  boolean,
  count,
  list,
  number,
  object,
  oneOf,
  optional,
  pair,
  string,
  variants,
  type Check,
  type FieldChecks,
} from './checks.ts';
import { range } from './protocol-checks.ts';

const shortText = object<ShortText>({ text: string, bytes: count });
const steps = list(object<SessionStep>({ text: string, range: optional(range) }));

const sender = variants<Sender, 'kind'>('kind', {
  gateway: { request: string },
  response: { function: string, request: string },
  post: { function: optional(string) },
});

const duration = { durationMs: number, initMs: optional(number), instance: count };
const outcome = variants<ShortOutcome, 'kind'>('kind', {
  returned: { ...duration, value: shortText },
  failed: { ...duration, errorType: string, errorMessage: string, stack: list(string) },
  timeout: { ...duration, seconds: number },
});

const log: FieldChecks<FunctionLog> = {
  function: string,
  instance: count,
  request: optional(string),
  level: oneOf('debug', 'info', 'warn', 'error'),
  text: string,
  isOutcome: optional(boolean),
};

const service: FieldChecks<ServiceCall> = {
  service: string,
  operation: string,
  resource: optional(string),
  function: optional(string),
  refused: optional(string),
  problem: optional(string),
  durationMs: number,
};

export const localApi = object<LocalApi>({ id: string, url: string, page: optional(string), command: string });

const time = { time: number };
const connection = { ...time, api: string, connection: string };
const call = { ...time, call: string, request: optional(string), connection: optional(string), function: string };

export const sessionEvent = variants<SessionEvent, 'event'>('event', {
  ready: { ...time, apis: list(localApi) },
  stopped: { ...time, reason: string },
  descriptor: { ...time, adopted: boolean, problems: list(string) },
  sources: { ...time, files: list(string) },
  problem: { ...time, text: string },
  connecting: {
    ...connection,
    client: optional(string),
    path: string,
    origin: optional(string),
    request: string,
    steps,
  },
  opened: { ...connection, subprotocol: optional(string), steps },
  refused: { ...connection, status: count, cause: optional(string), steps },
  closed: {
    ...connection,
    code: count,
    reason: string,
    by: oneOf('client', 'gateway', 'function', 'stop'),
    steps,
  },
  received: {
    ...connection,
    request: string,
    message: optional(shortText),
    route: optional(string),
    endpoint: optional(range),
    steps,
  },
  sent: { ...connection, message: shortText, by: sender, cause: optional(string) },
  called: { ...call, trigger: string, payload: shortText },
  answered: { ...call, outcome, steps },
  log: { ...time, ...log },
  service: { ...time, ...service },
  debugger: { ...time, function: string, instance: count, url: string },
  management: {
    ...connection,
    method: oneOf('POST', 'GET', 'DELETE'),
    status: count,
    function: optional(string),
    cause: optional(string),
    refused: optional(string),
  },
});

const namedValues = optional(list(pair(string, string)));

/** What the page can ask for. Only the extension stops a run. */
export type ClientCommand = Exclude<SessionCommand, { readonly command: 'stop' }>;

export const clientCommand: Check<ClientCommand> = variants<ClientCommand, 'command'>('command', {
  connect: { client: string, api: string, query: namedValues, headers: namedValues },
  send: { client: string, text: string },
  close: { client: string, code: optional(count) },
});
