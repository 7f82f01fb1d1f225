// Folding: a collapsed part is one node that represents everything it hides, and expanding it restores the graph.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { collapsedAtFirst, foldGraph } from '../../../server/src/graph/fold.ts';
import { buildGraph } from '../../../server/src/graph/graph.ts';
import { drawGraph, locateInGraph } from '../../../server/src/graph/index.ts';
import { composeSvg } from '../../../server/src/graph/picture.ts';
import { projectText } from '../../../scripts/bench/bench-project.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const endpoint = (route: string, mode: string, to: string): string =>
  `{ route: ${route}, operationMode: ${mode}, connections: [${to}] }`;
const text = `resources:
  Chat: { type: websocket-api, name: Chat, routeSelectorProperty: action, connections: [Auth], endpoints: [
    ${endpoint('$connect', '1-way', 'Auth')},
    ${endpoint('send', '2-way', 'Send')},
    ${endpoint('shout', '1-way', 'Send')},
    ${endpoint('whisper', '3-way', 'Nowhere')}] }
  News: { type: websocket-api, name: News, routeSelectorProperty: action, endpoints: [
    ${endpoint('a', '1-way', 'Send')},
    ${endpoint('b', '1-way', 'Send')}] }
  Auth: { type: lambda-function, name: Auth, runtime: nodejs22.x, entryPoint: auth.handler }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler, connections: [Chat] }
`;
const whole = buildGraph(analyze(text).project);

function foldedBy(...collapsed: string[]) {
  const { graph, expanded } = foldGraph(whole, new Set(collapsed));
  return {
    nodes: graph.nodes.map(({ id }) => id),
    edges: graph.edges.map(({ id, mode, fault }) => [id, mode, fault].filter((part) => part !== undefined).join(' · ')),
    expanded: Object.fromEntries(expanded),
  };
}

test('initially nothing is collapsed, except the APIs of a large project', () => {
  const atFirst = (endpoints: number): string[] => [
    ...collapsedAtFirst(buildGraph(analyze(projectText(endpoints)).project)),
  ];
  expect(atFirst(60)).toEqual([]);
  expect(atFirst(61)).toEqual(['resource Orders']);
});

describe('collapsing', () => {
  test('nothing changes nothing, and lists what can be collapsed', () => {
    const { graph, expanded } = foldGraph(whole, new Set());
    expect(graph).toBe(whole);
    expect([...expanded]).toEqual([
      ['resource Chat', true],
      ['resource News', true],
      ['resource Send', true],
    ]);
  });

  test('an API merges its endpoints into one node, and their lines to the same function into one', () => {
    expect(foldedBy('resource Chat')).toMatchInlineSnapshot(`
      {
        "edges": [
          "client to resource Chat",
          "resource Chat to resource Auth",
          "resource Chat to resource Chat endpoints · 2-way",
          "resource Chat endpoints to resource Auth · 1-way",
          "resource Chat endpoints to resource Send · 2-way",
          "resource Chat endpoints to missing Nowhere · there is no resource Nowhere",
          "client to resource News",
          "resource News to resource News endpoint a · 1-way",
          "resource News endpoint a to resource Send · 1-way",
          "resource News to resource News endpoint b · 1-way",
          "resource News endpoint b to resource Send · 1-way",
          "resource Send to resource Chat",
        ],
        "expanded": {
          "resource Chat": false,
          "resource News": true,
          "resource Send": true,
        },
        "nodes": [
          "client",
          "resource Chat",
          "resource News",
          "resource Auth",
          "resource Send",
          "resource Chat endpoints",
          "missing Nowhere",
          "resource News endpoint a",
          "resource News endpoint b",
        ],
      }
    `);
  });

  test('a function merges its endpoints into one node per API', () => {
    expect(foldedBy('resource Send')).toMatchInlineSnapshot(`
      {
        "edges": [
          "client to resource Chat",
          "resource Chat to resource Auth",
          "resource Chat to resource Chat endpoint $connect · 1-way",
          "resource Chat endpoint $connect to resource Auth · 1-way",
          "resource Chat to resource Chat endpoints of resource Send · 2-way",
          "resource Chat endpoints of resource Send to resource Send · 2-way",
          "resource Chat to resource Chat endpoint whisper",
          "resource Chat endpoint whisper to missing Nowhere · there is no resource Nowhere",
          "client to resource News",
          "resource News to resource News endpoints of resource Send · 1-way",
          "resource News endpoints of resource Send to resource Send · 1-way",
          "resource Send to resource Chat",
        ],
        "expanded": {
          "resource Chat": true,
          "resource News": true,
          "resource Send": false,
        },
        "nodes": [
          "client",
          "resource Chat",
          "resource News",
          "resource Auth",
          "resource Send",
          "resource Chat endpoint $connect",
          "resource Chat endpoints of resource Send",
          "resource Chat endpoint whisper",
          "missing Nowhere",
          "resource News endpoints of resource Send",
        ],
      }
    `);
  });

  test('an API and a function hides each endpoint once', () => {
    const { nodes } = foldedBy('resource Chat', 'resource Send');
    expect(nodes.filter((id) => id.includes('endpoints'))).toEqual([
      'resource Chat endpoints',
      'resource News endpoints of resource Send',
    ]);
  });

  test('a part that does not exist or cannot be collapsed changes nothing', () => {
    expect(foldGraph(whole, new Set(['resource Auth', 'resource Gone', 'client'])).graph).toBe(whole);
  });

  test('hides no problems', () => {
    const { project, findings } = analyze(text);
    const svg = composeSvg(drawGraph(project, { collapsed: new Set(['resource Chat']), marks: findings }));
    const line = svg.split('\n').find((line) => line.includes('data-id="resource Chat endpoints"')) ?? '';
    expect(line).toContain('has-error');
    expect(line).toMatch(/aria-label="4 routes, 2 1-way, 1 2-way, 1 no valid mode: \$connect, send, shout, whisper/);
    expect(svg).toContain('data-id="resource Chat endpoints to missing Nowhere"');
  });

  test('says what is in it', () => {
    const svg = composeSvg(drawGraph(analyze(text).project, { collapsed: new Set(['resource Chat']) }));
    const line = svg.split('\n').find((line) => line.includes('data-id="resource Chat endpoints"')) ?? '';
    expect(line).toContain('>4 routes</text>');
    expect(line).toContain('>$connect, send, shout, …</text>');
  });

  test('is announced to screen readers, with the full number of endpoints', () => {
    const svg = composeSvg(drawGraph(analyze(text).project, { collapsed: new Set(['resource Chat']) }));
    const state = (id: string): string | undefined =>
      new RegExp(`aria-expanded="(\\w+)"[^>]* data-id="${id}"`).exec(svg)?.[1];
    expect([state('resource Chat'), state('resource News'), state('resource Auth')]).toEqual([
      'false',
      'true',
      undefined,
    ]);
    expect(svg).toContain('6 endpoints');
  });

  test('lists the parts that it hides, so that they can be found', () => {
    const svg = composeSvg(drawGraph(analyze(text).project, { collapsed: new Set(['resource Send']) }));
    const folded = /data-collapsed="([^"]*)" data-folded="([^"]*)"/.exec(svg);
    expect(folded?.[1]).toBe('resource Send');
    expect(JSON.parse((folded?.[2] ?? '').replaceAll('&#34;', '"'))).toEqual([
      'resource Chat endpoint send',
      'resource Chat endpoint shout',
    ]);
  });

  test('leads to the text of the first hidden part', () => {
    const { project } = analyze(text);
    for (const id of ['resource Chat endpoints', 'resource News endpoints of resource Send']) {
      const span = locateInGraph(project, id);
      expect(span && text.slice(span.start, span.end), id).toMatch(/^(\$connect|a)$/);
    }
    expect(locateInGraph(project, 'resource Chat endpoints to resource Send')).toBeDefined();
  });

  test('keeps every other part and every end of a line, whatever is collapsed', { timeout: patience }, () => {
    const some = fc.tuple(arbitraryDescriptor(), fc.func(fc.boolean()));
    fc.assert(
      fc.property(some, ([descriptor, choose]) => {
        const graph = buildGraph(analyze(descriptorText(descriptor)).project);
        const collapsed = new Set(graph.nodes.map(({ id }) => id).filter(choose));
        const folding = foldGraph(graph, collapsed);
        const ids = new Set(folding.graph.nodes.map(({ id }) => id));
        expect(ids.size).toBe(folding.graph.nodes.length);
        expect(new Set(folding.graph.edges.map(({ id }) => id)).size).toBe(folding.graph.edges.length);
        for (const { from, to } of folding.graph.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
        const parts = new Set([...ids, ...folding.graph.edges.map(({ id }) => id)]);
        for (const { id } of [...graph.nodes, ...graph.edges]) {
          expect(parts.has(folding.shownAs.get(id) ?? id), id).toBe(true);
        }
        // A collapsed node represents each endpoint once.
        const endpoints = folding.graph.nodes.flatMap((node) =>
          node.kind === 'folded' ? node.endpoints : node.kind === 'endpoint' ? [node] : [],
        );
        expect(endpoints.map(({ id }) => id).sort()).toEqual(
          graph.nodes
            .filter(({ kind }) => kind === 'endpoint')
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { seed, numRuns: runs },
    );
  });
});
