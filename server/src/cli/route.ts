// `route FILE MESSAGE`: which endpoint receives a message, and why; the event of its function; what the client receives.
import { buffer } from 'node:stream/consumers';
import type { NamedValues, RouteQuestion } from '../simulation/ask.ts';
import { authorizerAnswers, dataOf, linesOf } from '../tools/route-message.ts';
import { command, UsageError, type Parsed } from './command.ts';
import { analyzeFile, reportErrors } from './files.ts';
import { asJson, printDocument, printLine } from './output.ts';

const options = {
  api: { type: 'string', value: 'ID', summary: 'The API, by its resource ID. Required if the file has several.' },
  connect: { type: 'boolean', summary: 'Show what happens when a client connects.' },
  disconnect: { type: 'boolean', summary: 'Show what happens when a client disconnects.' },
  query: {
    type: 'string',
    value: 'NAME=VALUE',
    multiple: true,
    summary: 'A parameter of the query with which a client connects. Can be given several times.',
  },
  header: {
    type: 'string',
    value: 'NAME:VALUE',
    multiple: true,
    summary: 'A header with which a client connects. Can be given several times.',
  },
  authorizer: {
    type: 'string',
    value: 'ANSWER',
    values: authorizerAnswers,
    summary: 'What the authorizer answers when a client connects. The default is allow.',
  },
  json: { type: 'boolean', summary: 'Print the answer as JSON.' },
} as const;

type Values = Parsed<typeof options>['values'];

export const route = command({
  name: 'route',
  parameters: 'FILE MESSAGE|-|--connect|--disconnect',
  summary: 'Print where a message goes, and why.',
  details: [
    'Prints which endpoint receives the message (`-` reads it from standard input), the connection or the disconnection, and why, with the event passed to its function and what the client receives. Nothing is called.',
  ],
  options,
  examples: [
    { line: `route websocket.yaml '{"action": "sendMessage"}'`, does: 'Shows which endpoint gets the message.' },
    { line: 'route websocket.yaml --connect --query token=secret', does: 'Shows how a client connects.' },
  ],
  async run({ positionals, values }) {
    const [file, ...messages] = positionals;
    if (file === undefined) throw new UsageError('route requires a file');
    const question = await questionOf(messages, values);
    const analysis = await analyzeFile(file);
    if (reportErrors(file, analysis)) return 1;
    const answer = analysis.route(question, values.api);
    if ('reason' in answer) {
      throw new UsageError(answer.apis.length > 0 ? `${answer.reason} (--api ID)` : answer.reason);
    }
    if (values.json) printDocument(asJson(dataOf(answer, question)));
    else for (const line of linesOf(answer)) printLine(line);
    return 0;
  },
});

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
    authorizer: authorizerAnswers.find((one) => one === values.authorizer),
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
