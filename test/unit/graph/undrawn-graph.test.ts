// A graph is drawn up to a size that is still useful; beyond that, the picture says why there is none.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { maximumConnectionsDrawn, maximumDrawn } from '../../../server/src/graph/index.ts';
import { graphSvg } from '../../harness/graph-svg.ts';

function resources(count: number): string {
  const queues = Array.from({ length: count }, (_, n) => `  Q${n}: { type: sqs-queue, name: Q${n} }\n`);
  return `resources:\n${queues.join('')}`;
}

describe('a graph', () => {
  test('of up to the maximum size is drawn', () => {
    const graph = graphSvg(analyze(resources(maximumDrawn)));
    expect(graph.match(/ data-id=/g)).toHaveLength(maximumDrawn);
  });

  test('of more is not drawn, and the picture says so', () => {
    const graph = graphSvg(analyze(resources(maximumDrawn + 1)));
    expect(graph).toContain('This file has 1,501 resources and endpoints.');
    expect(graph.length).toBeLessThan(2000);
    expect(graph).not.toContain('data-id');
  });

  test('of more connections than it can show is not drawn either', () => {
    const lambda = (connections: number): string =>
      `resources:\n  A: { type: lambda-function, name: A, connections: [${'A, '.repeat(connections)}] }\n`;
    expect(graphSvg(analyze(lambda(5)))).toContain('data-id');
    const graph = graphSvg(analyze(lambda(maximumConnectionsDrawn + 1)));
    expect(graph).toContain('This file has 3,001 connections.');
    expect(graph).not.toContain('data-id');
  });

  test('of an API with that many endpoints is not drawn either', () => {
    const endpoints = Array.from(
      { length: maximumDrawn },
      (_, n) => `      - { route: r${n}, operationMode: 1-way }\n`,
    );
    const api = `resources:\n  A:\n    type: websocket-api\n    name: A\n    endpoints:\n${endpoints.join('')}`;
    expect(graphSvg(analyze(api))).not.toContain('data-id');
  });
});
