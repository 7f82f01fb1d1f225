// A client in the terminal: what is typed is sent, and what arrives is printed.
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** @returns the exit status */
export function talk(
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  print: (line: string) => void,
  report: (line: string) => void,
): Promise<number> {
  // A local run has a certificate of its own.
  const isLocal = /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(url).hostname);
  const socket = new WebSocket(url, {
    headers: Object.fromEntries(headers),
    perMessageDeflate: false,
    rejectUnauthorized: !isLocal,
  });
  const lines = createInterface({ input: process.stdin });
  const waiting: string[] = [];
  let isOver = false;
  const close = (): void => {
    isOver = true;
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
  };
  lines.on('line', (line) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(line);
    else waiting.push(line);
  });
  lines.on('close', close);
  return new Promise((resolve) => {
    const end = (status: number): void => {
      lines.close();
      process.stdin.destroy();
      resolve(status);
    };
    socket.on('open', () => {
      report('Connected. Each line is sent as a message. Ctrl+D closes the connection.');
      for (const line of waiting.splice(0)) socket.send(line);
      if (isOver) close();
    });
    socket.on('message', (data, isBinary) => print(isBinary || !Buffer.isBuffer(data) ? '(binary)' : data.toString()));
    socket.on('unexpected-response', (request, response) => {
      report(`Refused with ${response.statusCode} ${response.statusMessage}`);
      request.destroy();
      end(1);
    });
    socket.on('error', (error) => {
      report(`Not connected: ${error.message}`);
      end(1);
    });
    socket.on('close', (code, reason) => {
      report(`Closed: ${code} ${reason.toString()}`.trimEnd());
      end(0);
    });
  });
}
