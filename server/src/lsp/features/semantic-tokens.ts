import { SemanticTokensBuilder, type SemanticTokens } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { tokenModifiers, tokenTypes } from '../../features/semantic-tokens.ts';
import type { Span } from '../../syntax/tree.ts';
import { toRange, toSpan } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

export const semanticTokens: ServerFeature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: true,
      range: true,
    },
  },
  register({ connection, answer }) {
    const { semanticTokens: requests } = connection.languages;
    requests.on(answer('Semantic tokens', (analysis) => encode(analysis, { start: 0, end: analysis.text.length })));
    requests.onRange(answer('Semantic tokens', (analysis, { range }) => encode(analysis, toSpan(range, analysis))));
  },
};

function encode(analysis: Analysis, within: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { span, type, modifiers } of analysis.semanticTokens(within)) {
    const { start, end } = toRange(span, analysis);
    const bits = modifiers.reduce((all, modifier) => all | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(start.line, start.character, end.character - start.character, tokenTypes.indexOf(type), bits);
  }
  return builder.build();
}
