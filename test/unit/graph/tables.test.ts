// The graph as tables: the alternative to the picture contains everything that the picture shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import type { GraphTable } from '../../../server/src/protocol.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { graphSvg } from '../../harness/graph-svg.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

function tablesOf(text: string): readonly GraphTable[] {
  return analyze(text).graphTables() ?? [];
}

/** A line for each row: its cells, with the lines within a cell separated by commas. */
function written(tables: readonly GraphTable[]): string[] {
  return tables.flatMap(({ caption, headings, rows }) => [
    `${caption}: ${headings.join(' | ')}`,
    ...rows.map((row) => row.map((cell) => cell.map(({ text }) => text).join(', ')).join(' | ')),
  ]);
}

test('of the example', () => {
  expect(written(tablesOf(example))).toEqual([
    'Endpoints of Chat: Route | Mode | Handled by | Problems',
    '$connect | 1-way | Connect | ',
    '$disconnect | 1-way | Disconnect | ',
    'setNickname | 2-way | SetNickname | ',
    'sendMessage | 2-way | SendMessage | ',
    '$default | 2-way · fallback | Help | ',
    'Resources: Resource | Kind | Connected to | Problems',
    'Chat | WebSocket API, by action | Authorize (authorizer) | ',
    'Authorize | Lambda function, nodejs22.x |  | ',
    'Connect | Lambda function, nodejs22.x | Sessions (write-only) | ',
    'Disconnect | Lambda function, nodejs22.x | Sessions (write-only) | ',
    'SetNickname | Lambda function, nodejs22.x | Chat (sends), Sessions (read-write) | ',
    'SendMessage | Lambda function, nodejs22.x | Chat (sends), Sessions (read-write) | ',
    'Help | Lambda function, nodejs22.x |  | ',
    'Sessions | DynamoDB table |  | ',
  ]);
});

test('what exists already', () => {
  const text = `resources:
  Legacy: { type: lambda-function, name: Legacy, arn: 'arn:aws:lambda:eu-west-1:123456789012:function:legacy' }
  Orders: { type: sqs-queue, name: Orders, arn: 'arn:aws:sqs:eu-west-1:123456789012:orders', connections: [Legacy] }
`;
  expect(written(tablesOf(text)).slice(1)).toEqual([
    expect.stringMatching(/^Legacy \| Lambda function, existing function \|/),
    expect.stringMatching(/^Orders \| SQS queue · existing \| Legacy \(invokes\) \|/),
  ]);
});

test('problems are in the row of the part at fault', () => {
  const text = example
    .replace('connections: [Help]', 'connections: [Sessions]')
    .replace('operationMode: 2-way', 'operationMode: both');
  const rows = written(tablesOf(text));
  expect(rows.find((row) => row.startsWith('$default'))).toMatch(
    /Sessions \(an endpoint cannot connect to a DynamoDB table\) \| error: /i,
  );
  expect(rows.find((row) => row.startsWith('setNickname'))).toMatch(/no valid mode .*\| error: .*`both`/);
});

test('a name cannot reorder the text next to it', () => {
  const rows = written(tablesOf(example.replace('route: setNickname', 'route: "\\u202Eemankcin"')));
  expect(rows.find((row) => row.includes('emankcin'))).toMatch(/^\uFFFDemankcin \|/);
});

test('a file that cannot be parsed has none', () => {
  expect(analyze(`${example}\n  - [`).graphTables()).toBeUndefined();
});

test(
  'contain every node and every connection of the picture, with the same ID',
  () => {
    fc.assert(
      fc.property(arbitraryDescriptor(), (descriptor) => {
        const text = descriptorText(descriptor);
        const svg = graphSvg(analyze(text));
        const listed = new Set(tablesOf(text).flatMap(({ rows }) => rows.flat(2).flatMap(({ part }) => part ?? [])));
        const parts = [...svg.matchAll(/<g class="(?:node|edge) ([\w-]+)[^"]*"[^>]* data-id="([^"]*)"/g)]
          // The table itself implies that clients connect and that an endpoint belongs to its API.
          .filter(([, kind = '']) => !['client', 'connect', 'route'].includes(kind))
          .map(([, , id = '']) => unescaped(id));
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.filter((id) => !listed.has(id))).toEqual([]);
      }),
      { numRuns: runs, seed },
    );
  },
  patience,
);

function unescaped(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
