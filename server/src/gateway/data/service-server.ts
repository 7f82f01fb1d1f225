// The server that all SDKs of a local run talk to, whatever the service: a request says in its signature which one it is for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { at } from './json.ts';
import { t } from '../../locale.ts';
import { callerOf } from '../callers.ts';
import type { ServiceRequest } from './service-calls.ts';
import { messageOf } from '../../wording.ts';

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body: string | Buffer;
}

export interface ServiceServer {
  /** `http://127.0.0.1:4566` */
  readonly origin: string;
  stop(): Promise<void>;
}

/** In bytes: somewhat more than what AWS accepts at once, apart from objects, which can be uploaded in parts. */
const maximumBody = 16 * 1024 * 1024;

export async function serveServices(
  answer: (request: ServiceRequest) => Promise<ServiceAnswer>,
): Promise<ServiceServer> {
  const server = createServer((request, response) => {
    void respond(request, response);
  });

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = request;
    const { authorization } = headers;
    const service = serviceOf(authorization, url);
    try {
      const refusal = refusalOf(request, service);
      if (refusal !== undefined || service === undefined) {
        send(response, errorAnswer(request, 403, 'AccessDenied', refusal ?? ''));
        request.resume();
        return;
      }
      const body = await bodyOf(request);
      if (!body) {
        const size = `${maximumBody / 1024 / 1024} MB`;
        const message = t`A request on this machine can have up to ${size}. Upload larger objects in parts.`;
        send(response, errorAnswer(request, 413, 'RequestEntityTooLarge', message));
        return;
      }
      const caller = callerOf(authorization, url);
      send(response, await answer({ service, method, url, headers, body, caller }));
    } catch (error) {
      const message = messageOf(error);
      if (!response.headersSent) send(response, errorAnswer(request, 500, 'InternalError', message));
    }
  };

  /** A page in a browser must not use the services, wherever its name leads. */
  const refusalOf = ({ headers: { host, origin } }: IncomingMessage, service: string | undefined) => {
    if (!isLocal(`http://${host ?? ''}`)) return t`Only this machine can use these services, by the address 127.0.0.1.`;
    if (origin !== undefined && !isLocal(origin)) return t`Pages of other origins cannot use these services.`;
    return service === undefined
      ? t`The request is not signed, so it is not clear which service it is for.`
      : undefined;
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${String(at(server.address(), 'port'))}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function isLocal(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

/** The service that the signature is for: the second last part of its scope. */
function serviceOf(authorization: string | undefined, url: string): string | undefined {
  const [, scope] =
    /\bCredential=([^,\s]+)/.exec(authorization ?? '') ?? /[?&]X-Amz-Credential=([^&]+)/i.exec(url) ?? [];
  return scope?.replaceAll(/%2F/gi, '/').split('/').at(-2);
}

/** Undefined if it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > maximumBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers = {}, body }: ServiceAnswer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  response.end(body);
}

/** An error in the protocol of the request, so that the SDK gives it its name. */
export function errorAnswer(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  status: number,
  code: string,
  message: string,
): ServiceAnswer {
  const type = headers['content-type'] ?? '';
  if (/json/.test(type)) {
    const body = JSON.stringify({ __type: code, message });
    return { status, headers: { 'content-type': type, 'x-amzn-errortype': code }, body };
  }
  const error = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const isForm = type.includes('x-www-form-urlencoded');
  const body = isForm ? `<ErrorResponse><Error>${error}</Error></ErrorResponse>` : `<Error>${error}</Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: method === 'HEAD' ? '' : body };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
