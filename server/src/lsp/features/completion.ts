import {
  CompletionItemKind,
  CompletionItemTag,
  CompletionTriggerKind,
  InsertTextFormat,
  InsertTextMode,
  type ClientCapabilities,
  type CompletionItem,
  type CompletionItemDefaults,
  type CompletionList,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import {
  type CompletionRange,
  type CompletionItem as PlainCompletionItem,
  type CompletionList as PlainCompletionList,
  triggerCharacters,
  triggersAt,
} from '../../features/completion/completion.ts';
import { toRange } from '../../answers.ts';
import { followRouteCommand, suggestCommand, type FollowRouteArguments } from '../../client-support.ts';
import type { ServerFeature } from '../feature.ts';
import { toMarkup } from '../convert.ts';
import { hasCommand, type ClientOptions } from '../client-options.ts';
import { t } from '../../locale.ts';

export const completion: ServerFeature = {
  capabilities: {
    completionProvider: {
      triggerCharacters: [...triggerCharacters],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
  },
  register({ connection, documents, answerWhenReady, contain, client, options }) {
    connection.onCompletion(
      answerWhenReady('Completion', (analysis, { textDocument, position, context }): CompletionList => {
        const offset = analysis.lines.offsetAt(position);
        const { triggerKind, triggerCharacter = '' } = context ?? {};
        const isTyped = triggerKind === CompletionTriggerKind.TriggerCharacter;
        const isSpurious = isTyped && !triggersAt(analysis.tree, offset, triggerCharacter);
        if (isSpurious) return { isIncomplete: false, items: [] };
        const list = analysis.completion(offset);
        return toCompletionList(list, { uri: textDocument.uri, analysis, client: client(), options: options() });
      }),
    );
    // The document may have changed since, but the same items still apply at the place, so the item is found again.
    connection.onCompletionResolve(async (item) => {
      const resolved = await contain('Completion details', item, () => {
        const place = placeOf(item.data);
        const analysis = place && documents.analysis(place.uri);
        if (!place || !analysis) return item;
        const details = analysis.completionDetails(item.label, place.offset);
        const formats = client().textDocument?.completion?.completionItem?.documentationFormat;
        return details === undefined ? item : { ...item, documentation: toMarkup(details, formats) };
      });
      return resolved ?? item;
    });
  },
};

/** The place where an item is offered, in its data. */
interface ItemPlace {
  readonly uri: string;
  /** The start of the word that it completes. */
  readonly offset: number;
}

function placeOf(data: unknown): ItemPlace | undefined {
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('offset' in data)) return undefined;
  const { uri, offset } = data;
  return typeof uri === 'string' && typeof offset === 'number' ? { uri, offset } : undefined;
}

const kinds: Readonly<Record<PlainCompletionItem['kind'], CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  route: CompletionItemKind.Event,
  resource: CompletionItemKind.Reference,
  draft: CompletionItemKind.Snippet,
};

interface CompletionPlace {
  readonly uri: string;
  readonly analysis: Analysis;
  readonly client: ClientCapabilities;
  readonly options: ClientOptions;
}

/**
 * Moves what items have in common into the list's defaults if the client supports that. The list does not depend on the
 * word at the cursor: the client filters.
 */
function toCompletionList({ range, items }: PlainCompletionList, place: CompletionPlace): CompletionList {
  const { client } = place;
  if (!range) return { isIncomplete: false, items: [] };
  const known = client.textDocument?.completion?.completionList?.itemDefaults ?? [];
  const insertTextFormat = insertsSnippets(place) ? InsertTextFormat.Snippet : InsertTextFormat.PlainText;
  const common = toEditRange(range, place);
  const itemDefaults: CompletionItemDefaults = {
    ...(known.includes('insertTextFormat') ? { insertTextFormat } : {}),
    ...(known.includes('editRange') ? { editRange: common } : {}),
  };
  return {
    isIncomplete: false,
    items: items.flatMap((item): CompletionItem[] => {
      const { newText, ...rest } = toCompletionItem(item, place);
      // Its first line would insert nothing.
      if (newText === '') return [];
      const edit = item.range === range ? common : toEditRange(item.range, place);
      return [
        {
          ...rest,
          ...(itemDefaults.insertTextFormat ? {} : { insertTextFormat }),
          ...(itemDefaults.editRange && edit === common
            ? { textEditText: newText }
            : { textEdit: 'start' in edit ? { newText, range: edit } : { newText, ...edit } }),
        },
      ];
    }),
    ...(Object.keys(itemDefaults).length > 0 ? { itemDefaults } : {}),
  };
}

function toEditRange({ inserted, replaced }: CompletionRange, { client, analysis }: CompletionPlace): EditRange {
  const replace = toRange(replaced, analysis);
  const isSplit = client.textDocument?.completion?.completionItem?.insertReplaceSupport === true;
  return isSplit ? { insert: toRange(inserted, analysis), replace } : replace;
}

type EditRange = NonNullable<CompletionItemDefaults['editRange']>;

function insertsSnippets({ client, options }: CompletionPlace): boolean {
  return options.multilineCompletion && client.textDocument?.completion?.completionItem?.snippetSupport === true;
}

/** The text of the item as the client can insert it, without indentation. */
function writtenFor(item: PlainCompletionItem, place: CompletionPlace): string {
  const { snippetChoices, multilineCompletion } = place.options;
  if (!multilineCompletion) return (/^.*/.exec(item.plain)?.[0] ?? '').trimEnd();
  if (!insertsSnippets(place)) return item.plain;
  return snippetChoices ? item.snippet : item.withoutChoices;
}

/** The item without the range that it replaces and the format of its text. */
function toCompletionItem(
  item: PlainCompletionItem,
  place: CompletionPlace,
): CompletionItem & { readonly newText: string } {
  const { uri, analysis, client } = place;
  const supports = client.textDocument?.completion?.completionItem;
  const written = writtenFor(item, place);
  const isIndented = indentsLines(place);
  const newText = isIndented ? written : written.replaceAll(/\r?\n/g, (lineEnd) => lineEnd + item.lead);
  const mode = isIndented ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  const { start, end } = item.range.replaced;
  const before = /^[ \t]*["']?/.exec(analysis.text.slice(start, end))?.[0] ?? '';
  const data: ItemPlace = { uri, offset: start + before.length };
  return {
    label: item.label,
    kind: kinds[item.kind],
    detail: item.detail,
    sortText: item.sortText,
    // The client compares this with the replaced text, including its indentation and quotes.
    filterText: before + item.label,
    newText,
    data,
    ...(supports?.labelDetailsSupport ? { labelDetails: { description: item.detail } } : {}),
    ...(item.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(item.commitCharacters.length > 0 ? { commitCharacters: [...item.commitCharacters] } : {}),
    ...(item.edits.length > 0
      ? {
          additionalTextEdits: item.edits.map(({ span, newText: text }) => ({
            range: toRange(span, analysis),
            newText: text,
          })),
        }
      : {}),
    ...(/[\r\n]/.test(newText) && supports?.insertTextModeSupport?.valueSet.includes(mode)
      ? { insertTextMode: mode }
      : {}),
    ...commandAfter(item, uri, client),
  };
}

/**
 * Whether the client indents inserted lines like the line that they go into. By default, clients do so for snippets and
 * insert other text as it is. Clients that differ declare it.
 */
function indentsLines({ client, options }: CompletionPlace): boolean {
  if (!options.indentsCompletion) return false;
  const { completionItem, insertTextMode } = client.textDocument?.completion ?? {};
  const known = completionItem?.insertTextModeSupport?.valueSet ?? (insertTextMode ? [insertTextMode] : undefined);
  return known ? known.includes(InsertTextMode.adjustIndentation) : completionItem?.snippetSupport === true;
}

/** What the client does once it has accepted the item, if it has the command. */
function commandAfter(
  { opens, follower }: PlainCompletionItem,
  uri: string,
  client: ClientCapabilities,
): Pick<CompletionItem, 'command'> {
  if (opens && hasCommand(client, suggestCommand)) {
    return { command: { title: t`Suggest`, command: suggestCommand } };
  }
  if (follower === undefined || !hasCommand(client, followRouteCommand)) return {};
  const given: FollowRouteArguments = [uri, follower];
  return { command: { title: t`Name the Function like the Route`, command: followRouteCommand, arguments: given } };
}
