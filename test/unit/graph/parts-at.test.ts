// From the text to the graph's parts, and from the parts to the code.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { buildGraph } from '../../../server/src/graph/graph.ts';
import { arbitraryProject } from '../../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const text = `description: A chat
resources:
  Chat:
    type: websocket-api
    endpoints:
      - route: hello
        operationMode: 2-way
        connections: &handlers [Send]
      - route: bye
        connections: *handlers
      - connections: [Gone]
  # Between
  Send:
    type: lambda-function
    entryPoint: functions/send.handler
    connections:
      - { to: Table, access: read-only }
  Table: { type: dynamodb-table }
`;
const analysis = analyze(text);

/** The parts at the cursor, which is before this text. */
const at = (wanted: string): readonly string[] => analysis.partsAt(text.indexOf(wanted));

describe('the parts at a place', () => {
  test.each([
    ['Chat:', ['resource Chat']],
    ['type: websocket-api', ['resource Chat']],
    ['hello', ['resource Chat endpoint hello']],
    ['2-way', ['resource Chat endpoint hello']],
    ['access: read-only', ['resource Send to resource Table']],
    ['dynamodb-table', ['resource Table']],
    ['Gone', ['missing Gone', 'resource Chat endpoint to missing Gone']],
    // Text that an alias repeats belongs to all of its parts.
    ['Send]', ['resource Chat endpoint hello to resource Send', 'resource Chat endpoint bye to resource Send']],
    ['description', []],
    ['# Between', []],
  ])('before %j', (wanted, expected) => expect(at(wanted)).toEqual(expected));

  test(
    'lead back to where they are named, in any project',
    () => {
      fc.assert(
        fc.property(arbitraryProject(), (project) => {
          const any = analyze(project);
          const { nodes, edges } = buildGraph(any.project);
          for (const { id, span } of [...nodes, ...edges]) {
            if (!span) continue;
            const starts = any.partsAt(span.start).map((part) => any.locate(part)?.start);
            expect(starts, id).toContain(span.start);
          }
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );
});

describe('the entry point', () => {
  const textOf = (part: string): string | undefined => {
    const span = analysis.entryPointOf(part);
    return span && text.slice(span.start, span.end);
  };

  test.each([
    ['resource Send', 'functions/send.handler'],
    ['resource Chat endpoint hello', 'functions/send.handler'],
    ['resource Chat endpoint bye', 'functions/send.handler'],
    ['resource Chat endpoint', undefined],
    ['resource Chat', undefined],
    ['resource Table', undefined],
    ['__proto__', undefined],
  ])('of %j', (part, expected) => expect(textOf(part)).toBe(expected));
});
