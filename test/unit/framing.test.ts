// The headers of messages on standard input, in any chunks.
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHeaders } from '../../server/src/lsp/framing.ts';
import { runs, seed } from '../harness/property-runs.ts';

/** The text that is reported as broken; undefined if none is. */
function brokenIn(chunks: readonly (string | Buffer)[]): string | undefined {
  const input = new PassThrough();
  let broken: string | undefined;
  checkHeaders(input, (header) => (broken = header));
  for (const chunk of chunks) input.emit('data', Buffer.from(chunk));
  return broken;
}

const type = 'Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n';

test('messages have headers, whatever their bodies and chunks are', () => {
  const body = fc.string({ unit: 'binary', maxLength: 30 });
  const message = fc.tuple(body, fc.constantFrom('', type)).map(([text, more]) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from(`${more}Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (messages, size) => {
      const all = Buffer.concat(messages);
      const count = Math.ceil(all.length / size);
      const chunks = Array.from({ length: count }, (_, index) => all.subarray(index * size, (index + 1) * size));
      expect(brokenIn(chunks)).toBeUndefined();
    }),
    { numRuns: runs, seed },
  );
});

test.each([
  ['text', 'hello\n'],
  ['no length', 'Content-Type: x\r\n\r\n'],
  ['no value', 'Content-Length\r\n\r\n'],
  ['no number', 'Content-Length: many\r\n\r\n'],
  ['a negative length', 'Content-Length: -1\r\n\r\n'],
  ['line feeds only', 'Content-Length: 2\n\n{}'],
  ['an empty header', '\r\n'],
  ['a length that is too small', 'Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n{}'],
  ['no end', `Content-Length: ${' '.repeat(5000)}`],
])('%s is broken, in one chunk and byte by byte', (_, text) => {
  expect(brokenIn([text])).toBeDefined();
  expect(brokenIn(text.split(''))).toBeDefined();
});

test('input that ends without any message is reported as empty, and other input is not', () => {
  const endOf = (...chunks: readonly string[]): string[] => {
    const input = new PassThrough();
    const broken: string[] = [];
    checkHeaders(input, (header) => void broken.push(header));
    for (const chunk of chunks) input.emit('data', Buffer.from(chunk));
    input.emit('end');
    return broken;
  };
  expect(endOf()).toEqual(['']);
  expect(endOf('Content-Length: 2\r\n\r\n{}')).toEqual([]);
});
