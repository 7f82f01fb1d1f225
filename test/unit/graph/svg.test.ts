// The picture itself: well-formed whatever the file contains, readable without colors and accessible to screen readers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { drawGraph, locateInGraph } from '../../../server/src/graph/index.ts';
import { composeSvg } from '../../../server/src/graph/picture.ts';
import { graphStyle } from '../../../server/src/graph/theme.ts';
import { cleanText, fitText, textWidth } from '../../../server/src/graph/text.ts';
import { shorten } from '../../../server/src/wording.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

function render(text: string): string {
  return composeSvg(drawGraph(analyze(text).project));
}

/** The names of the elements, after checking that they are properly nested and that nothing else looks like a tag. */
function elementsOf(svg: string): Set<string> {
  const names = new Set<string>();
  const open: string[] = [];
  for (const [tag, closing, name = '', rest = '', empty] of svg.matchAll(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<[^]?/g,
  )) {
    expect(tag.length, svg.slice(svg.indexOf(tag), 80)).toBeGreaterThan(2);
    expect(rest.replace(/"[^"]*"/g, '')).not.toMatch(/\s(on\w+|style|href)=/);
    names.add(name);
    if (closing) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
  }
  expect(open).toEqual([]);
  // Characters that XML 1.0 does not allow at all, and an ampersand that starts no entity.
  expect(svg).not.toMatch(/[^\P{Cc}\n]|\p{Cs}|[\uFFFE\uFFFF]|&(?!#\d+;)/u);
  return names;
}

function nodes(svg: string): string[] {
  return svg.match(/<g class="node [^>]*>/g) ?? [];
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]>&amp;<!-- -->',
  '${alert(1)}',
  '\u202Egnp.exe',
  'مرحبا بالعالم',
  '\u0000\u0007\u001B[31m',
  '\uD800 alone',
  'x'.repeat(10_000),
  '👩‍👩‍👧'.repeat(300),
  '__proto__',
  'constructor',
  '\n\t ',
];

describe('the picture', () => {
  test('is well-formed and consists only of shapes and texts', () => {
    expect([...elementsOf(render(example))].sort()).toEqual(['g', 'path', 'style', 'svg', 'text', 'title']);
  });

  test.each(hostile.map((name) => [name.slice(0, 40), name]))('shows %j as text', (_, name) => {
    const text = JSON.stringify({
      resources: {
        [name]: {
          type: 'websocket-api',
          name,
          endpoints: [{ route: name, operationMode: '2-way', connections: [name, 'F', name + 1] }],
        },
        F: { type: 'lambda-function', entryPoint: name, connections: [{ to: name, access: name }] },
        [`${name}2`]: { type: name },
      },
    });
    const svg = render(text);
    expect([...elementsOf(svg)].sort()).toEqual(['g', 'path', 'style', 'svg', 'text', 'title']);
    expect(svg.length).toBeLessThan(60_000);
  });

  test('survives every state of typing', () => {
    for (let length = 0; length <= example.length; length += 13) elementsOf(render(example.slice(0, length)));
  });

  test('survives any broken file', { timeout: patience }, () => {
    const damaged = fc
      .tuple(
        arbitraryDescriptor(),
        fc.constantFrom('yaml', 'json'),
        fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.string({ maxLength: 5 })), { maxLength: 4 }),
      )
      .map(([descriptor, format, cuts]) =>
        cuts.reduce(
          (text, [at, length, inserted]) => {
            const start = at % (text.length + 1);
            return text.slice(0, start) + inserted + text.slice(start + length);
          },
          descriptorText(descriptor, format),
        ),
      );
    fc.assert(
      fc.property(damaged, (text) => void elementsOf(render(text))),
      { seed, numRuns: runs },
    );
  });

  test('is the same while nothing in it changes', () => {
    expect(render(`# A comment\n${example}`)).toBe(render(example));
  });

  test('has a line for each node and each edge, by which the page detects changes', () => {
    const lines = render(example).split('\n');
    const parts = lines.filter((line) => line.includes('data-id='));
    expect(parts).toHaveLength(14 + 18);
    for (const part of parts) {
      expect(part).toMatch(/^<g class="(node|edge) [^<]*>.*<\/g>$/);
      expect(part.split('<g').length, part).toBe(part.split('</g>').length);
    }
  });

  test('of nothing is empty, without a tree', () => {
    const svg = render('resources: {}\n');
    expect(nodes(svg)).toEqual([]);
    expect(svg).not.toContain('role="tree"');
  });
});

describe('without colors', () => {
  const api = (mode: string, route = 'a'): string =>
    `resources:\n  A: { type: websocket-api, name: A, endpoints: [{ route: ${route}, operationMode: ${mode}, connections: [F] }] }\n  F: { type: lambda-function, name: F }\n`;
  const edge = (svg: string, end: string): string =>
    new RegExp(`<g class="edge [^>]*data-to="${end}">.*?</g>`).exec(svg)?.[0] ?? '';
  const heads = (markup: string): number => markup.split('class="head"').length - 1;

  test('1-way and 2-way differ in their text and in the ends of their lines', () => {
    const [oneWay, twoWay] = [render(api('1-way')), render(api('2-way'))];
    expect(oneWay).toContain('>1-way</text>');
    expect(twoWay).toContain('>2-way</text>');
    for (const end of ['resource A endpoint a', 'resource F']) {
      expect(heads(edge(oneWay, end))).toBe(1);
      expect(heads(edge(twoWay, end))).toBe(2);
    }
  });

  test('predefined routes have their own outline and icons, and the fallback is labeled as such', () => {
    const look = (route: string): unknown => {
      const node = /<g class="node endpoint"[^]*?<\/g>/.exec(render(api('1-way', route)))?.[0] ?? '';
      return {
        cut: /class="card" d="M9 0/.test(node),
        icon: /class="icon"[^>]* d="([^"]*)"/.exec(node)?.[1],
        detail: /class="detail"[^>]*>([^<]*)/.exec(node)?.[1],
      };
    };
    const looks = ['$connect', '$disconnect', '$default', 'other'].map(look);
    expect(
      looks.map((one) => JSON.stringify(one)).filter((one, index, all) => all.indexOf(one) === index),
    ).toHaveLength(4);
    expect(looks).toMatchObject([
      { cut: true, detail: '1-way' },
      { cut: true, detail: '1-way' },
      { cut: true, detail: '1-way · fallback' },
      { cut: false, detail: '1-way' },
    ]);
  });

  test('what exists already has another outline, and says so', () => {
    const svg = render(`resources:
  Legacy: { type: lambda-function, name: Legacy, arn: 'arn:aws:lambda:eu-west-1:123456789012:function:send' }
  Orders: { type: sqs-queue, name: Orders, arn: 'arn:aws:sqs:eu-west-1:123456789012:orders', connections: [Legacy] }
  News: { type: sns-topic, name: News }
`);
    expect(nodes(svg).map((node) => /class="([^"]*)"/.exec(node)?.[1])).toEqual([
      'node function existing',
      'node data existing',
      'node data',
    ]);
    expect(svg.match(/(?<=class="detail"[^>]*>)[^<]*/g)).toEqual([
      'send · existing',
      'SQS queue · existing',
      'SNS topic',
    ]);
    expect(svg).toMatch(/\.existing \.card \{ stroke-dasharray/);
  });

  test('a wrong connection ends in a cross, and says what is wrong', () => {
    const svg = render(api('1-way').replace('[F]', '[Nowhere]'));
    const wrong = edge(svg, 'missing Nowhere');
    expect(wrong).toContain('class="cross"');
    expect(heads(wrong)).toBe(0);
    expect(wrong).toContain('>unknown</text>');
    expect(wrong).toContain('<title>there is no resource Nowhere</title>');
    expect(svg).toContain('>no such resource</text>');
  });
});

describe('for screen readers and keyboards', () => {
  const svg = render(example);

  test('it is a tree of named items, each announced once, depth first', () => {
    expect(svg).toContain('role="tree" aria-label="Route graph: 1 API, 5 endpoints, 6 functions"');
    const items = nodes(svg).map((node) => ({
      level: Number(/aria-level="(\d+)"/.exec(node)?.[1]),
      label: /aria-label="([^",]*)/.exec(node)?.[1] ?? '',
    }));
    expect(items.map(({ level, label }) => `${'  '.repeat(level - 1)}${label}`)).toEqual([
      'Clients',
      '  Chat',
      '    Authorize',
      '    $connect',
      '      Connect',
      '        Sessions',
      '    $disconnect',
      '      Disconnect',
      '    setNickname',
      '      SetNickname',
      '    sendMessage',
      '      SendMessage',
      '    $default',
      '      Help',
    ]);
  });

  test('a function that sends to an API does not lead to it', () => {
    const api = (name: string, handler: string): string =>
      `  ${name}: { type: websocket-api, name: ${name}, endpoints: [{ route: r, operationMode: 1-way, connections: [${handler}] }] }\n`;
    const text = `resources:\n${api('A', 'F')}${api('B', 'F')}  F: { type: lambda-function, name: F, connections: [B] }\n`;
    const levels = nodes(render(text)).map((node) => /aria-level="(\d)"/.exec(node)?.[1]);
    expect(levels.join(' ')).toBe('1 2 3 4 2 3');
  });

  test('every node can be focused, and the Tab key reaches the first', () => {
    expect(nodes(svg).map((node) => /tabindex="(-?\d)"/.exec(node)?.[1])).toEqual([
      '0',
      ...nodes(svg)
        .slice(1)
        .map(() => '-1'),
    ]);
    expect(nodes(svg).every((node) => node.includes('role="treeitem"'))).toBe(true);
  });

  test('a part of the picture leads back to its text', () => {
    const { project } = analyze(example);
    const ids = [...svg.matchAll(/data-id="([^"]*)"/g)].map(([, id = '']) => id.replaceAll('&#38;', '&'));
    expect(ids.length).toBe(14 + 18);
    expect(ids.filter((id) => !locateInGraph(project, id))).toEqual(['client']);
    const span = locateInGraph(project, 'resource Chat endpoint sendMessage');
    expect(span && example.slice(span.start, span.end)).toBe('sendMessage');
    expect(locateInGraph(project, 'no such part')).toBeUndefined();
  });
});

test('the map has the colors of the graph', () => {
  const map = readFileSync(join(import.meta.dirname, '../../../client/webview/graph/graph.css'), 'utf8');
  const colored = graphStyle
    .split('\n')
    .flatMap((line) =>
      /\{ --accent: var\(--graph-(?:api|endpoint|function|data)\)/.test(line)
        ? [...line.matchAll(/\.route-graph \.([\w-]+)/g)].map(([, kind = '']) => kind)
        : [],
    );
  const lines = ['authorizer', 'send', 'access', 'trigger', 'dead-letter'];
  const kinds = colored.filter((kind) => !lines.includes(kind));
  expect(kinds).toContain('schedule');
  expect(kinds.filter((kind) => !new RegExp(`\\.minimap [^{]*\\.${kind}\\b`).test(map))).toEqual([]);
});

describe('texts', () => {
  test('fit into their space', () => {
    const font = { size: 13, breadth: 1 };
    for (const text of [
      'short',
      'a rather long text that does not fit',
      'WWWWWWWWWWWWWWWW',
      '日本語日本語日本語',
      '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧',
    ]) {
      const fitted = fitText(text, font, 90);
      expect(textWidth(fitted, font)).toBeLessThanOrEqual(90);
      expect(fitted === text || fitted.endsWith('…')).toBe(true);
    }
    expect(shorten('👍👍👍👍', 3)).toBe('👍👍…');
  });

  test('show invisible characters and those that would reverse the line', () => {
    expect(cleanText('a\u202Eb\u0000c\uD800 \n\t d')).toBe('a\uFFFDb\uFFFDc\uFFFD d');
  });
});
