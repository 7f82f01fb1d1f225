import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { CompletionItem as PlainCompletionItem } from '../../features/completion/completion.ts';
import { toRange } from '../convert.ts';
import type { Context, ServerFeature } from '../feature.ts';

export const completion: ServerFeature = {
  capabilities: { completionProvider: { triggerCharacters: [' ', '"', "'", '$', '[', '{', ','] } },
  register({ connection, answer, client }) {
    connection.onCompletion(
      answer('Completion', (analysis, { position }) => {
        const offset = analysis.lines.offsetAt(position);
        return analysis.completion(offset).map((item) => toCompletionItem(item, offset, analysis, client()));
      }),
    );
  },
};

const kinds: Readonly<Record<PlainCompletionItem['kind'], CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  route: CompletionItemKind.Event,
  resource: CompletionItemKind.Reference,
};

function toCompletionItem(
  item: PlainCompletionItem,
  offset: number,
  analysis: Analysis,
  client: ReturnType<Context['client']>,
): CompletionItem {
  const supports = client.textDocument?.completion?.completionItem;
  const newText = supports?.snippetSupport ? item.snippet : withoutPlaceholders(item.snippet);
  const replace = toRange(item.replaced, analysis);
  // Inserting keeps what stands after the cursor.
  const insert = { start: replace.start, end: analysis.lines.positionAt(offset) };
  const quoted = /^["']/.exec(analysis.text.slice(item.replaced.start, item.replaced.end))?.[0] ?? '';
  return {
    label: item.label,
    kind: kinds[item.kind],
    detail: item.detail,
    documentation: { kind: MarkupKind.Markdown, value: item.markdown },
    sortText: item.sortText,
    // The client compares this with what is being replaced, quotes included.
    filterText: quoted + item.label,
    insertTextFormat: supports?.snippetSupport ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: supports?.insertReplaceSupport ? { newText, insert, replace } : { newText, range: replace },
    ...(item.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
}

/** A snippet for a client that has none: the first choice for a choice, nothing for a place. */
function withoutPlaceholders(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d/g, '')
    .replaceAll(/\\([$}\\])/g, '$1');
}
