// The clients that a command opens: real sockets inside of this process, which take the same way as all others.
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { LocalApi, SessionCommand } from './session.ts';
import { messageOf } from '../wording.ts';

export interface Clients {
  run(command: Exclude<SessionCommand, { command: 'stop' }>, apis: readonly LocalApi[]): void;
  /** The name of the client whose socket has that port. */
  nameAt(port: number | undefined): string | undefined;
  close(): void;
}

/** @param onProblem receives what cannot be done, in a sentence */
export function makeClients(onProblem: (text: string) => void): Clients {
  const clients = new Map<string, WebSocket>();
  const names = new Map<number, string>();

  const open = (
    { client, api, query = [], headers = [] }: Extract<SessionCommand, { command: 'connect' }>,
    apis: readonly LocalApi[],
  ): void => {
    const address = apis.find(({ id }) => id === api);
    if (!address) return onProblem(`There is no API ${api}.`);
    if (clients.has(client)) return onProblem(`There is a client ${client} already.`);
    const url = new URL(address.url);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const protocols = headers.flatMap(([name, value]) =>
      name.toLowerCase() === 'sec-websocket-protocol' ? value.split(',').map((one) => one.trim()) : [],
    );
    const others = headers.filter(([name]) => name.toLowerCase() !== 'sec-websocket-protocol');
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, protocols, {
        perMessageDeflate: false,
        headers: Object.fromEntries(others),
        createConnection: () => named(connect({ host: url.hostname, port: Number(url.port) }), client),
      });
    } catch (error) {
      return onProblem(`The client ${client} cannot connect: ${messageOf(error)}`);
    }
    clients.set(client, socket);
    // A refusal is an event of the API.
    socket.on('error', () => undefined);
    socket.on('close', () => clients.delete(client));
    return undefined;
  };

  /** Tells the server who it is before the first byte arrives there. */
  const named = (socket: Socket, client: string): Socket => {
    socket.once('connect', () => {
      const { localPort } = socket;
      if (localPort === undefined) return;
      names.set(localPort, client);
      socket.once('close', () => names.delete(localPort));
    });
    return socket;
  };

  return {
    run(command, apis) {
      if (command.command === 'connect') return open(command, apis);
      const socket = clients.get(command.client);
      if (socket?.readyState !== WebSocket.OPEN) return onProblem(`The client ${command.client} is not connected.`);
      if (command.command === 'send') socket.send(command.text);
      else socket.close(command.code ?? 1000);
      return undefined;
    },
    nameAt: (port) => (port === undefined ? undefined : names.get(port)),
    close() {
      for (const socket of clients.values()) socket.terminate();
    },
  };
}
