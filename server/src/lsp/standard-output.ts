// Keeps standard output for the protocol. A single line that a library prints there would break the connection.
import { Writable } from 'node:stream';

/** Standard output for the caller alone: from now on, what anything else prints there goes to standard error. */
export function reserveStandardOutput(): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return new Writable({
    write: (chunk: Uint8Array, _encoding, done) => void write(chunk, done),
  });
}
