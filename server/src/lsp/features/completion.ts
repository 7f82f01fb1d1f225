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
import { followRouteCommand, type FollowRouteArguments } from '../../protocol.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { toMarkup } from '../convert.ts';
import { property } from '../settings.ts';

export const completion: ServerFeature = {
  capabilities: {
    completionProvider: {
      triggerCharacters: [...triggerCharacters],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
  },
  register({ connection, documents, answerWhenReady, contain, client }) {
    connection.onCompletion(
      answerWhenReady('Completion', (analysis, { textDocument, position, context }): CompletionList => {
        const offset = analysis.lines.offsetAt(position);
        const { triggerKind, triggerCharacter = '' } = context ?? {};
        const isTyped = triggerKind === CompletionTriggerKind.TriggerCharacter;
        const isSpurious = isTyped && !triggersAt(analysis.tree, offset, triggerCharacter);
        if (isSpurious) return { isIncomplete: false, items: [] };
        const list = analysis.completion(offset);
        return toCompletionList(list, { uri: textDocument.uri, analysis, client: client() });
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
  readonly client: ReturnType<Context['client']>;
}

/**
 * Moves what items have in common into the list's defaults if the client supports that. The list does not depend on the
 * word at the cursor: the client filters.
 */
function toCompletionList({ range, items }: PlainCompletionList, place: CompletionPlace): CompletionList {
  const { client } = place;
  if (!range) return { isIncomplete: false, items: [] };
  const known = client.textDocument?.completion?.completionList?.itemDefaults ?? [];
  const insertTextFormat = formatOf(client);
  const common = toEditRange(range, place);
  const itemDefaults: CompletionItemDefaults = {
    ...(known.includes('insertTextFormat') ? { insertTextFormat } : {}),
    ...(known.includes('editRange') ? { editRange: common } : {}),
  };
  return {
    isIncomplete: false,
    items: items.map((item): CompletionItem => {
      const { newText, ...rest } = toCompletionItem(item, place);
      const edit = item.range === range ? common : toEditRange(item.range, place);
      return {
        ...rest,
        ...(itemDefaults.insertTextFormat ? {} : { insertTextFormat }),
        ...(itemDefaults.editRange && edit === common
          ? { textEditText: newText }
          : { textEdit: 'start' in edit ? { newText, range: edit } : { newText, ...edit } }),
      };
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

function formatOf({ textDocument }: ClientCapabilities): InsertTextFormat {
  const isSnippet = textDocument?.completion?.completionItem?.snippetSupport === true;
  return isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText;
}

/** The item without the range that it replaces and the format of its text. */
function toCompletionItem(
  item: PlainCompletionItem,
  { uri, analysis, client }: CompletionPlace,
): CompletionItem & { readonly newText: string } {
  const supports = client.textDocument?.completion?.completionItem;
  const written = supports?.snippetSupport ? item.snippet : item.plain;
  const isIndented = indentsLines(client);
  const newText = isIndented ? written : written.replaceAll(/\r?\n/g, (lineEnd) => lineEnd + item.lead);
  const mode = isIndented ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  const { start, end } = item.range.replaced;
  const before = /^[ \t]*["']?/.exec(analysis.text.slice(start, end))?.[0] ?? '';
  const place: ItemPlace = { uri, offset: start + before.length };
  return {
    label: item.label,
    kind: kinds[item.kind],
    detail: item.detail,
    sortText: item.sortText,
    // The client compares this with the replaced text, including its indentation and quotes.
    filterText: before + item.label,
    newText,
    data: place,
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
function indentsLines({ textDocument }: ReturnType<Context['client']>): boolean {
  const { completionItem, insertTextMode } = textDocument?.completion ?? {};
  const known = completionItem?.insertTextModeSupport?.valueSet ?? (insertTextMode ? [insertTextMode] : undefined);
  return known ? known.includes(InsertTextMode.adjustIndentation) : completionItem?.snippetSupport === true;
}

/** What the client does once it has accepted the item, if it has the command. */
function commandAfter(
  { opens, follower }: PlainCompletionItem,
  uri: string,
  client: ClientCapabilities,
): Pick<CompletionItem, 'command'> {
  if (opens && knowsCommand(client, suggestCommand)) {
    return { command: { title: 'Suggest', command: suggestCommand } };
  }
  if (follower === undefined || !knowsCommand(client, followRouteCommand)) return {};
  const given: FollowRouteArguments = [uri, follower];
  return { command: { title: 'Name the Function like the Route', command: followRouteCommand, arguments: given } };
}

/** Opens completion again where accepting an item has placed the cursor. */
const suggestCommand = 'editor.action.triggerSuggest';

/** Whether the client declares the command. Commands belong to editors, so not every client has it. */
function knowsCommand({ experimental }: ReturnType<Context['client']>, command: string): boolean {
  const commands: unknown = property(property(experimental, 'commands'), 'commands');
  return Array.isArray(commands) && commands.includes(command);
}
