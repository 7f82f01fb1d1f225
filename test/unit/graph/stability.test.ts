// While a file is edited, unchanged parts keep their order in the picture, unless another order has fewer crossings.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { buildGraph } from '../../../server/src/graph/graph.ts';
import { arrangeInLayers } from '../../../server/src/graph/layers.ts';
import { drawGraph } from '../../../server/src/graph/index.ts';
import { composeSvg } from '../../../server/src/graph/picture.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

interface Endpoint {
  readonly route: string;
  /** The number of its function; undefined while it has none. */
  readonly handler: number | undefined;
}

const tables = 4;
/** For each function the numbers of its tables. */
const functions = fc.array(fc.uniqueArray(fc.nat(tables - 1), { maxLength: 3 }), { minLength: 1, maxLength: 10 });

function textOf(endpoints: readonly Endpoint[], functions: readonly (readonly number[])[]): string {
  const routes = endpoints.map(({ route, handler }) => {
    const connections = handler === undefined ? '' : `, connections: [F${handler}]`;
    return `      - { route: ${route}, operationMode: 1-way${connections} }\n`;
  });
  const lambdas = functions.map((tables, index) => {
    const connections = tables.map((table) => `{ to: T${table}, access: read-only }`);
    return `  F${index}: { type: lambda-function, name: F${index}, connections: [${connections.join(', ')}] }\n`;
  });
  const data = Array.from({ length: tables }, (_, index) => `  T${index}: { type: sqs-queue, name: T${index} }\n`);
  const api = '  A:\n    type: websocket-api\n    name: A\n    endpoints:\n';
  return ['resources:\n', api, ...routes, ...lambdas, ...data].join('');
}

/** The names of the nodes, column by column, from top to bottom. */
function orderOf(text: string): string[][] {
  const { items, columns } = arrangeInLayers(buildGraph(analyze(text).project));
  return columns.map((column) => column.flatMap((item) => items[item]?.node?.title ?? []));
}

function without(order: readonly (readonly string[])[], ...names: readonly string[]): string[][] {
  return order.map((column) => column.filter((name) => !names.includes(name)));
}

describe('the order stays', () => {
  test('and is that of the file if no lines cross in it', { timeout: patience }, () => {
    // Endpoints in the order of their functions, each of which has its own table or none.
    const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()), {
      minLength: 1,
      maxLength: tables,
    });
    fc.assert(
      fc.property(counts, fc.nat(), fc.nat(), (counts, from, to) => {
        const endpoints = counts.flatMap(([count], handler) =>
          Array.from({ length: count }, (_, index) => ({ route: `r${handler}x${index}`, handler })),
        );
        const functions = counts.map(([, hasTable], index) => (hasTable ? [index] : []));
        const order = orderOf(textOf(endpoints, functions));
        expect(order[1]).toEqual(endpoints.map(({ route }) => route));
        expect(order[2]).toEqual(functions.map((_, index) => `F${index}`));
        // If any of them is removed and added again anywhere, the others do not move.
        const moved = endpoints[from % endpoints.length];
        const rest = endpoints.filter((endpoint) => endpoint !== moved);
        if (!moved || rest.every(({ handler }) => handler !== moved.handler)) return;
        expect(orderOf(textOf(rest, functions))).toEqual(without(order, moved.route));
        const elsewhere = rest.toSpliced(to % (rest.length + 1), 0, moved);
        expect(without(orderOf(textOf(elsewhere, functions)), moved.route)).toEqual(without(order, moved.route));
      }),
      { seed, numRuns: runs },
    );
  });

  test('while an endpoint is typed that has no function yet, or a missing one', { timeout: patience }, () => {
    const plan = fc.tuple(functions, fc.array(fc.nat(9), { minLength: 1, maxLength: 30 }), fc.nat());
    fc.assert(
      fc.property(plan, fc.constantFrom(undefined, 99), ([functions, handlers, at], handler) => {
        const endpoints: Endpoint[] = handlers.map((number, index) => ({
          route: `r${index}`,
          handler: number % functions.length,
        }));
        const order = orderOf(textOf(endpoints, functions));
        const typed = endpoints.toSpliced(at % (endpoints.length + 1), 0, { route: 'typed', handler });
        expect(without(orderOf(textOf(typed, functions)), 'typed', 'F99')).toEqual(order);
      }),
      { seed, numRuns: runs },
    );
  });

  test('and the markup of a part is the same while its position is', () => {
    const lines = (endpoints: readonly Endpoint[]): string[] =>
      composeSvg(drawGraph(analyze(textOf(endpoints, [[0], [1]])).project)).split('\n');
    const endpoints = [
      { route: 'a', handler: 0 },
      { route: 'b', handler: 1 },
    ];
    const before = new Set(lines(endpoints));
    const after = lines([...endpoints, { route: 'c', handler: 1 }]);
    const changed = after
      .filter((line) => !before.has(line))
      .flatMap((line) => /data-id="([^"]*)"/.exec(line)?.[1] ?? []);
    expect(changed).not.toContain('resource A endpoint a');
    expect(changed).not.toContain('resource A endpoint b');
    expect(changed).toContain('resource A endpoint c');
  });
});
