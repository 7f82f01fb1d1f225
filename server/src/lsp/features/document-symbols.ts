import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { DocumentSymbol as PlainSymbol } from '../../features/symbols.ts';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { toSymbolKind } from '../symbol-kinds.ts';

/** The outline, and with it the breadcrumbs. */
export const documentSymbols: ServerFeature = {
  capabilities: { documentSymbolProvider: { label: 'Websocket Project' } },
  register({ connection, answer, client }) {
    connection.onDocumentSymbol(
      answer('Document symbols', (analysis, { textDocument }): DocumentSymbol[] | SymbolInformation[] => {
        const symbols = analysis.documentSymbols();
        const hierarchical = client().textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
        return hierarchical ? toTree(symbols, analysis) : toList(symbols, analysis, textDocument.uri);
      }),
    );
  },
};

function toTree(symbols: readonly PlainSymbol[], analysis: Analysis): DocumentSymbol[] {
  return symbols.map(({ name, detail, kind, span, selection, children }) => ({
    name,
    detail,
    kind: toSymbolKind(kind),
    range: toRange(span, analysis),
    selectionRange: toRange(selection, analysis),
    children: toTree(children, analysis),
  }));
}

/** For a client that knows no trees: each with the name of what contains it. */
function toList(
  symbols: readonly PlainSymbol[],
  analysis: Analysis,
  uri: string,
  container?: string,
): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, span, children }) => [
    {
      name,
      kind: toSymbolKind(kind),
      location: { uri, range: toRange(span, analysis) },
      ...(container === undefined ? {} : { containerName: container }),
    },
    ...toList(children, analysis, uri, name),
  ]);
}
