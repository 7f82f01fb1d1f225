// Which parts of a function's output lead to a line of a file.
import { expect, test } from 'vitest';
import { withPlaces } from '../../../client/webview/run/source-places.ts';

/** The text with its links in brackets, each with its place. */
function marked(text: string): string {
  return withPlaces(text)
    .map((piece) =>
      typeof piece === 'string' ? piece : `[${piece.place.file}|${piece.place.line}|${piece.place.column}]`,
    )
    .join('');
}

test.each([
  ['Error: no\n    at handler (/my code/send.js:6:38)', 'Error: no\n    at handler ([/my code/send.js|6|38])'],
  ['    at async file:///my%20code/send.mjs:5:9', '    at async [file:///my%20code/send.mjs|5|9]'],
  ['    at /code/send.js:5:9', '    at [/code/send.js|5|9]'],
  [String.raw`    at send (C:\code\send.js:5:9)`, String.raw`    at send ([C:\code\send.js|5|9])`],
  [String.raw`"    at send (C:\\code\\send.js:5:9)"`, String.raw`"    at send ([C:\code\send.js|5|9])"`],
  ['file:///code/broken.mjs:2\n  oops oops;', '[file:///code/broken.mjs|2|1]\n  oops oops;'],
  ['/code/send.ts:1:36: ERROR: Unexpected "}"', '[/code/send.ts|1|36]: ERROR: Unexpected "}"'],
  [
    '  File "/code/send.py", line 16, in handler\n    fail()',
    '  File "[/code/send.py|16|1]", line 16, in handler\n    fail()',
  ],
  ["/code/send.rb:5:in `handler'", "[/code/send.rb|5|1]:in `handler'"],
  [
    'Invoke Error\t{"stack":["Error: no","    at a (/code/a.js:1:2)","    at b (/code/b.js:3:4)"]}',
    'Invoke Error\t{"stack":["Error: no","    at a ([/code/a.js|1|2])","    at b ([/code/b.js|3|4])"]}',
  ],
])('%j', (text, expected) => {
  expect(marked(text)).toBe(expected);
});

test.each([
  'at noon, 10:15',
  '    at node:internal/process/task_queues:95:5',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  '  File "<string>", line 1, in <module>',
  'GET /prod/@connections: 410',
  'https://example.com:8080/a.js:1:2',
  '/code/send.js has no line',
])('%j leads nowhere', (text) => {
  expect(withPlaces(text)).toEqual([text]);
});
