// The tools by the Model Context Protocol: a JSON-RPC message in, at most one out. It does not know how they are
// transported, and has an answer to anything that arrives.
import { callTool, tools } from './tools.ts';
import type { Tool, ToolHost } from './tool.ts';

/**
 * Answers a message, which should be JSON, and is undefined if it was too long to be kept. The answer is JSON on one line,
 * or undefined if there is nothing to answer. Does not throw.
 */
export type McpServer = (message: string | undefined) => Promise<string | undefined>;

/** The versions of the protocol, the latest first. They do not differ in what is used here, apart from batches. */
const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const instructions =
  'These tools know WebSocket project files: YAML descriptors (websocket.yaml, *.websocket.yaml) of AWS API Gateway WebSocket APIs. Check such a file after each change of it. The tools only read: the file that you name, the settings that apply to it, and the source files beside it.';

/** As JSON-RPC defines them. */
const codes = { parse: -32_700, request: -32_600, method: -32_601, parameters: -32_602, internal: -32_603 } as const;

/** The request has no result, because it is invalid. */
class Rejection extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

type Id = string | number;
type Fields = Readonly<Partial<Record<string, unknown>>>;

/** @param onFault receives what is thrown by a fault of this program */
export function mcpServer(version: string, host: ToolHost, onFault: (error: unknown) => void): McpServer {
  const resultOf = async (method: string, params: Fields): Promise<object> => {
    switch (method) {
      case 'initialize':
        return {
          protocolVersion: versions.find((one) => one === params['protocolVersion']) ?? versions[0],
          capabilities: { tools: {} },
          serverInfo: { name: 'websocket-project', title: 'WebSocket Project', version },
          instructions,
        };
      case 'ping':
        return {};
      case 'tools/list':
        return { tools: tools.map(listed) };
      case 'tools/call':
        return called(params, host);
      default:
        throw new Rejection(codes.method, `There is no method ${JSON.stringify(method.slice(0, 100))}.`);
    }
  };

  const failure = (id: Id | null, error: unknown): object => {
    if (!(error instanceof Rejection)) onFault(error);
    const { code, message } =
      error instanceof Rejection
        ? error
        : { code: codes.internal, message: 'The server has a fault. Its log says more.' };
    return { jsonrpc: '2.0', id, error: { code, message } };
  };

  /** Undefined for a notification, and for a response, since this server makes no requests. */
  const respond = async (message: unknown): Promise<object | undefined> => {
    const request = isFields(message) ? message : {};
    const { jsonrpc, id, method, params = {} } = request;
    try {
      if (jsonrpc !== '2.0') throw notRequest();
      if (method === undefined && ('result' in request || 'error' in request)) return undefined;
      if (typeof method !== 'string' || (id !== undefined && !isId(id))) throw notRequest();
      if (id === undefined) return undefined;
      if (!isFields(params)) throw new Rejection(codes.parameters, 'The parameters must be an object.');
      return { jsonrpc, id, result: await resultOf(method, params) };
    } catch (error) {
      return failure(isId(id) ? id : null, error);
    }
  };

  const unparsed = (reason: string): string => JSON.stringify(failure(null, new Rejection(codes.parse, reason)));

  return async (message) => {
    if (message === undefined) return unparsed('The message is too long.');
    let parsed: unknown;
    try {
      parsed = JSON.parse(message);
    } catch {
      return unparsed('This is not JSON.');
    }
    if (!Array.isArray(parsed) || parsed.length === 0) return JSON.stringify(await respond(parsed));
    const answers: object[] = [];
    for (const one of parsed) answers.push(...[(await respond(one)) ?? []].flat());
    return answers.length > 0 ? JSON.stringify(answers) : undefined;
  };
}

function listed({ name, title, description, input, output }: Tool): object {
  const annotations = { title, readOnlyHint: true, idempotentHint: true, openWorldHint: false };
  return { name, title, description, inputSchema: input, outputSchema: output, annotations };
}

async function called({ name, arguments: input = {} }: Fields, host: ToolHost): Promise<object> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) {
    const names = tools.map((one) => one.name).join(', ');
    throw new Rejection(codes.parameters, `There is no such tool. The tools are ${names}.`);
  }
  const answer = await callTool(tool, input, host);
  const content = [{ type: 'text', text: answer.failed ?? answer.text }];
  return answer.failed === undefined ? { content, structuredContent: answer.data } : { content, isError: true };
}

function notRequest(): Rejection {
  return new Rejection(codes.request, 'This is not a request of JSON-RPC 2.0.');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}
