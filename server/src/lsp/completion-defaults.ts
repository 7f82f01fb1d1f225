// What all items of a completion list have in common is said once, to clients that can take it so.
import type {
  ClientCapabilities,
  CompletionItem,
  CompletionItemDefaults,
  CompletionList,
  InsertReplaceEdit,
  TextEdit,
} from 'vscode-languageserver';

export function toCompletionList(items: readonly CompletionItem[], client: ClientCapabilities): CompletionList {
  const known = client.textDocument?.completion?.completionList?.itemDefaults ?? [];
  const itemDefaults: CompletionItemDefaults = {};
  let left = [...items];

  const format = common(items, ({ insertTextFormat }) => insertTextFormat);
  if (known.includes('insertTextFormat') && format !== undefined) {
    itemDefaults.insertTextFormat = format;
    left = left.map((item) => without(item, 'insertTextFormat'));
  }
  const range = common(items, ({ textEdit }) => textEdit && rangeOf(textEdit));
  if (known.includes('editRange') && range !== undefined) {
    itemDefaults.editRange = range;
    left = left.map((item) => ({
      ...without(item, 'textEdit'),
      textEditText: item.textEdit?.newText ?? item.label,
    }));
  }
  return { isIncomplete: false, items: left, ...(Object.keys(itemDefaults).length > 0 ? { itemDefaults } : {}) };
}

function without(item: CompletionItem, part: 'insertTextFormat' | 'textEdit'): CompletionItem {
  const rest = { ...item };
  delete rest[part];
  return rest;
}

/** What the part is of each item, if it is the same of all. */
function common<T>(items: readonly CompletionItem[], part: (item: CompletionItem) => T | undefined): T | undefined {
  const [first] = items;
  const texts = new Set(items.map((item) => JSON.stringify(part(item))));
  return first && texts.size === 1 ? part(first) : undefined;
}

function rangeOf(edit: TextEdit | InsertReplaceEdit): NonNullable<CompletionItemDefaults['editRange']> {
  return 'range' in edit ? edit.range : { insert: edit.insert, replace: edit.replace };
}
