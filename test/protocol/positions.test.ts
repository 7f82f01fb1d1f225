// Positions in UTF-16, UTF-8 or UTF-32, as negotiated; and texts kept in sync with the client's changes.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  DocumentDiagnosticRequest,
  HoverRequest,
  SelectionRangeRequest,
  type Position,
  type PositionEncodingKind,
  type Range,
} from 'vscode-languageserver/node';
import { previewRequest, type Preview } from '../../server/src/protocol.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';
import { runs, seed } from '../harness/property-runs.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const uri = 'untitled:chat';
const encodings = ['utf-16', 'utf-8', 'utf-32'] as const;

function start(positionEncodings?: PositionEncodingKind[]): Promise<SharedClient> {
  return sharedClient({
    ...(positionEncodings ? { general: { positionEncodings } } : {}),
    textDocument: { diagnostic: {} },
    workspace: { workspaceEdit: { documentChanges: true } },
  });
}

/** Counts code units independently of the product's code. */
function columnOf(before: string, encoding: (typeof encodings)[number]): number {
  if (encoding === 'utf-8') return Buffer.from(before, 'utf8').length;
  return encoding === 'utf-32' ? Array.from(before).length : before.length;
}

function positionOf(text: string, offset: number, encoding: (typeof encodings)[number]): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: columnOf(lines.at(-1) ?? '', encoding) };
}

describe('they agree on', () => {
  test.each([
    [undefined, 'utf-16'],
    [[], 'utf-16'],
    [['utf-8'], 'utf-8'],
    [['utf-32', 'utf-8'], 'utf-32'],
    [['utf-8', 'utf-16'], 'utf-16'],
    [['utf-7'], 'utf-16'],
  ])('of %j: %s', async (offered, agreed) => {
    const client = await start(offered);
    expect(client.initialized.capabilities.positionEncoding).toBe(agreed);
  });
});

describe.each(encodings)('in %s', (encoding) => {
  const text = `resources:
  Chat: { type: websocket-api, description: "😀 é 日", name: Chat, routeSelectorProperty: action, endpoint: [] } # 😀
`;
  const rangeOf = (searched: string): Range => {
    const offset = text.indexOf(searched);
    return {
      start: positionOf(text, offset, encoding),
      end: positionOf(text, offset + searched.length, encoding),
    };
  };

  test('diagnostics, hovers and edits have the right ranges', async () => {
    const client = await start([encoding]);
    client.open(uri, text);
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    const wrong = report.kind === 'full' ? report.items.find(({ code }) => code === 'unknown-property') : undefined;
    expect(wrong?.range).toEqual(rangeOf('endpoint'));
    const range = rangeOf('routeSelectorProperty');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: range.end,
    });
    expect(hover?.range).toEqual(range);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: rangeOf('endpoint'),
      context: { diagnostics: wrong ? [wrong] : [], only: ['quickfix'] },
    });
    expect(JSON.stringify(actions)).toContain(
      JSON.stringify({ range: rangeOf('endpoint'), newText: 'endpoints' }).slice(1, -1),
    );
  });

  test('a text that is changed incrementally equals the resulting text', async () => {
    const client = await start([encoding]);
    const inserted = fc.constantFrom(
      '',
      'a',
      '😀',
      'é\n',
      '\r\n',
      '\r',
      '\n',
      ': ',
      '日本',
      '  - ',
      '"',
      '\t',
      '\uFEFF',
    );
    const change = fc.tuple(fc.nat(example.length), fc.nat(12), inserted);
    const changes = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    const report = async (document: string): Promise<string> => {
      const textDocument = { uri: document };
      const pulled = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      const preview = await client.connection.sendRequest<Preview>(previewRequest, { textDocument, format: 'yaml' });
      // The outermost range is the whole text.
      const positions = [{ line: 0, character: 0 }];
      const whole = await client.connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions });
      return (
        JSON.stringify([pulled, preview, whole])
          .replaceAll(document, '')
          // Identifies the reported diagnostics, including the document's URI.
          .replace(/"resultId":"[^"]*"/, '')
          .replaceAll(/"version":\d+/g, '')
      );
    };
    const odd = example.replace('description: ', 'description: 😀 é 日 ').replaceAll('#', '# 😀');
    let run = 0;
    await fc.assert(
      fc.asyncProperty(changes, async (versions) => {
        const [changed, opened] = [`untitled:changed-${++run}`, `untitled:opened-${run}`];
        let now = odd;
        let version = 1;
        client.open(changed, now);
        for (const some of versions) {
          const sent = some.map(([from, length, inserted]) => {
            const start = boundary(now, from % (now.length + 1));
            const end = boundary(now, Math.min(now.length, start + length));
            const range = { start: positionOf(now, start, encoding), end: positionOf(now, end, encoding) };
            now = now.slice(0, start) + inserted + now.slice(end);
            return { range, text: inserted };
          });
          client.change(changed, ++version, ...sent);
        }
        // Nobody types so many changes at once, so no problems are withheld.
        const start = positionOf(now, 0, encoding);
        client.change(
          changed,
          ++version,
          ...Array.from({ length: 30 }, () => ({ range: { start, end: start }, text: '' })),
        );
        client.open(opened, now);
        expect(await report(changed)).toBe(await report(opened));
        client.close(changed);
        client.close(opened);
      }),
      { numRuns: runs, seed },
    );
  });
});

/** An offset where a client may change something: not inside a character or a line break. */
function boundary(text: string, offset: number): number {
  const within = /[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n/.test(text.slice(Math.max(0, offset - 1), offset + 1));
  return within ? offset - 1 : offset;
}
