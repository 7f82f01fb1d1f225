// Names that follow each other: what is offered with a rename, and a new function that is named like the route being typed.
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { acceptCompletion } from '../harness/accept-completion.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { companionsAfter } from '../harness/show-navigation.ts';

const label = 'endpoint with its function';

const yaml = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - route: $default
        operationMode: 1-way
        connections: [Help]
      - <|>
  Help:
    type: lambda-function
    name: Help
    runtime: nodejs22.x
    entryPoint: src/help.handler
`;

const flow = `resources:
  Help: { type: lambda-function, name: Help, runtime: nodejs22.x, entryPoint: src/help.handler }
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Help] }
      - <|>
`;

const json = `{
  "resources": {
    "Chat": {
      "type": "websocket-api",
      "name": "Chat",
      "routeSelectorProperty": "action",
      "endpoints": [
        { "route": "$default", "operationMode": "1-way", "connections": ["Help"] },
        <|>
      ]
    },
    "Help": { "type": "lambda-function", "name": "Help", "runtime": "nodejs22.x", "entryPoint": "src/help.handler" }
  }
}
`;

/** The text after the endpoint was accepted and each of the routes was typed in turn, as the editor extension does it. */
function typeRoutes(marked: string, routes: readonly string[]): readonly string[] {
  const offset = marked.indexOf('<|>');
  const before = marked.replace('<|>', '');
  const item = analyze(before)
    .completion(offset)
    .items.find((one) => one.label === label);
  if (!item?.follower) throw new Error(`There is no ${label}.`);
  const { text, stops } = acceptCompletion(before, item);
  const stop = stops.find(({ number }) => number === 1);
  if (!stop) throw new Error('The route is not a placeholder.');
  let [now, id] = [text, item.follower];
  let { start, end } = stop.span;
  return routes.map((route) => {
    now = now.slice(0, start) + route + now.slice(end);
    const followed = analyze(now).followRoute(start + route.length, id);
    const edits = followed?.edits ?? [];
    for (const { span, newText } of edits) {
      if (span.end <= start) start += newText.length - (span.end - span.start);
    }
    now = applyEdits(now, edits);
    id = followed?.id ?? id;
    end = start + route.length;
    return now;
  });
}

function newest({ project }: Analysis): unknown {
  const [api] = project.resources.filter(({ type }) => type === 'websocket-api');
  const endpoint =
    api?.type === 'websocket-api' ? api.endpoints.find(({ route }) => route?.value !== '$default') : undefined;
  const handler = project.find(endpoint?.connections[0]?.target.value ?? '');
  const entryPoint = handler?.type === 'lambda-function' ? handler.entryPoint?.value : undefined;
  return [endpoint?.route?.value, handler?.id.value, handler?.name?.value, entryPoint];
}

describe('a new function', () => {
  test.each([
    ['block style', yaml],
    ['braces', flow],
    ['JSON', json],
  ])('follows the route letter by letter, in %s, and the file is always valid', (_, marked) => {
    const route = 'listRooms';
    const texts = typeRoutes(
      marked,
      Array.from(route, (_letter, index) => route.slice(0, index + 1)),
    );
    expect(texts.flatMap((text) => analyze(text).errors)).toEqual([]);
    expect(newest(analyze(texts.at(-1) ?? ''))).toEqual([route, 'ListRooms', 'ListRooms', 'src/listRooms.handler']);
  });

  test('gets another name if one is taken, and keeps its own for a route without letters and digits', () => {
    const names = typeRoutes(yaml, ['chat', '/', 'help', 'list-rooms']).map((text) => newest(analyze(text)));
    expect(names).toEqual([
      ['chat', 'Chat2', 'Chat2', 'src/chat2.handler'],
      ['/', 'Chat2', 'Chat2', 'src/chat2.handler'],
      ['help', 'Help2', 'Help2', 'src/help2.handler'],
      ['list-rooms', 'ListRooms', 'ListRooms', 'src/listRooms.handler'],
    ]);
  });

  test('does not follow a route that it does not handle alone, and keeps names that differ', () => {
    const text = typeRoutes(yaml, ['send'])[0] ?? '';
    const at = text.indexOf('route: send') + 'route: s'.length;
    const follow = (changed: string): unknown =>
      analyze(changed)
        .followRoute(at, 'Send')
        ?.edits.map(({ newText }) => newText);
    const renamed = text.replace('route: send', 'route: sand');
    expect(follow(renamed)).toEqual(['Sand', 'Sand', 'Sand', 'src/sand.handler']);
    expect(follow(renamed.replace('[Help]', '[Send]'))).toBeUndefined();
    expect(follow(renamed.replace('name: Send', 'name: Post'))).toEqual(['Sand', 'Sand', 'src/sand.handler']);
    expect(follow(renamed.replace('src/send.handler', 'lib/x.handler'))).toEqual(['Sand', 'Sand', 'Sand']);
    expect(analyze(renamed).followRoute(at, 'Help')).toBeUndefined();
  });
});

describe('a rename', () => {
  const chat = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
  const texts = [chat, ...[yaml, flow, json].map((marked) => typeRoutes(marked, ['send-text'])[0] ?? '')];

  test('and then what is offered leave a valid file', { timeout: patience }, () => {
    let offered = 0;
    const newName = fc.oneof(fc.stringMatching(/^[A-Za-z]\w{0,12}$/), fc.stringMatching(/^[\w #:'"-]{1,12}$/));
    fc.assert(
      fc.property(fc.constantFrom(...texts), newName, (text, wanted) => {
        const before = analyze(text);
        expect(before.errors).toEqual([]);
        const named = before.project.resources.flatMap((resource) => [
          resource.id,
          resource.name ?? [],
          resource.type === 'websocket-api' ? resource.endpoints.flatMap(({ route }) => route ?? []) : [],
        ]);
        for (const { node } of named.flat()) {
          const offset = node.span.start + 1;
          const found = companionsAfter(before, offset, wanted);
          if (!found) continue;
          offered++;
          const { companions, after } = found;
          expect(analyze(applyEdits(after.text, companions.edits)).errors.map(({ message }) => message)).toEqual([]);
        }
      }),
      { numRuns: runs, seed },
    );
    expect(offered).toBeGreaterThan(runs);
  });
});
