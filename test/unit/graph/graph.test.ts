// Model to graph: the nodes, the edges and their labels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { describer } from '../../../server/src/graph/describe.ts';
import { buildGraph, type Graph } from '../../../server/src/graph/graph.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

function graphOf(text: string): Graph {
  return buildGraph(analyze(text).project);
}

/** An edge as a line: source, kind, target and problems. */
function lines({ edges }: Graph): string[] {
  return edges.map(({ from, to, kind, mode, label, fault }) =>
    [`${short(from)} ${kind} ${short(to)}`, mode, label, fault].filter((part) => part !== undefined).join(' · '),
  );
}

function short(id: string): string {
  return id.replace(/^resource /, '').replace(/^.* endpoint /, '');
}

/** The text that a screen reader announces for each node. */
function descriptions(graph: Graph): string[] {
  return graph.nodes.map(describer(graph, new Map()));
}

const api = (connections: string, endpoints: string): string => `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    connections: ${connections}
    endpoints: ${endpoints}
`;
const handler = '  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler }\n';
const table = '  Table: { type: dynamodb-table, name: Table, key: { hash: { name: id, type: STRING } } }\n';

describe('the example', () => {
  test('has the clients, the API, its endpoints, their functions and the table', () => {
    expect(lines(graphOf(example))).toEqual([
      'client connect Chat',
      'Chat authorizer Authorize · authorizer',
      'Chat route $connect · 1-way',
      '$connect handler Connect · 1-way',
      'Chat route $disconnect · 1-way',
      '$disconnect handler Disconnect · 1-way',
      'Chat route setNickname · 2-way',
      'setNickname handler SetNickname · 2-way',
      'Chat route sendMessage · 2-way',
      'sendMessage handler SendMessage · 2-way',
      'Chat route $default · 2-way',
      '$default handler Help · 2-way',
      'Connect access Sessions · write-only',
      'Disconnect access Sessions · write-only',
      'SetNickname send Chat · sends',
      'SetNickname access Sessions · read-write',
      'SendMessage send Chat · sends',
      'SendMessage access Sessions · read-write',
    ]);
  });

  test('is described in sentences', () => {
    expect(descriptions(graphOf(example))).toMatchInlineSnapshot(`
      [
        "Clients, connect to Chat",
        "Chat, by action, WebSocket API, 5 endpoints, authorizer Authorize, receives messages from SetNickname, SendMessage",
        "Authorize, nodejs22.x, Lambda function, authorizes clients of Chat",
        "Connect, nodejs22.x, Lambda function, handles $connect, uses Sessions (write-only)",
        "Disconnect, nodejs22.x, Lambda function, handles $disconnect, uses Sessions (write-only)",
        "SetNickname, nodejs22.x, Lambda function, handles setNickname, sends messages to clients of Chat, uses Sessions (read-write)",
        "SendMessage, nodejs22.x, Lambda function, handles sendMessage, sends messages to clients of Chat, uses Sessions (read-write)",
        "Help, nodejs22.x, Lambda function, handles $default",
        "Sessions, DynamoDB table, used by Connect (write-only), Disconnect (write-only), SetNickname (read-write), SendMessage (read-write)",
        "$connect, 1-way, endpoint, handled by Connect",
        "$disconnect, 1-way, endpoint, handled by Disconnect",
        "setNickname, 2-way, endpoint, handled by SetNickname",
        "sendMessage, 2-way, endpoint, handled by SendMessage",
        "$default, 2-way · fallback, endpoint, handled by Help",
      ]
    `);
  });

  test('knows the text of each part', () => {
    const { nodes, edges } = graphOf(example);
    const textOf = (span: { start: number; end: number } | undefined): string | undefined =>
      span && example.slice(span.start, span.end);
    for (const node of nodes) expect(textOf(node.span)).toBe(node.kind === 'client' ? undefined : node.title);
    const sends = edges.find(({ kind }) => kind === 'send');
    expect(textOf(sends?.span)).toBe('Chat');
    expect(textOf(nodes.find(({ title }) => title === 'setNickname')?.extent)).toBe(
      'route: setNickname\n        operationMode: 2-way\n        connections: [SetNickname]',
    );
  });
});

test('dead letters go from queue to queue', () => {
  const graph = graphOf(
    'resources:\n' +
      '  Orders: { type: sqs-queue, name: Orders, deadLetter: { to: Failed, after: 5 } }\n' +
      '  Failed: { type: sqs-queue, name: Failed, deadLetter: { to: Gone, after: 5 } }\n',
  );
  expect(lines(graph)).toEqual([
    'Orders dead-letter Failed · dead letters',
    'Failed unresolved missing Gone · unknown · there is no resource Gone',
  ]);
  expect(descriptions(graph).slice(0, 2)).toEqual([
    'Orders, SQS queue, sends dead letters to Failed',
    'Failed, SQS queue, gets dead letters of Orders, error: there is no resource Gone',
  ]);
});

describe('the graph shows problems', () => {
  test('a connection to a missing resource', () => {
    const graph = graphOf(api('[]', '[{ route: a, operationMode: 1-way, connections: [Sned] }]') + handler);
    expect(lines(graph)).toContain('a unresolved missing Sned · 1-way · unknown · there is no resource Sned');
    expect(descriptions(graph)).toContain('Sned, no such resource, referenced by a');
    expect(descriptions(graph)).toContain('a, 1-way, endpoint, error: there is no resource Sned');
  });

  test('connections that are not allowed', () => {
    const graph = graphOf(
      api('[Table]', '[{ route: a, operationMode: 1-way, connections: [Chat] }]') +
        table.replace(' }\n', ', connections: [Table] }\n'),
    );
    expect(lines(graph)).toEqual([
      'client connect Chat',
      'Chat refused Table · not allowed · a WebSocket API cannot connect to a DynamoDB table',
      'Chat route a · 1-way',
      'a refused Chat · 1-way · not allowed · an endpoint cannot connect to a WebSocket API',
      'Table refused Table · not allowed · a DynamoDB table cannot connect to a DynamoDB table',
    ]);
  });

  test('too many connections', () => {
    const graph = graphOf(api('[Send, Send]', '[]') + handler);
    expect(lines(graph).slice(1)).toEqual([
      'Chat authorizer Send · authorizer',
      'Chat refused Send · one too many · a WebSocket API can have at most 1 connection',
    ]);
  });

  test('a resource of unknown type: its connections are neither right nor wrong', () => {
    const graph = graphOf('resources:\n  A: { type: nonsense, connections: [B] }\n  B: {}\n');
    expect(lines(graph)).toEqual(['A undecided B']);
    expect(descriptions(graph)[0]).toBe('A, unknown type, resource, connects to B');
  });

  test('a connection of such a resource to one that is missing', () => {
    const graph = graphOf('resources:\n  A: { type: lambda, connections: [B] }\n');
    expect(lines(graph)).toEqual(['A unresolved missing B · unknown · there is no resource B']);
  });

  test('parts that have not been typed yet', () => {
    const graph = graphOf(api('[]', '\n      - operationMode: 3-way\n      - route: ""\n') + '  Send:\n');
    expect(descriptions(graph)).toEqual([
      'Clients, connect to Chat',
      'Chat, by action, WebSocket API, 2 endpoints',
      'Send, unknown type, resource',
      'no route yet, no valid mode, endpoint',
      'no route yet, no valid mode, endpoint',
    ]);
  });
});

describe('ids', () => {
  test('are unique even if the file repeats itself', () => {
    const twice = '{ route: a, operationMode: 1-way }';
    const { nodes, edges } = graphOf(api('[]', `[${twice}, ${twice}]`) + handler + handler);
    for (const parts of [nodes, edges]) {
      const ids = parts.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('stay when something else changes', () => {
    const before = graphOf(example).nodes.map(({ id }) => id);
    const after = graphOf(example.replace('route: $connect', 'route: hello')).nodes.map(({ id }) => id);
    expect(before.filter((id) => !after.includes(id))).toEqual(['resource Chat endpoint $connect']);
  });
});
