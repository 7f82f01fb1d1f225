// The port of a local API: clients that are too slow do not keep their sockets.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, test } from 'vitest';
import { makeCertificate } from '../../../server/src/gateway/certificate.ts';
import { listen, type Listener } from '../../../server/src/gateway/listener.ts';

let listener: Listener;
beforeAll(async () => {
  listener = await listen({
    port: 0,
    certificate: makeCertificate(Date.now()),
    patience: 100,
    onRequest: (request, response) => void request.resume().on('end', () => response.end()),
    onUpgrade: (_, socket) => socket.destroy(),
  });
});
afterAll(() => listener.close());

function send(text: string): Socket {
  const socket = connect(listener.port, '127.0.0.1').resume();
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

test.each([
  ['nothing', ''],
  ['a part of the headers', 'GET / HTTP/1.1\r\nHost: localhost\r\n'],
  ['a part of the body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345'],
  ['a part of a TLS handshake', '\u0016'],
])('a client that sends %s is closed', async (_, text) => {
  await once(send(text), 'close');
});
