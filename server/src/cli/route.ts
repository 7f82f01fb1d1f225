// `route FILE MESSAGE`: which endpoint receives a message, and why; the event of its function; what the client receives.
import { buffer } from 'node:stream/consumers';
import type { Analysis } from '../analysis.ts';
import type { NamedValues, RouteQuestion } from '../simulation/ask.ts';
import type { AuthorizerAnswer } from '../simulation/state.ts';
import { listed } from '../wording.ts';
import {
  analyzeFile,
  asJson,
  formatFinding,
  parseParameters,
  printDocument,
  printLine,
  reportLine,
  UsageError,
  type Command,
} from './command.ts';

const options = {
  api: { type: 'string' },
  json: { type: 'boolean' },
  connect: { type: 'boolean' },
  disconnect: { type: 'boolean' },
  query: { type: 'string', multiple: true },
  header: { type: 'string', multiple: true },
  authorizer: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseParameters<typeof options>>['values'];

export const route: Command = {
  name: 'route',
  usage:
    'route FILE MESSAGE|-|--connect|--disconnect [--api ID] [--query NAME=VALUE] [--header NAME:VALUE] [--authorizer ANSWER] [--json]',
  summary:
    'Prints which endpoint receives the message (`-` reads it from standard input), the connection or the disconnection, and why, with the event passed to its function and what the client receives.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, options);
    const [file, ...messages] = positionals;
    if (file === undefined) throw new UsageError('route requires a file');
    const question = await questionOf(messages, values);
    const analysis = await analyzeFile(file);
    if (analysis.errors.length > 0) {
      for (const error of analysis.errors) reportLine(formatFinding(file, analysis, error));
      return 1;
    }
    const answer = analysis.route(question, values.api);
    if ('reason' in answer) {
      throw new UsageError(answer.apis.length > 0 ? `${answer.reason} (--api ID)` : answer.reason);
    }
    if (values.json) printDocument(asJson(jsonOf(answer, question)));
    else for (const line of linesOf(answer)) printLine(line);
    return 0;
  },
};

type Answer = Exclude<ReturnType<Analysis['route']>, { readonly reason: string }>;

async function questionOf(messages: readonly string[], values: Values): Promise<RouteQuestion> {
  const { connect = false, disconnect = false, query = [], header = [] } = values;
  const [message, ...others] = messages;
  if (others.length > 0) throw new UsageError('route accepts only one message: put it in quotes');
  if ([connect, disconnect, message !== undefined].filter(Boolean).length !== 1) {
    throw new UsageError('route requires exactly one of a message, --connect and --disconnect');
  }
  if (!connect && (query.length > 0 || header.length > 0 || values.authorizer !== undefined)) {
    throw new UsageError('--query, --header and --authorizer require --connect');
  }
  if (disconnect) return { kind: 'disconnect' };
  if (!connect) return { kind: 'message', message: message === '-' ? await standardInput() : message };
  return {
    kind: 'connect',
    query: query.flatMap((one) => [...new URLSearchParams(one)]),
    headers: header.map(readHeader),
    authorizer: readAuthorizer(values.authorizer),
  };
}

/** Undefined if the bytes are not text. The newline that a shell adds is not part of the message. */
async function standardInput(): Promise<string | undefined> {
  const bytes = await buffer(process.stdin);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

function readHeader(header: string): NamedValues[number] {
  const colon = header.indexOf(':');
  const name = header.slice(0, Math.max(0, colon)).trim();
  if (name === '') throw new UsageError(`--header must be NAME:VALUE, not ${JSON.stringify(header)}`);
  return [name, header.slice(colon + 1).trim()];
}

const authorizerAnswers: readonly AuthorizerAnswer[] = ['allow', 'deny', 'unauthorized', 'failure'];

function readAuthorizer(written: string | undefined): AuthorizerAnswer | undefined {
  const known = authorizerAnswers.find((answer) => answer === written);
  if (written !== undefined && !known) {
    throw new UsageError(`--authorizer must be ${listed(authorizerAnswers)}, not ${JSON.stringify(written)}`);
  }
  return known;
}

function jsonOf({ api, route, steps, authorizer, handler, reply }: Answer, { kind }: RouteQuestion): object {
  const why = steps.map(({ text }) => text);
  const answer = { api, route: route ?? null, why, event: handler?.event ?? null, reply: reply ?? null };
  const asked = kind === 'connect' ? { authorizer: authorizer?.event ?? null } : {};
  return { ...answer, ...asked };
}

function linesOf({ api, route, steps, authorizer, handler, reply, outcome }: Answer): string[] {
  const events = [authorizer, handler].flatMap((call) =>
    call ? [[`Event passed to \`${call.function}\`:`, ...JSON.stringify(call.event, null, 2).split('\n')]] : [],
  );
  const paragraphs = [
    [`${api} → ${route ?? 'no endpoint'}`],
    steps.map(({ text }, index) => `${String(index + 1).padStart(3)}. ${text}`),
    ...events,
    reply?.kind === 'error' ? [outcome, reply.frame] : [outcome],
  ];
  return paragraphs.flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}
