// Checks the headers of the messages on standard input. The library waits forever for the rest of what is not a header, and
// nobody would know why the server does not answer.
import type { Readable } from 'node:stream';

/** A header is a few lines of ASCII. The last one is empty. */
const maximumHeader = 1000;
const beginning = /^(?:[\w-]+:[^\r\n]*\r\n)*(?:[\w-]*|[\w-]+:[^\r\n]*\r?|\r\n?)$/;

/**
 * Listens to the input without consuming it.
 * @param onBroken called once, with text that is not the header of a message, or not the beginning of one; empty if the
 *   input ends without any message
 */
export function checkHeaders(input: Readable, onBroken: (header: string) => void): void {
  let header = '';
  /** The number of bytes before the next header. */
  let body = 0;
  let hasInput = false;
  const listen = (chunk: Buffer): void => {
    hasInput = true;
    for (let rest = chunk; rest.length > 0;) {
      const skipped = Math.min(body, rest.length);
      body -= skipped;
      rest = rest.subarray(skipped);
      const end = rest.indexOf('\n') + 1 || rest.length;
      header += rest.toString('latin1', 0, Math.min(end, maximumHeader + 1));
      rest = rest.subarray(end);
      const isWhole = header.endsWith('\r\n\r\n') || header === '\r\n';
      const length = isWhole ? /^content-length: *(\d+) *\r$/im.exec(header)?.[1] : '0';
      if (length === undefined || header.length > maximumHeader || !beginning.test(header)) {
        input.off('data', listen);
        onBroken(header);
        return;
      }
      if (!isWhole) continue;
      body = Number(length);
      header = '';
    }
  };
  input.on('data', listen);
  input.once('end', () => {
    if (!hasInput) onBroken('');
  });
}
