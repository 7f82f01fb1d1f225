// The descriptor of one API, and the positions of its texts.
import { expect } from 'vitest';
import type { Position, Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

export const uri = 'file:///project/websocket.yaml';
export const text = `# One API.
# One function.
resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - route: send
        operationMode: 1-way
        connections: [Send]
      - route: $default
        operationMode: 2-way
        connections: [Send]
  Send:
    type: lambda-function
    name: Send
    runtime: nodejs22.x
    entryPoint: functions/send.handler
    connections: [{ to: Sessions, access: read-write }]
  Sessions: { type: dynamodb-table, name: Sessions, key: { hash: { name: id, type: STRING } } }
  Old: { type: lambda-function, name: Old, arn: 'arn:aws:lambda:eu-west-1:123456789012:function:old' }
`;
export const document = TextDocument.create(uri, '', 1, text);
export const textDocument = { uri };

/** The start of the nth occurrence of the text. */
export function positionOf(searched: string, nth = 1): Position {
  let offset = -1;
  for (let count = 0; count < nth; count++) offset = text.indexOf(searched, offset + 1);
  expect(offset, searched).toBeGreaterThanOrEqual(0);
  return document.positionAt(offset);
}

/** The range of the word in the nth occurrence of the text. */
export function rangeOf(searched: string, word: string, nth = 1): Range {
  const start = document.offsetAt(positionOf(searched, nth)) + searched.indexOf(word);
  return { start: document.positionAt(start), end: document.positionAt(start + word.length) };
}
