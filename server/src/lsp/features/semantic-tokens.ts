import {
  SemanticTokensBuilder,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensDeltaParams,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { tokenModifiers, tokenTypes } from '../../features/semantic-tokens.ts';
import type { Span } from '../../syntax/tree.ts';
import { toRange, toSpan } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';

export const semanticTokens: ServerFeature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  },
  register({ connection, documents, answer }) {
    const { semanticTokens: requests } = connection.languages;
    /** What the client was last given of each open document: the next answer may be told by what is other in it. */
    const given = new Map<string, Given>();
    let count = 0;
    const give = (uri: string, analysis: Analysis): Given => {
      const { data } = encode(analysis, { start: 0, end: analysis.text.length });
      const next = { resultId: String(++count), data };
      given.set(uri, next);
      return next;
    };
    documents.onDidChange((uri) => {
      if (documents.version(uri) === undefined) given.delete(uri);
    });
    requests.on(
      answer('Semantic tokens', (analysis, { textDocument: { uri } }): SemanticTokens => give(uri, analysis)),
    );
    requests.onDelta(
      answer('Semantic tokens', (analysis, params: SemanticTokensDeltaParams): SemanticTokens | SemanticTokensDelta => {
        const { uri } = params.textDocument;
        const before = given.get(uri);
        const next = give(uri, analysis);
        return before?.resultId === params.previousResultId ? deltaOf(before, next) : next;
      }),
    );
    requests.onRange(answer('Semantic tokens', (analysis, { range }) => encode(analysis, toSpan(range, analysis))));
  },
};

interface Given {
  readonly resultId: string;
  readonly data: number[];
}

/** One edit, between what both start and end with: people type at one place at a time. */
function deltaOf({ data: before }: Given, { resultId, data: after }: Given): SemanticTokensDelta {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const deleteCount = before.length - start - same;
  const data = after.slice(start, after.length - same);
  return { resultId, edits: deleteCount > 0 || data.length > 0 ? [{ start, deleteCount, data }] : [] };
}

function encode(analysis: Analysis, within: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers } of analysis.semanticTokens(within)) {
    const { start, end } = toRange(span, analysis);
    const bits = modifiers.reduce((all, modifier) => all | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(start.line, start.character, end.character - start.character, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}
