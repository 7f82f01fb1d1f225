// Every request about a document that the server handles, with valid parameters.
import {
  CancellationToken,
  ResponseError,
  type Position,
  type Range,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { routeMessageCommand } from '../../server/src/client-support.ts';
import {
  followRouteRequest,
  graphEditRequest,
  graphEditsRequest,
  handlerSourceRequest,
  impactRequest,
  locateRequest,
  partsAtRequest,
  previewRequest,
  routeRequest,
  templateOriginRequest,
  templateFileRequest,
  templateRequest,
} from '../../server/src/protocol.ts';
import type { LanguageClient } from './language-client.ts';

type Ask = (range: Range) => object;

const position = ({ start }: Range): object => ({ position: start });
const options = { tabSize: 2, insertSpaces: true };

/** By method; `textDocument` is added to the parameters of each. */
const requests: Readonly<Record<string, Ask>> = {
  'textDocument/hover': position,
  'textDocument/completion': position,
  'textDocument/definition': position,
  'textDocument/typeDefinition': position,
  'textDocument/implementation': position,
  'textDocument/references': (range) => ({ ...position(range), context: { includeDeclaration: true } }),
  'textDocument/documentHighlight': position,
  'textDocument/documentSymbol': () => ({}),
  'textDocument/codeAction': (range) => ({ range, context: { diagnostics: [] } }),
  'textDocument/codeLens': () => ({}),
  'textDocument/documentLink': () => ({}),
  'textDocument/formatting': () => ({ options }),
  'textDocument/rangeFormatting': (range) => ({ range, options }),
  'textDocument/onTypeFormatting': (range) => ({ ...position(range), ch: '\n', options }),
  'textDocument/prepareRename': position,
  'textDocument/rename': (range) => ({ ...position(range), newName: 'Other' }),
  'textDocument/foldingRange': () => ({}),
  'textDocument/selectionRange': ({ start, end }) => ({ positions: [start, end] }),
  'textDocument/linkedEditingRange': position,
  'textDocument/prepareCallHierarchy': position,
  'textDocument/inlayHint': (range) => ({ range }),
  'textDocument/semanticTokens/full': () => ({}),
  'textDocument/semanticTokens/range': (range) => ({ range }),
  'textDocument/diagnostic': () => ({}),
  'workspace/symbol': () => ({ query: 'a' }),
  'workspace/executeCommand': () => ({ command: routeMessageCommand }),
  'workspace/diagnostic': () => ({ previousResultIds: [] }),
  [previewRequest]: (range) => ({ ...position(range), format: 'yaml', part: 'resource Chat' }),
  [templateRequest]: () => ({ format: 'yaml' }),
  [templateFileRequest]: () => ({}),
  [impactRequest]: () => ({ format: 'json', existing: 'Resources: { A: { Type: AWS::SQS::Queue } }' }),
  [graphEditsRequest]: () => ({ part: 'resource Chat' }),
  [followRouteRequest]: (range) => ({ ...position(range), function: 'Send' }),
  [graphEditRequest]: () => ({ edit: { kind: 'delete', part: 'resource Chat' }, version: 1 }),
  [locateRequest]: () => ({ part: 'Chat' }),
  [partsAtRequest]: (range) => ({ ...position(range), format: 'json' }),
  [templateOriginRequest]: ({ start }) => ({ format: 'yaml', offset: start.line * 40, version: 1 }),
  [handlerSourceRequest]: () => ({ part: 'resource Chat endpoint $connect' }),
  [routeRequest]: () => ({ question: { kind: 'message', message: '{}' } }),
};

/** Requests about the result of another request. */
const followUps: Readonly<Record<string, readonly string[]>> = {
  'textDocument/completion': ['completionItem/resolve'],
  'textDocument/codeAction': ['codeAction/resolve'],
  'textDocument/codeLens': ['codeLens/resolve'],
  'textDocument/prepareCallHierarchy': ['callHierarchy/incomingCalls', 'callHierarchy/outgoingCalls'],
};

export const methods: readonly string[] = [...Object.keys(requests), ...Object.values(followUps).flat()];

/** The server's capabilities that nothing here requests. */
export function neverAsked(capabilities: ServerCapabilities): string[] {
  const other = ['positionEncoding', 'textDocumentSync', 'workspace'];
  const asked = methods.map((method) => method.toLowerCase().replaceAll('/', ''));
  const names: Readonly<Record<string, string>> = {
    documentFormattingProvider: 'formatting',
    documentRangeFormattingProvider: 'rangeFormatting',
    documentOnTypeFormattingProvider: 'onTypeFormatting',
  };
  return Object.keys(capabilities).filter((name) => {
    const method = (names[name] ?? name.replace(/Provider$/, '')).toLowerCase();
    return !other.includes(name) && !asked.some((one) => one.includes(method));
  });
}

/** The unexpected failures: a refusal with a message and a canceled request are expected. */
export async function askEverything(
  client: LanguageClient,
  uri: string,
  range: Range,
  token: CancellationToken = CancellationToken.None,
): Promise<string[]> {
  const { connection, log } = client;
  const before = log.length;
  const wrong: string[] = [];
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    try {
      return await connection.sendRequest<unknown>(method, params, token);
    } catch (error) {
      const mayBe = error instanceof ResponseError && [-32800, -32801, -32802, -32803].includes(error.code);
      if (!mayBe) wrong.push(`${method}: ${String(error)}`);
      return undefined;
    }
  };
  await Promise.all(
    Object.entries(requests).map(async ([method, paramsOf]) => {
      const answer = await ask(method, { textDocument: { uri }, ...paramsOf(range) });
      const first: unknown = Array.isArray(answer) ? answer[0] : undefined;
      if (first === undefined) return;
      for (const followUp of followUps[method] ?? []) {
        await ask(followUp, followUp.startsWith('callHierarchy') ? { item: first } : first);
      }
    }),
  );
  return [...wrong, ...log.slice(before).filter((line) => / failed: |^Uncaught|^Unhandled/.test(line))];
}

export const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

/** Places outside of the text. */
export const nowhere: readonly Position[] = [
  { line: 1_000_000, character: 1_000_000 },
  { line: 0, character: 1_000_000 },
  { line: -1, character: -1 },
];
