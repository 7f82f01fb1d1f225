// Graph to picture: nothing overlaps, and lines do not cross unnecessarily.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { fonts, readableScale, type Box } from '../../../server/src/graph/geometry.ts';
import { buildGraph } from '../../../server/src/graph/graph.ts';
import { arrangeInLayers, pairs, type Arrangement } from '../../../server/src/graph/layers.ts';
import { layoutFor, layoutGraph, type Layout, placeColumn } from '../../../server/src/graph/layout.ts';
import { countCrossings, neighbors, orderColumns, type Link } from '../../../server/src/graph/order.ts';
import { textWidth } from '../../../server/src/graph/text.ts';
import { projectText } from '../../../scripts/bench/bench-project.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

const arrangements = ['wide', 'tall'] as const;

function layoutOf(text: string, arrangement: Arrangement = 'wide'): Layout {
  return layoutGraph(buildGraph(analyze(text).project), arrangement);
}

/** The boxes of the nodes, of the labels and of the badges next to the labels, by name. */
function boxes({ nodes, edges }: Layout): [string, Box][] {
  const labels = edges.flatMap(({ edge, label, badge }): [string, Box][] => {
    const badgeBox = { x: badge.x - 6, y: badge.y - 6, width: 12, height: 12 };
    const beside: [string, Box] = [`badge of ${edge.id}`, badgeBox];
    // Ends without labels, and their badges, may be as close to each other as necessary.
    if (!label) return [];
    const width = textWidth(edge.label ?? '', fonts.label);
    return [[`label of ${edge.id}`, { x: label.x, y: label.y - 9, width, height: 11 }], beside];
  });
  return [...nodes.map(({ node, box }): [string, Box] => [node.id, box]), ...labels];
}

function overlaps(layout: Layout): string[] {
  const all = boxes(layout);
  return all.flatMap(([name, one], index) =>
    all
      .slice(index + 1)
      .filter(
        ([, other]) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map(([other]) => `${name} and ${other}`),
  );
}

/** A project with arbitrary connections, including some to missing resources. */
const withArbitraryConnections = arbitraryDescriptor().chain((descriptor) => {
  const ids = [...Object.keys(descriptor.resources), 'Nowhere'];
  const connections = fc.array(fc.constantFrom(...ids), { maxLength: 4 });
  const changed = Object.entries(descriptor.resources).map(([id, resource]) =>
    fc
      .record({
        connections,
        handler: connections,
        type: fc.constantFrom(resource.type, resource.type, 'no-such-type'),
      })
      .map(({ connections, handler, type }) => {
        const endpoints = resource.endpoints?.map((endpoint) => ({ ...endpoint, connections: handler }));
        return [id, { ...resource, type, connections, endpoints }] as const;
      }),
  );
  return fc.tuple(...changed).map((entries) => ({ ...descriptor, resources: Object.fromEntries(entries) }));
});

describe('the layout', () => {
  test('of the example has a column for each kind, from left to right', () => {
    const { columns, nodes } = layoutOf(example);
    expect(columns.map(({ name }) => name)).toEqual(['Clients and APIs', 'Endpoints', 'Functions', 'Data']);
    const titles = columns.map(({ x }) =>
      nodes
        .filter(({ box }) => box.x === x)
        .sort((one, other) => one.box.y - other.box.y)
        .map(({ title }) => title),
    );
    expect(titles).toEqual([
      ['Clients', 'Chat'],
      ['$connect', '$disconnect', 'setNickname', 'sendMessage', '$default'],
      ['Authorize', 'Connect', 'Disconnect', 'SetNickname', 'SendMessage', 'Help'],
      ['Sessions'],
    ]);
  });

  test('is the same each time', () => {
    expect(layoutOf(example)).toEqual(layoutOf(example));
  });

  test.each(arrangements)('%s of any project has no overlaps, and everything fits', { timeout: patience }, (way) => {
    fc.assert(
      fc.property(withArbitraryConnections, (descriptor) => {
        const layout = layoutOf(descriptorText(descriptor), way);
        expect(overlaps(layout)).toEqual([]);
        for (const [name, { x, y, width, height }] of boxes(layout)) {
          expect(Math.min(x, y), name).toBeGreaterThanOrEqual(0);
          expect(x + width, name).toBeLessThanOrEqual(layout.width);
          expect(y + height, name).toBeLessThanOrEqual(layout.height);
        }
      }),
      { seed, numRuns: runs },
    );
  });

  test('has no more crossings than the order of the file', { timeout: patience }, () => {
    fc.assert(
      fc.property(arbitraryDescriptor(), (descriptor) => {
        const { columns, forward } = arrangeInLayers(buildGraph(analyze(descriptorText(descriptor)).project));
        const links = neighbors(forward.flatMap(({ items }) => pairs(items)));
        // Items are numbered in the order of the file.
        const asInFile = columns.map((column) => [...column].sort((one, other) => one - other));
        expect(countCrossings(columns, links)).toBeLessThanOrEqual(countCrossings(asInFile, links));
      }),
      { seed, numRuns: runs },
    );
  });

  test('keeps everything else in place while a connection is being typed', () => {
    const order = (text: string): string[] =>
      layoutOf(text)
        .nodes.filter(({ node }) => node.kind === 'endpoint')
        .sort((one, other) => one.box.y - other.box.y)
        .map(({ title }) => title);
    expect(order(example.replace('[Connect]', '[Sessions]'))).toEqual(order(example));
    expect(order(example.replace('[Connect]', '[Con]'))).toEqual(order(example));
  });

  test('keeps rows level while an endpoint has no handler yet, or loses it', () => {
    const added = '      - route: ping\n        operationMode: 1-way\n\n  Authorize:';
    for (const text of [example, example.replace('  Authorize:', added), example.replace('[Connect]', '[]')]) {
      const handlers = layoutOf(text).edges.filter(({ edge }) => edge.kind === 'handler');
      expect(handlers.length).toBeGreaterThan(3);
      for (const { edge, start, end } of handlers) expect(end.y, edge.id).toBe(start.y);
    }
  });

  test('moves nothing when an endpoint is added at the end', () => {
    const places = ({ nodes }: Layout): [string, number][] =>
      nodes
        .filter(({ node }) => node.kind === 'endpoint' || node.kind === 'function')
        .map(({ node, box }) => [node.id, box.y]);
    const endpoints = (count: number): string =>
      Array.from({ length: count }, (_, index) => `{ route: r${index}, operationMode: 1-way }`).join(', ');
    const project = (count: number): string =>
      `resources:\n  A: { type: websocket-api, name: A, routeSelectorProperty: a, endpoints: [${endpoints(count)}] }\n`;
    // One or two are next to their API, which is below the clients.
    for (let count = 3; count < 12; count++) {
      const after = new Map(places(layoutOf(project(count + 1))));
      for (const [id, y] of places(layoutOf(project(count)))) expect(after.get(id), id).toBe(y);
    }
    const before = new Map(places(layoutOf(example)));
    const after = places(layoutOf(example.replace('  Authorize:', '      - route: ping\n\n  Authorize:')));
    expect(after.filter(([id, y]) => before.get(id) !== y).map(([id]) => id)).toEqual(['resource Chat endpoint ping']);
  });

  test.each(arrangements)('%s has what invokes functions in the column of the endpoints', (way) => {
    const triggers = `
  Every5: { type: schedule, name: Every5, expression: rate(5 minutes), connections: [Connect] }
  Uploads: { type: s3-bucket, name: Uploads, connections: [Help] }
`;
    const { columns, nodes, edges } = layoutOf(example + triggers, way);
    expect(columns.map(({ name }) => name)).toEqual(
      way === 'wide'
        ? ['Clients and APIs', 'Endpoints and triggers', 'Functions', 'Data']
        : ['Clients, APIs, endpoints and triggers', 'Functions and data'],
    );
    const topOf = (title: string): number => nodes.find((node) => node.title === title)?.box.y ?? 0;
    expect(topOf('Every5')).toBeGreaterThan(topOf('$default'));
    expect(topOf('Uploads')).toBeGreaterThan(topOf('Every5'));
    const [functions = 0] = columns.filter(({ name }) => name.startsWith('Functions')).map(({ x }) => x);
    const boxOf = (id: string): Box | undefined => nodes.find(({ node }) => node.id === id)?.box;
    for (const { edge, start, end } of edges) {
      if (edge.kind === 'trigger') expect([start.x < functions, end.x], edge.id).toEqual([true, functions]);
      if (edge.kind === 'handler' && way === 'wide') expect(boxOf(edge.to)?.y, edge.id).toBe(boxOf(edge.from)?.y);
    }
    // A bucket that functions use as well is among the data.
    const used = example.replace('{ to: Sessions,', '{ to: Uploads, access: read-only }\n      - { to: Sessions,');
    const last = way === 'wide' ? 'Data' : 'Functions and data';
    const { nodes: others, columns: places } = layoutOf(used + triggers, way);
    expect(others.find(({ title }) => title === 'Uploads')?.box.x).toBe(places.find(({ name }) => name === last)?.x);
  });

  test('names a column after what is in it', () => {
    const text = `resources:
  Every5: { type: schedule, name: Every5, expression: rate(5 minutes), connections: [Sweep] }
  Sweep: { type: lambda-function, name: Sweep }
`;
    expect(layoutOf(text).columns.map(({ name }) => name)).toEqual(['Triggers', 'Functions']);
  });

  test('lets the lines of a large API start from one trunk', () => {
    const { edges } = layoutOf(projectText(300));
    const starts = edges.filter(({ edge }) => edge.kind === 'route').map(({ start }) => start.y);
    expect(new Set(starts).size).toBe(1);
  });

  test('keeps the endpoints of an API together', () => {
    const endpoint = (route: string, to: string): string =>
      `{ route: ${route}, operationMode: 1-way, connections: [${to}] }`;
    const api = (name: string, ...endpoints: string[]): string =>
      `  ${name}: { type: websocket-api, name: ${name}, routeSelectorProperty: a, endpoints: [${endpoints.join(', ')}] }\n`;
    const lambda = (name: string): string => `  ${name}: { type: lambda-function, name: ${name} }\n`;
    const text = `resources:\n${api('A', endpoint('a1', 'F'), endpoint('a2', 'G'))}${api('B', endpoint('b1', 'F'), endpoint('b2', 'G'))}${lambda('F')}${lambda('G')}`;
    const endpoints = layoutOf(text)
      .nodes.filter(({ node }) => node.kind === 'endpoint')
      .sort((one, other) => one.box.y - other.box.y);
    expect(endpoints.map(({ title }) => title.charAt(0)).join('')).toMatch(/^(aabb|bbaa)$/);
    const gaps = endpoints.slice(1).map(({ box }, index) => box.y - (endpoints[index]?.box.y ?? 0));
    expect(gaps[1]).toBeGreaterThan(Math.max(gaps[0] ?? 0, gaps[2] ?? 0));
  });
});

describe('the tall layout', () => {
  const { columns, nodes, edges } = layoutOf(example, 'tall');
  const titlesFrom = (left: number, right: number): string[] =>
    nodes
      .filter(({ box }) => left <= box.x && box.x < right)
      .sort((one, other) => one.box.y - other.box.y)
      .map(({ title }) => title);

  test('of the example has the endpoints below their API, and the data below the functions', () => {
    const [left = 0, right = 0] = columns.map(({ x }) => x);
    expect(columns).toHaveLength(2);
    expect(titlesFrom(left, right)).toEqual([
      ...['Clients', 'Chat', '$connect', '$disconnect', 'setNickname', 'sendMessage', '$default'],
    ]);
    expect(titlesFrom(right, Infinity)).toEqual([
      ...['Authorize', 'Connect', 'Disconnect', 'SetNickname', 'SendMessage', 'Help', 'Sessions'],
    ]);
  });

  test('leads from the lower edge of an API to its endpoints, which are indented', () => {
    const chat = nodes.find(({ title }) => title === 'Chat')?.box ?? { x: 0, y: 0, width: 0, height: 0 };
    for (const { edge, start, end, leavesAt } of edges.filter(({ edge: { kind } }) => kind === 'route')) {
      expect(leavesAt, edge.id).toBe('bottom');
      expect(start.y).toBe(chat.y + chat.height);
      expect(start.x).toBeLessThan(end.x);
      expect(end.x).toBeGreaterThan(chat.x);
    }
  });

  test('keeps the order and the parts of the wide one, in any project', { timeout: patience }, () => {
    fc.assert(
      fc.property(withArbitraryConnections, (descriptor) => {
        const text = descriptorText(descriptor);
        const [wide, tall] = arrangements.map((way) => layoutOf(text, way));
        const ids = (layout: Layout | undefined): string[] => [
          ...(layout?.nodes.map(({ node }) => node.id) ?? []),
          ...(layout?.edges.map(({ edge }) => edge.id).sort() ?? []),
        ];
        expect(ids(tall)).toEqual(ids(wide));
        const order = (layout: Layout | undefined, kind: string): string[] =>
          (layout?.nodes ?? [])
            .filter(({ node }) => node.kind === kind)
            .sort((one, other) => one.box.y - other.box.y)
            .map(({ node }) => node.id);
        for (const kind of ['api', 'function']) expect(order(tall, kind)).toEqual(order(wide, kind));
      }),
      { seed, numRuns: runs },
    );
  });
});

describe('the layout for a room', () => {
  const inRoom = (text: string, width: number, height: number): Layout =>
    layoutFor(buildGraph(analyze(text).project), { width, height });

  test('is the one that shows the whole at the larger scale', () => {
    expect(inRoom(example, 900, 450).arrangement).toBe('wide');
    expect(inRoom(example, 1600, 1200).arrangement).toBe('wide');
    // Most of the wide one is better than half of the tall one.
    expect(inRoom(example, 684, 384).arrangement).toBe('wide');
    const tall = inRoom(example, 509, 690);
    expect(tall.arrangement).toBe('tall');
    // Next to an editor in a small window, the whole example is readable.
    expect(Math.min(509 / tall.width, 690 / tall.height)).toBeGreaterThanOrEqual(readableScale);
  });

  test('shows more if neither is readable as a whole', () => {
    expect(inRoom(projectText(300), 550, 800).arrangement).toBe('tall');
    expect(inRoom(projectText(300), 1000, 800).arrangement).toBe('wide');
  });
});

describe('the order of the columns', () => {
  const one = (): number => 0;
  const crossings = (columns: readonly (readonly number[])[], links: readonly Link[]): number =>
    countCrossings(columns, neighbors(links));

  test('keeps the order of the file if it is as good', () => {
    const columns = [
      [0, 1],
      [2, 3],
    ];
    const links: Link[] = [
      [0, 2],
      [1, 3],
    ];
    expect(orderColumns({ columns, links, looseLinks: [], groupOf: one })).toEqual(columns);
  });

  test('removes all crossings that can be removed', () => {
    const columns = [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ];
    const links: Link[] = [
      [0, 5],
      [1, 3],
      [2, 4],
      [5, 7],
      [3, 6],
      [4, 6],
    ];
    const ordered = orderColumns({ columns, links, looseLinks: [], groupOf: one });
    expect(crossings(columns, links)).toBeGreaterThan(0);
    expect(crossings(ordered, links)).toBe(0);
  });

  test('counts crossings correctly, and never ends with more', () => {
    const link = fc.tuple(fc.nat(5), fc.integer({ min: 6, max: 11 }));
    fc.assert(
      fc.property(fc.uniqueArray(link, { selector: String, maxLength: 15 }), (links) => {
        const columns = [
          [0, 1, 2, 3, 4, 5],
          [6, 7, 8, 9, 10, 11],
        ];
        const pairs = links.flatMap((link, index) => links.slice(index + 1).map((other) => [link, other] as const));
        const crossing = pairs.filter(([[a, b], [c, d]]) => (a - c) * (b - d) < 0);
        expect(crossings(columns, links)).toBe(crossing.length);
        const ordered = orderColumns({ columns, links, looseLinks: [], groupOf: one });
        expect(crossings(ordered, links)).toBeLessThanOrEqual(crossing.length);
        expect(ordered.map((column) => [...column].sort((a, b) => a - b))).toEqual(columns);
      }),
      { seed, numRuns: runs },
    );
  });
});

describe('the positions within a column', () => {
  test('are the preferred ones if they fit', () => {
    expect(
      placeColumn([
        { height: 10, gap: 5, center: 20 },
        { height: 10, gap: 5, center: 60 },
      ]),
    ).toEqual([15, 55]);
  });

  test('are closer to the preferred ones for items with more weight', () => {
    const wish = { height: 10, gap: 0, center: 20 };
    expect(placeColumn([wish, { ...wish, weight: 3 }])).toEqual([7.5, 17.5]);
  });

  test('are otherwise as close as possible', () => {
    expect(
      placeColumn([
        { height: 10, gap: 0, center: 20 },
        { height: 10, gap: 0, center: 20 },
      ]),
    ).toEqual([10, 20]);
  });

  test('follow the node above without a preference', () => {
    const none = { height: 10, gap: 2, center: undefined };
    expect(placeColumn([none, { height: 10, gap: 2, center: 100 }, none])).toEqual([83, 95, 107]);
    expect(placeColumn([none, none])).toEqual([0, 12]);
  });
});
