// A port on this machine that serves HTTP and HTTPS alike: functions build `https://…` from their events, and clients use `ws://`.
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate.ts';

export interface Listener {
  readonly port: number;
  /** Ends all its sockets. Resolves when the port is free. */
  close(): Promise<void>;
}

export interface ListenerOptions {
  /** The next one is taken if it is in use; 0 for any. */
  readonly port: number;
  readonly certificate: Certificate;
  /** How long a client may take to send its first byte, and the headers of a request, in milliseconds. */
  readonly patience?: number;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** A client asks for another protocol. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** More clients than a test opens, and fewer than a machine can hold. */
const maximumSockets = 20_000;
/** How many ports after the wanted one are tried. */
const maximumTries = 100;
/** The first byte of a TLS handshake. */
const tlsHandshake = 22;

/** @throws {Error} if there is no free port */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { port, certificate, patience = 10_000, onRequest, onUpgrade } = options;
  const limits = {
    headersTimeout: patience,
    requestTimeout: 3 * patience,
    connectionsCheckingInterval: patience / 2,
    maxHeaderSize: 32 * 1024,
  };
  const plain = createHttpServer(limits);
  const secure = createHttpsServer({
    ...limits,
    cert: certificate.certificate,
    key: certificate.key,
    handshakeTimeout: patience,
  });
  for (const server of [plain, secure] satisfies Server[]) {
    server.on('request', onRequest);
    server.on('upgrade', onUpgrade);
    server.on('clientError', (_, socket) => socket.destroy());
    // It gets its sockets from here. Without this, it would never look for clients that are too slow.
    server.emit('listening');
  }
  secure.on('tlsClientError', (_, socket) => socket.destroy());
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away is nothing to report, and must not end the run.
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    const timer = setTimeout(() => socket.destroy(), patience);
    socket.once('close', () => clearTimeout(timer));
    socket.once('data', (first: Buffer) => {
      clearTimeout(timer);
      socket.pause();
      socket.unshift(first);
      (first[0] === tlsHandshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  };
  const servers = await openPort(port, accept);
  const address = servers[0]?.address();
  return {
    port: isAddress(address) ? address.port : port,
    async close() {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      plain.close();
      secure.close();
      await Promise.all(closed);
    },
  };
}

function isAddress(address: AddressInfo | string | null | undefined): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** `localhost` can be either address. One that the machine does not have is left out. */
async function openPort(wanted: number, accept: (socket: Socket) => void): Promise<NetServer[]> {
  for (let tries = 0; tries < maximumTries; tries++) {
    const port = wanted === 0 ? 0 : wanted + tries;
    if (port > 65_535) break;
    const first = await bind(port, '127.0.0.1', accept);
    if (typeof first === 'string') {
      if (isTaken(first)) continue;
      throw new Error(`Port ${port} cannot be opened: ${first}`);
    }
    const address = first.address();
    const second = await bind(isAddress(address) ? address.port : port, '::1', accept);
    if (typeof second !== 'string') return [first, second];
    if (!isTaken(second)) return [first];
    await new Promise((resolve) => first.close(resolve));
  }
  throw new Error(`No port is free from ${wanted} on.`);
}

/** Windows reserves ranges of ports for itself. */
function isTaken(code: string): boolean {
  return code === 'EADDRINUSE' || code === 'EACCES';
}

/** @returns the code of the error if it fails */
function bind(port: number, host: string, accept: (socket: Socket) => void): Promise<NetServer | string> {
  const server = createServer(accept);
  server.maxConnections = maximumSockets;
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
