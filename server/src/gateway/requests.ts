// What an HTTP request asks of a local API, who may ask, and the answers in AWS's form.
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Pair } from '../simulation/events.ts';

/** Why a request is refused. The reason is for the log, and not for the one who asks. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly cause: string;
}

/**
 * Only this machine may ask: neither another one, nor a page of the web whose name leads here, nor one that the user looks at.
 * @param allowed further origins
 */
export function refuseStranger({ headers }: IncomingMessage, allowed: readonly string[]): Refusal | undefined {
  const { host = '', origin } = headers;
  if (!isLoopback(`http://${host}`)) {
    const cause = `The request is for the host ${host || '(none)'}. A local API only answers to 127.0.0.1, localhost and [::1].`;
    return forbidden(cause);
  }
  if (origin === undefined || isLoopback(origin) || origin.startsWith('vscode-webview:') || allowed.includes(origin)) {
    return undefined;
  }
  return forbidden(
    `The page is from ${origin}. If you trust it, start with --allow-origin ${origin}. Pages of this machine are allowed.`,
  );
}

function isLoopback(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url !== undefined && /^(?:127\.0\.0\.1|\[::1\]|(?:[\w-]+\.)*localhost)$/.test(url.hostname);
}

export function forbidden(cause: string): Refusal {
  return { status: 403, error: 'ForbiddenException', message: 'Forbidden', cause };
}

/** API Gateway's words for the status of a refused handshake. */
export function refusalOf(status: number): Omit<Refusal, 'cause'> {
  const [error, message] = errors.get(status) ?? [undefined, STATUS_CODES[status] ?? 'Refused'];
  return { status, error: error ?? '', message };
}

const errors: ReadonlyMap<number, readonly [error: string, message: string]> = new Map([
  [401, ['UnauthorizedException', 'Unauthorized']],
  [403, ['ForbiddenException', 'Forbidden']],
  [429, ['LimitExceededException', 'Too Many Requests']],
  [500, ['InternalServerErrorException', 'Internal server error']],
  [502, ['InternalServerErrorException', 'Internal server error']],
  [504, ['EndpointRequestTimedOutException', 'Endpoint request timed out']],
]);

/** The headers of an answer with a body in JSON. */
export function answerHeaders(body: string, requestId: string, error: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'x-amzn-RequestId': requestId,
    ...(error !== '' && { 'x-amzn-ErrorType': error }),
  };
}

/** The headers of a request as they were sent, in order. */
export function headersOf({ rawHeaders }: IncomingMessage): Pair[] {
  return rawHeaders.flatMap((name, index): Pair[] => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
}

export interface Target {
  /** The parts of the path, decoded. A doubled slash counts once. */
  readonly path: readonly string[];
  readonly query: readonly Pair[];
}

/** Undefined if it cannot be decoded. */
export function targetOf({ url = '/' }: IncomingMessage): Target | undefined {
  const question = url.indexOf('?');
  const [path, query] = question < 0 ? [url, ''] : [url.slice(0, question), url.slice(question + 1)];
  try {
    const parts = path.split('/').filter((part) => part !== '');
    return { path: parts.map(decodeURIComponent), query: [...new URLSearchParams(query)] };
  } catch {
    return undefined;
  }
}

/** The address of the client, as IPv4 if it is one. */
export function sourceIpOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
}
