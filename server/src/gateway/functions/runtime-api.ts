// Lambda's Runtime API for one instance, on loopback: what a runtime asks for the next event and sends the results to.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a runtime gets with an event. */
export interface Invocation {
  readonly requestId: string;
  /** As JSON. */
  readonly event: string;
  /** In milliseconds since 1970. */
  readonly deadline: number;
  readonly functionArn: string;
}

/** What a runtime answers. */
export type Answer = { readonly kind: 'returned'; readonly value: unknown } | Failure;

export interface Failure {
  readonly kind: 'failed';
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack: readonly string[];
}

export function failure(errorType: string, errorMessage: string, stack: readonly string[] = []): Failure {
  return { kind: 'failed', errorType, errorMessage, stack };
}

interface Listener {
  /** The runtime waits for an event. */
  readonly onWaiting: () => void;
  readonly onAnswer: (answer: Answer) => void;
  readonly onInitError: (failure: Failure) => void;
}

export interface RuntimeApi {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** To the runtime, which must be waiting. */
  deliver(invocation: Invocation): void;
  close(): void;
}

/** Lambda's limit for a result, in bytes. */
const maximumResult = 6_291_556;

export async function startRuntimeApi({ onWaiting, onAnswer, onInitError }: Listener): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let current: string | undefined;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // An invocation, and the wait for the next one, can take any time.
  Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 0, timeout: 0 });

  function wait(response: ServerResponse): void {
    current = undefined;
    waiting = response;
    onWaiting();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method, url = '' } = request;
    // A page in a browser must not take events.
    if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) {
      reply(response, 403, refusal('Forbidden', 'The Runtime API is for the runtime alone.'));
      return;
    }
    const [, action = ''] = /^\/2018-06-01\/runtime\/(.*)$/.exec(url) ?? [];
    if (method === 'GET' && action === 'invocation/next') {
      wait(response);
      return;
    }
    const { text, size } = await bodyOf(request);
    if (method === 'POST' && action === 'init/error') {
      reply(response, 202, accepted);
      onInitError(failureOf(headers, text));
      return;
    }
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(action) ?? [];
    if (method !== 'POST' || kind === undefined) {
      reply(response, 404, refusal('NotFound', `There is no ${method} ${url}.`));
    } else if (id !== current) {
      reply(response, 400, refusal('InvalidRequestID', 'This invocation does not run.'));
    } else if (size > maximumResult) {
      current = undefined;
      const message = `Response payload size exceeded maximum allowed payload size (${maximumResult} bytes).`;
      reply(response, 413, refusal('RequestEntityTooLarge', message));
      onAnswer(failure('Function.ResponseSizeTooLarge', message));
    } else {
      current = undefined;
      const waits = headers[nextHeader] !== undefined;
      if (!waits) reply(response, 202, accepted);
      onAnswer(kind === 'error' ? failureOf(headers, text) : { kind: 'returned', value: parsed(text) });
      // When all that follows from the answer has happened.
      if (waits) setImmediate(() => wait(response));
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    deliver({ requestId, event, deadline, functionArn }) {
      current = requestId;
      waiting?.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(event),
        'Lambda-Runtime-Aws-Request-Id': requestId,
        'Lambda-Runtime-Deadline-Ms': String(deadline),
        'Lambda-Runtime-Invoked-Function-Arn': functionArn,
        'Lambda-Runtime-Trace-Id': traceId(requestId),
      });
      waiting?.end(event);
      waiting = undefined;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Our own runtime asks with it for the next invocation as the answer to its result, which takes half as many requests. */
const nextHeader = 'local-runtime-next';

const accepted = { status: 'OK' };

function refusal(errorType: string, errorMessage: string): object {
  return { errorType, errorMessage };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** The whole body is read, but no more of it is kept than a result can have. */
async function bodyOf(request: IncomingMessage): Promise<{ text: string; size: number }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size <= maximumResult) chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), size };
}

/** What is not JSON stays the text that it is. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

function failureOf(headers: IncomingMessage['headers'], text: string): Failure {
  const error = parsed(text);
  const property = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const header = headers['lambda-runtime-function-error-type'];
  const type = property('errorType') ?? header;
  const message = property('errorMessage');
  const stack = property('trace') ?? property('stackTrace');
  return failure(
    typeof type === 'string' ? type : 'Runtime.Unknown',
    typeof message === 'string' ? message : '',
    Array.isArray(stack) ? stack.map((line) => String(line)) : [],
  );
}

function traceId(requestId: string): string {
  const digits = requestId.replaceAll(/[^0-9a-f]/gi, '').padEnd(32, '0');
  const time = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${time}-${digits.slice(0, 24)};Parent=${digits.slice(16, 32)};Sampled=0`;
}
