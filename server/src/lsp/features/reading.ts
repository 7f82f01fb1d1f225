// Features for reading a descriptor: hovers, inlay hints, folding, selection ranges and semantic tokens.
import {
  FoldingRangeKind,
  InlayHintKind,
  MarkupKind,
  SemanticTokensBuilder,
  TextEdit,
  type FoldingRange,
  type InlayHint,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SemanticTokensDeltaParams,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { toRange, toSpan } from '../../answers.ts';
import type { Fold } from '../../features/folding-and-selection.ts';
import { tokenModifiers, tokenTypes } from '../../features/semantic-tokens.ts';
import type { Span } from '../../syntax/tree.ts';
import type { ServerFeature } from '../feature.ts';
import { toMarkup } from '../convert.ts';

export const hover: ServerFeature = {
  capabilities: { hoverProvider: true },
  register({ connection, answerWhenReady, client }) {
    connection.onHover(
      answerWhenReady('Hover', (analysis, { position }) => {
        const found = analysis.hover(analysis.lines.offsetAt(position));
        if (!found) return null;
        const contents = toMarkup(found.markdown, client().textDocument?.hover?.contentFormat);
        return { contents, range: toRange(found.span, analysis) };
      }),
    );
  },
};

export const inlayHints: ServerFeature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, answer }) {
    connection.languages.inlayHint.on(
      answer('Inlay hints', (analysis, { range }): InlayHint[] =>
        analysis.inlayHints(toSpan(range, analysis)).map(({ offset, label, tooltip, side, edits }) => ({
          position: analysis.lines.positionAt(offset),
          label,
          tooltip: { kind: MarkupKind.Markdown, value: tooltip },
          paddingLeft: side === 'after',
          paddingRight: side === 'before',
          ...(side === 'before' ? { kind: InlayHintKind.Parameter } : {}),
          ...(edits.length > 0
            ? { textEdits: edits.map(({ span, newText }) => TextEdit.replace(toRange(span, analysis), newText)) }
            : {}),
        })),
      ),
    );
  },
};

export const folding: ServerFeature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, answer, client }) {
    connection.onFoldingRanges(
      answer('Folding', (analysis): FoldingRange[] => {
        const { lineFoldingOnly = false, rangeLimit = Infinity } = client().textDocument?.foldingRange ?? {};
        return largest(analysis.folding(), rangeLimit).map(({ span, firstLine, lastLine, kind }) => {
          const { start, end } = toRange(span, analysis);
          const lines = { startLine: firstLine, endLine: lastLine };
          const characters = {
            startLine: start.line,
            startCharacter: start.character,
            endLine: end.line,
            endCharacter: end.character,
          };
          return { ...(lineFoldingOnly ? lines : characters), ...(kind ? { kind: kinds[kind] } : {}) };
        });
      }),
    );
  },
};

const kinds = { comment: FoldingRangeKind.Comment, region: FoldingRangeKind.Region } as const;

/** The largest folds up to the client's limit, in document order. */
function largest(folds: readonly Fold[], limit: number): readonly Fold[] {
  if (folds.length <= limit) return folds;
  const size = ({ firstLine, lastLine }: Fold): number => lastLine - firstLine;
  const kept = new Set([...folds].sort((a, b) => size(b) - size(a)).slice(0, limit));
  return folds.filter((fold) => kept.has(fold));
}

export const selectionRanges: ServerFeature = {
  capabilities: { selectionRangeProvider: true },
  register({ connection, answer }) {
    connection.onSelectionRanges(
      answer('Selection ranges', (analysis, { positions }): SelectionRange[] =>
        positions.map((position) => {
          const [innermost = { start: 0, end: 0 }, ...outer] = analysis.selectionRanges(
            analysis.lines.offsetAt(position),
          );
          return toSelectionRange(innermost, outer, analysis);
        }),
      ),
    );
  },
};

function toSelectionRange(span: Span, outer: readonly Span[], analysis: Analysis): SelectionRange {
  const [next, ...others] = outer;
  const range = toRange(span, analysis);
  return next ? { range, parent: toSelectionRange(next, others, analysis) } : { range };
}

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
    /** The last tokens sent for each open document, from which the next delta is computed. */
    const sent = new Map<string, SentTokens>();
    let count = 0;
    const send = (uri: string, analysis: Analysis): SentTokens => {
      const { data } = encode(analysis, { start: 0, end: analysis.text.length });
      const next = { resultId: String(++count), data };
      sent.set(uri, next);
      return next;
    };
    documents.onDidChange((uri) => {
      if (documents.version(uri) === undefined) sent.delete(uri);
    });
    requests.on(
      answer('Semantic tokens', (analysis, { textDocument: { uri } }): SemanticTokens => send(uri, analysis)),
    );
    requests.onDelta(
      answer('Semantic tokens', (analysis, params: SemanticTokensDeltaParams): SemanticTokens | SemanticTokensDelta => {
        const { uri } = params.textDocument;
        const before = sent.get(uri);
        const next = send(uri, analysis);
        return before?.resultId === params.previousResultId ? deltaOf(before, next) : next;
      }),
    );
    requests.onRange(answer('Semantic tokens', (analysis, { range }) => encode(analysis, toSpan(range, analysis))));
  },
};

interface SentTokens {
  readonly resultId: string;
  readonly data: number[];
}

/** A single edit between the common start and end, since users type at one place at a time. */
function deltaOf({ data: before }: SentTokens, { resultId, data: after }: SentTokens): SemanticTokensDelta {
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
