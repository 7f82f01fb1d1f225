// Problems in the picture: on the node or edge at fault, shown by shape and in words.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { buildGraph } from '../../../server/src/graph/graph.ts';
import { placeMarks, type Mark } from '../../../server/src/graph/marks.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { graphSvg } from '../../harness/graph-svg.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    connections: [Authorize]
    endpoints:
      - route: $connect
        operationMode: 1-way
        connections: [Authorize]
      - route: send
        operationMode: 3-way
        connections: [Nowhere]
      - route: send
        operationMode: 2-way
        connections: [Authorize]
  Authorize:
    type: lambda-function
    name: Authorize
    runtime: nodejs18.x
    entryPoint: authorize.handler
    connections: [{ to: Table }, Chat]
    timeout: 60
  Table: { type: dynamodb-table, name: Table, key: { hash: { name: id, type: STRING } } }
`;

function marked(text: string): string[] {
  const { project, findings } = analyze(text);
  return [...placeMarks(buildGraph(project), findings)].flatMap(([part, marks]) =>
    marks.map(({ severity, message }) => `${part}: ${severity}, ${message.split(/[,.:]/)[0] ?? ''}`),
  );
}

/** The line of the part in the picture. */
function part(svg: string, id: string): string {
  return svg.split('\n').find((line) => line.includes(`data-id="${id}"`)) ?? '';
}

describe('a problem is marked', () => {
  test('on the smallest part whose text contains it', () => {
    expect(marked(text)).toMatchInlineSnapshot(`
      [
        "resource Chat: information, The API has no \`$default\` route",
        "resource Chat endpoint $connect: information, A function is notified of new connections here",
        "resource Chat endpoint send: error, \`3-way\` is not an operation mode",
        "resource Chat endpoint send to missing Nowhere: error, There is no resource \`Nowhere\` in this file",
        "resource Chat endpoint send (2): error, The API already has a route \`send\`",
        "resource Authorize: warning, AWS deprecated \`nodejs18",
        "resource Authorize: information, API Gateway waits 29 s",
        "resource Authorize to resource Table: error, \`access\` is missing",
      ]
    `);
  });

  test('on every part that an alias repeats', () => {
    const shared = `resources:
  A: { type: websocket-api, name: A, routeSelectorProperty: a, endpoints: &e [{ route: $default, operationMode: 3-way, connections: [F] }] }
  B: { type: websocket-api, name: B, routeSelectorProperty: a, endpoints: *e }
  F: { type: lambda-function, name: F, runtime: nodejs22.x, entryPoint: f.handler }
`;
    const parts = marked(shared).map((line) => line.split(':')[0]);
    expect(parts).toContain('resource A endpoint $default');
    expect(parts).toContain('resource B endpoint $default');
  });

  test('nowhere if it belongs to no part', () => {
    const mark: Mark = { span: { start: 0, end: 9 }, severity: 'error', message: 'Everything is wrong' };
    expect([...placeMarks(buildGraph(analyze(text).project), [mark])]).toEqual([]);
  });

  test('on the part that a search through all parts finds', { timeout: patience }, () => {
    const anywhere = fc.tuple(arbitraryDescriptor(), fc.array(fc.tuple(fc.nat(), fc.nat(40)), { maxLength: 20 }));
    fc.assert(
      fc.property(anywhere, ([descriptor, places]) => {
        const text = descriptorText(descriptor);
        const graph = buildGraph(analyze(text).project);
        const nodes = graph.nodes.filter(({ kind }) => kind !== 'missing');
        const parts = [...nodes, ...graph.edges.filter(({ kind }) => kind !== 'connect' && kind !== 'route')];
        for (const [at, length] of places) {
          const span = { start: at % text.length, end: (at % text.length) + length };
          const around = parts.flatMap(({ id, extent }) =>
            extent && extent.start <= span.start && span.end <= extent.end
              ? [{ id, width: extent.end - extent.start }]
              : [],
          );
          const least = Math.min(...around.map(({ width }) => width));
          const expected = around.filter(({ width }) => width === least).map(({ id }) => id);
          const placed = placeMarks(graph, [{ span, severity: 'error', message: 'x' }]);
          expect([...placed.keys()].sort()).toEqual(expected.sort());
        }
      }),
      { seed, numRuns: runs },
    );
  });
});

describe('in the picture, a problem', () => {
  const svg = graphSvg(analyze(text));

  test('has a badge whose shape shows its severity', () => {
    const plates = ['error', 'warning', 'information'].map((severity) => {
      const line = svg.split('\n').find((line) => line.includes(` has-${severity}`)) ?? '';
      return /class="badge"[^>]*><path class="plate" d="([^"]*)"/.exec(line)?.[1];
    });
    expect(new Set(plates).size).toBe(3);
    expect(plates).not.toContain(undefined);
  });

  test('of a node is announced with the node', () => {
    const node = part(svg, 'resource Chat endpoint send (2)');
    expect(node).toMatch(/aria-label="send, 2-way, endpoint, handled by Authorize, error: [^"]*send/);
    expect(node).toMatch(/<title>[^<]*error: /);
  });

  test('of a line is shown on hover, and announced with the node where the line starts', () => {
    const edge = part(svg, 'resource Authorize to resource Table');
    expect(edge).toMatch(/has-error/);
    expect(edge).toMatch(/<title>error: [^<]*access/);
    expect(part(svg, 'resource Authorize')).toMatch(/aria-label="[^"]*error: [^"]*access/);
  });

  test('of a wrong connection is announced once', () => {
    const label = /aria-label="([^"]*)"/.exec(part(svg, 'resource Chat endpoint send'))?.[1] ?? '';
    expect(label.match(/Nowhere/g)).toHaveLength(1);
  });

  test('leaves no mark once it is fixed', () => {
    expect(part(svg, 'resource Table')).not.toMatch(/badge|has-/);
  });
});
