// The port of one API: handshakes of clients, requests to `@connections`, and the pages beside the descriptor.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { maximumMessageSize } from '../language/limits.ts';
import type { ManagementAction, ManagementResponse } from '../simulation/state.ts';
import { quote } from '../wording.ts';
import { callerOf } from './callers.ts';
import { frameWatcher } from './frames.ts';
import { makeId, type LocalApi, type Report } from './local-api.ts';
import type { ListenerOptions } from './listener.ts';
import { readPage } from './pages.ts';
import {
  answerHeaders,
  forbidden,
  headersOf,
  refusalOf,
  refuseStranger,
  sourceIpOf,
  targetOf,
  type Refusal,
} from './requests.ts';

export interface ApiServerOptions {
  readonly allowedOrigins: readonly string[];
  /** The descriptor's folder. */
  readonly folder: string;
  readonly report: Report;
  /** What IAM would refuse: the function must be allowed to send to the clients of the API. */
  readonly refused: (caller: string) => string | undefined;
  /** The name of the client that a command has opened, by the port of its socket. */
  readonly clientAt: (port: number | undefined) => string | undefined;
}

export function serveApi(
  api: LocalApi,
  { allowedOrigins, folder, report, refused, clientAt }: ApiServerOptions,
): Pick<ListenerOptions, 'onRequest' | 'onUpgrade'> {
  /** What the functions of `$connect` return, by their handshakes. */
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maximumMessageSize,
    handleProtocols: (_, request) => subprotocols.get(request) ?? false,
  });
  // `ws` asks for a subprotocol only if the client has requested one.
  server.on('headers', (headers, request) => {
    const subprotocol = subprotocols.get(request);
    if (subprotocol === undefined || request.headers['sec-websocket-protocol'] !== undefined) return;
    headers.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  });

  /** The requests of each client that have not been answered yet. */
  const turns = new WeakMap<Duplex, Promise<void>>();

  const refuse = (request: IncomingMessage, socket: Duplex, refusal: Refusal): void => {
    const { status, cause } = refusal;
    report({
      event: 'refused',
      api: api.id,
      connection: makeId(),
      status,
      cause: `${request.url ?? '/'}: ${cause}`,
      steps: [],
    });
    endHandshake(socket, refusal);
  };

  return {
    onUpgrade(request, socket, head) {
      // `ws` has its own listeners as soon as the connection is open.
      const ignoreError = (): void => void socket.destroy();
      socket.on('error', ignoreError);
      const stranger = refuseStranger(request, allowedOrigins);
      if (stranger) return refuse(request, socket, stranger);
      const invalid = invalidHandshake(request);
      if (invalid !== undefined) return refuse(request, socket, { ...refusalOf(400), cause: invalid });
      const target = targetOf(request);
      const [stage, ...rest] = target?.path ?? [];
      if (!target || stage !== api.stage() || rest.length > 0) {
        return refuse(request, socket, forbidden(`Clients connect to the stage: /${api.stage()}`));
      }
      api.connect({
        handshake: { headers: headersOf(request), query: target.query, sourceIp: sourceIpOf(request) },
        path: request.url ?? '/',
        origin: request.headers.origin,
        client: clientAt(request.socket.remotePort),
        accept(subprotocol, onLargeFrame) {
          if (socket.destroyed || !socket.readable || !socket.writable) return undefined;
          if (subprotocol !== undefined && isToken(subprotocol)) subprotocols.set(request, subprotocol);
          const isOver = frameWatcher();
          socket.on('data', (bytes: Buffer) => {
            if (isOver(bytes)) onLargeFrame();
          });
          let opened: WebSocket | undefined;
          server.handleUpgrade(request, socket, head, (webSocket) => (opened = webSocket));
          if (opened) socket.off('error', ignoreError);
          return opened;
        },
        refuse: (status) => endHandshake(socket, refusalOf(status)),
      });
    },
    onRequest(request, response) {
      const { socket } = request;
      // One after another: a client that asks for more than it reads would fill the memory.
      const before = turns.get(socket);
      const turn = async (): Promise<void> => {
        await before;
        if (socket.destroyed) return;
        const sent = new Promise((resolve) => response.once('finish', resolve).once('close', resolve));
        await answer(request, response).catch(() => response.destroy());
        await sent;
      };
      turns.set(socket, turn());
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuseStranger(request, allowedOrigins);
    const target = targetOf(request);
    const [stage, place, id, ...rest] = target?.path ?? [];
    if (!refusal && request.method === 'GET' && request.url === '/favicon.ico') {
      // Browsers ask for it with each page.
      response.writeHead(204, { 'Cache-Control': 'max-age=86400' }).end();
      return;
    }
    if (refusal || !target || (place !== '@connections' && stage !== '@connections')) {
      const page = refusal ? undefined : await readPage(folder, target?.path ?? [], request.method);
      if (page !== undefined) return sendPage(response, page);
      const why = refusal ?? forbidden('Nothing is served here. Clients connect with the WebSocket protocol.');
      if (refusal) report({ event: 'problem', text: `A request was refused. ${refusal.cause}` });
      return sendJson(response, why.status, why.error, { message: why.message });
    }
    const { authorization } = request.headers;
    const caller = callerOf(authorization, request.url);
    const text = await readBody(request);
    const action = actionOf(request.method, text);
    const tell = (connection: string, status: number, cause: string | undefined): void => {
      const missing = caller === undefined ? undefined : refused(caller);
      if (action) {
        const method = methods[action.kind];
        report({
          event: 'management',
          api: api.id,
          method,
          connection,
          status,
          function: caller,
          cause,
          refused: missing,
        });
      }
    };
    const isSigned = authorization !== undefined || /[?&]X-Amz-Signature=/i.test(request.url ?? '');
    if (stage !== api.stage() || id === undefined || rest.length > 0 || !action || !isSigned) {
      const cause = isSigned
        ? `The address must be /${api.stage()}/@connections/ and the ID of a connection, encoded as a URL.`
        : 'The request is not signed. AWS only accepts signed requests; SDKs sign them.';
      tell(id ?? '', 403, cause);
      return sendJson(response, 403, 'ForbiddenException', {
        message: isSigned ? 'Forbidden' : 'Missing Authentication Token',
      });
    }
    const { response: managed, cause } = api.manage(id, action, caller);
    tell(id, managed.status, cause);
    return sendManaged(response, managed);
  }
}

const methods = { post: 'POST', get: 'GET', delete: 'DELETE' } as const;

function actionOf(method: string | undefined, text: string): ManagementAction | undefined {
  switch (method) {
    case 'POST':
      return { kind: 'post', text };
    case 'GET':
      return { kind: 'get' };
    case 'DELETE':
      return { kind: 'delete' };
    case undefined:
    default:
      return undefined;
  }
}

function sendManaged(response: ServerResponse, managed: ManagementResponse): void {
  if ('error' in managed) return sendJson(response, managed.status, managed.error, { message: managed.message });
  if (managed.status === 200) return sendJson(response, 200, '', managed.body);
  response.writeHead(204, { 'x-amzn-RequestId': makeId() }).end();
  return undefined;
}

function sendJson(response: ServerResponse, status: number, error: string, body: object | undefined): void {
  const text = body ? JSON.stringify(body) : '';
  response.writeHead(status, answerHeaders(text, makeId(), error)).end(text);
}

function sendPage(response: ServerResponse, page: Uint8Array): void {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(page.length),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
  response.writeHead(200, headers).end(page);
}

/** A little more than is allowed, so that the simulation refuses what is too long. The rest is not kept. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (length <= maximumMessageSize) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).toString();
}

/** Why the request is no valid handshake (RFC 6455, 4.2.1); undefined if it is one. */
function invalidHandshake({ method, headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return 'It is no WebSocket handshake.';
  if (!/^[+/\d A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return 'It has no valid `Sec-WebSocket-Key`.';
  const version = headers['sec-websocket-version'] ?? '';
  return version === '13' || version === '8' ? undefined : `The version ${quote(version)} of the protocol is unknown.`;
}

function endHandshake(socket: Duplex, { status, error, message }: Omit<Refusal, 'cause'>): void {
  const requestId = makeId();
  const body = JSON.stringify({ message, connectionId: makeId(), requestId });
  const headers = Object.entries({ ...answerHeaders(body, requestId, error), Connection: 'close' });
  const lines = [`HTTP/1.1 ${status} ${message}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body];
  socket.end(lines.join('\r\n'));
  // A client that does not close its side is not waited for.
  setTimeout(() => socket.destroy(), 1000).unref();
}

/** As in HTTP: anything else would break the header. */
function isToken(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}
