// The endpoint that receives a message, compared with an independent model of API Gateway's rules.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { graphSvg } from '../../harness/graph-svg.ts';
import type { RouteQuestion } from '../../../server/src/protocol.ts';
import { arbitraryDescriptor, arbitraryProject } from '../../harness/arbitrary-project.ts';
import { hostileText } from '../../harness/hostile-text.ts';
import { diceSeed, messyYaml } from '../../harness/messy-yaml.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

type Answer = Exclude<ReturnType<Analysis['route']>, { readonly reason: string }>;

function answerOf(analysis: Analysis, question: RouteQuestion, api?: string): Answer {
  const answer = analysis.route(question, api);
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}

/** AWS's documented rules, independent of the product's code: the route of the endpoint, or undefined. */
function routeByTheRules(selector: string, routes: readonly string[], message: string): string | undefined {
  const fallback = routes.find((route) => route === '$default');
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return fallback;
  }
  for (const name of selector.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fallback;
    const entry: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    value = entry;
  }
  if (!['string', 'number', 'boolean'].includes(typeof value)) return fallback;
  return routes.find((route) => !route.startsWith('$') && route === String(value)) ?? fallback;
}

const loose = fc.oneof(
  fc.string({ unit: 'binary' }),
  hostileText,
  fc.json(),
  fc.constantFrom('', 'null', '[]', '{}', '{"action":', '\u0000', '\ufeff{}', '\ud800', '{"action":"\\ud800"}'),
);

/** A value for the selector's property, with other properties around it. */
function messageFor(selector: string, routes: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.constantFrom(...routes, '$connect', '$disconnect', '$default', ''),
    fc.constantFrom(...routes).map((route) => route.toUpperCase()),
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 1 })),
  );
  const rest = fc.dictionary(fc.constantFrom('text', 'Action', 'detail', '__proto__'), fc.jsonValue({ maxDepth: 1 }));
  return fc.tuple(value, rest, fc.boolean()).map(([one, other, first]) => {
    const names = selector.split('.');
    const nested = names.slice(1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), one);
    const own = { [names[0] ?? '']: nested };
    return JSON.stringify(first ? { ...own, ...other, ...own } : { ...other, ...own });
  });
}

interface Api {
  readonly id: string;
  readonly selector: string;
  readonly routes: readonly string[];
}

function apisOf(analysis: Analysis): Api[] {
  return analysis.project.resources.flatMap((resource) =>
    resource.type === 'websocket-api'
      ? [
          {
            id: resource.id.value,
            selector: resource.routeSelectorProperty?.value ?? '',
            routes: resource.endpoints.flatMap(({ route }) => route?.value ?? []),
          },
        ]
      : [],
  );
}

test(
  'the route is the one that the rules select, and the event contains it',
  () => {
    fc.assert(
      fc.property(arbitraryProject(), fc.gen(), (text, random) => {
        const analysis = analyze(text);
        for (const { id, selector, routes } of apisOf(analysis)) {
          const message = random(() => fc.oneof(loose, messageFor(selector, routes)));
          const answer = answerOf(analysis, { kind: 'message', message }, id);
          const wanted = routeByTheRules(selector, routes, message);
          expect(answer.route).toBe(wanted);
          if (wanted === undefined) {
            expect(answer.handler).toBeUndefined();
            expect(JSON.stringify(answer.reply)).toContain('Forbidden');
          }
          if (answer.handler) {
            const event: unknown = JSON.parse(JSON.stringify(answer.handler.event));
            expect(event).toMatchObject({
              body: message,
              isBase64Encoded: false,
              requestContext: { routeKey: wanted, eventType: 'MESSAGE' },
            });
          }
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  },
  patience,
);

test(
  'each sample takes the route that it is a sample of',
  () => {
    fc.assert(
      fc.property(arbitraryProject(), (text) => {
        const analysis = analyze(text);
        for (const { id, samples } of analysis.askableApis()) {
          for (const { route, message } of samples) {
            expect(answerOf(analysis, { kind: 'message', message }, id).route).toBe(route);
          }
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  },
  patience,
);

const pairs = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom('token', '__proto__', 'Host', 'Authorization'), hostileText), hostileText),
  { maxLength: 3 },
);
const question: fc.Arbitrary<RouteQuestion> = fc.oneof(
  fc.record({
    kind: fc.constant('message' as const),
    message: fc.option(loose, { nil: undefined }),
    handler: fc.constantFrom('failure' as const, 'timeout' as const, undefined),
  }),
  fc.record({
    kind: fc.constant('connect' as const),
    query: pairs,
    headers: pairs,
    authorizer: fc.constantFrom(
      'allow' as const,
      'deny' as const,
      'unauthorized' as const,
      'failure' as const,
      undefined,
    ),
    handler: fc.constantFrom('failure' as const, { statusCode: 403 }, undefined),
  }),
  fc.constant({ kind: 'disconnect' as const }),
);

const messy = fc.tuple(arbitraryDescriptor(), diceSeed).map(([descriptor, dice]) => messyYaml(descriptor, dice));
const halfTyped = fc
  .tuple(arbitraryProject(), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([text, part]) => text.slice(0, text.length * part));

test(
  'every request about any text has an answer or a reason why not; events are JSON',
  () => {
    fc.assert(
      fc.property(
        fc.oneof(messy, halfTyped, hostileText),
        question,
        fc.constantFrom(undefined, '__proto__', 'Chat'),
        (text, asked, id) => {
          const analysis = analyze(text);
          for (const api of [id, ...analysis.askableApis().map((each) => each.id)]) {
            const answer = analysis.route(asked, api);
            if ('reason' in answer) {
              expect(answer.reason).not.toBe('');
              continue;
            }
            expect(answer.steps.length).toBeGreaterThan(0);
            expect(answer.outcome).not.toBe('');
            for (const call of [answer.authorizer, answer.handler]) {
              if (call) expect(JSON.parse(JSON.stringify(call.event))).toEqual(call.event);
            }
          }
        },
      ),
      { seed, numRuns: runs, endOnFailure: true },
    );
  },
  patience,
);

const descriptor = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: a.b }
`;

describe('limits', () => {
  const reply = (message: string | undefined): unknown =>
    answerOf(analyze(descriptor), { kind: 'message', message }).reply;
  const steps = (message: string): string =>
    answerOf(analyze(descriptor), { kind: 'message', message })
      .steps.map(({ text }) => text)
      .join(' ');

  test('a message of 128 KB is accepted, one byte more closes the connection', () => {
    expect(reply('é'.repeat(64 * 1024))).toBeUndefined();
    expect(reply(`${'é'.repeat(64 * 1024)}x`)).toEqual({ kind: 'closed', code: 1009 });
  });

  test('one of more than 32 KB needs several frames', () => {
    expect(steps('x'.repeat(32 * 1024))).not.toContain('frames');
    expect(steps('x'.repeat(32 * 1024 + 1))).toContain('frames of at most 32,768 bytes');
  });

  test('a binary one closes the connection', () => expect(reply(undefined)).toEqual({ kind: 'closed', code: 1003 }));
});

test('the path through the graph consists of parts of the graph', () => {
  const analysis = analyze(descriptor);
  const { parts } = answerOf(analysis, { kind: 'message', message: 'x' });
  const graph = graphSvg(analysis);
  expect(parts.length).toBe(7);
  for (const part of parts) expect(graph).toContain(`data-id="${part}"`);
});
