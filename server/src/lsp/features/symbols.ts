// Resources and endpoints as symbols: of a document, of the workspace, and in the call hierarchy.
import {
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyOutgoingCallsParams,
  type DocumentSymbol,
  type SymbolInformation,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { toRange } from '../../answers.ts';
import type { Caller, CallerId } from '../../features/call-hierarchy.ts';
import type { DocumentSymbol as PlainSymbol, SymbolKind as PlainSymbolKind } from '../../features/symbols.ts';
import { resourceRecords } from '../../language/index.ts';
import type { ServerFeature } from '../feature.ts';
import type { AnalyzedFile } from '../workspace.ts';
import { t } from '../../locale.ts';

/** The outline and the breadcrumbs. */
export const documentSymbols: ServerFeature = {
  capabilities: { documentSymbolProvider: { label: 'WebSocket Project' } },
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

/** For a client without support for hierarchies: each symbol with the name of its container. */
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

export const workspaceSymbols: ServerFeature = {
  capabilities: { workspaceSymbolProvider: { workDoneProgress: true } },
  register({ connection, workspace, contain }) {
    connection.onWorkspaceSymbol(async (params, token, progress, partialResult) => {
      const found = await contain('Workspace symbols', params, async () => {
        const { query } = params;
        // Checked here, so that the request fails and not the analysis of a file.
        if (typeof query !== 'string') throw new TypeError('Expected a query.');
        const symbols: SymbolInformation[] = [];
        progress.begin(t`Searching WebSocket project files`, undefined, undefined, true);
        try {
          await workspace.forEach(token, (file) => {
            const ofFile = toSymbols(file, query);
            if (!partialResult) symbols.push(...ofFile);
            else if (ofFile.length > 0) partialResult.report(ofFile);
          });
        } finally {
          progress.done();
        }
        return symbols;
      });
      return found ?? null;
    });
  },
};

function toSymbols({ uri, analysis }: AnalyzedFile, query: string): SymbolInformation[] {
  return analysis.workspaceSymbols(query).map(({ name, kind, container, span }) => ({
    name,
    kind: toSymbolKind(kind),
    location: { uri, range: toRange(span, analysis) },
    ...(container === undefined ? {} : { containerName: container }),
  }));
}

export const callHierarchy: ServerFeature = {
  capabilities: { callHierarchyProvider: true },
  register({ connection, answer, answerAbout }) {
    connection.languages.callHierarchy.onPrepare(
      answer('Call hierarchy', (analysis, { textDocument, position }): CallHierarchyItem[] | null => {
        const callers = analysis.prepareCallHierarchy(analysis.lines.offsetAt(position));
        return callers.length > 0 ? callers.map((caller) => toItem(caller, analysis, textDocument.uri)) : null;
      }),
    );
    connection.languages.callHierarchy.onIncomingCalls(
      answerAbout('Incoming calls', uriOf, (analysis, { item }: CallHierarchyIncomingCallsParams) =>
        analysis.incomingCalls(idOf(item)).map(({ caller, from }): CallHierarchyIncomingCall => ({
          from: toItem(caller, analysis, item.uri),
          fromRanges: from.map((span) => toRange(span, analysis)),
        })),
      ),
    );
    connection.languages.callHierarchy.onOutgoingCalls(
      answerAbout('Outgoing calls', uriOf, (analysis, { item }: CallHierarchyOutgoingCallsParams) =>
        analysis.outgoingCalls(idOf(item)).map(({ caller, from }): CallHierarchyOutgoingCall => ({
          to: toItem(caller, analysis, item.uri),
          fromRanges: from.map((span) => toRange(span, analysis)),
        })),
      ),
    );
  },
};

function uriOf({ item }: { readonly item: CallHierarchyItem }): string {
  return item.uri;
}

function toItem(
  { id, name, detail, kind, span, selection }: Caller,
  analysis: Analysis,
  uri: string,
): CallHierarchyItem {
  return {
    name,
    detail,
    kind: toSymbolKind(kind),
    uri,
    range: toRange(span, analysis),
    selectionRange: toRange(selection, analysis),
    data: [id.resource, id.route ?? null],
  };
}

/** The client returns the data unchanged. */
function idOf({ data, name }: CallHierarchyItem): CallerId {
  const parts: readonly unknown[] = Array.isArray(data) ? data : [];
  const [resource, route] = parts;
  if (typeof resource !== 'string') return { resource: name };
  return typeof route === 'string' ? { resource, route } : { resource };
}

/** @param kind undefined for a resource whose type is missing or unknown */
export function toSymbolKind(kind: PlainSymbolKind): SymbolKind {
  if (kind === undefined) return SymbolKind.Variable;
  if (kind === 'parameter') return SymbolKind.Constant;
  if (kind === 'index') return SymbolKind.Key;
  if (kind === 'overlay') return SymbolKind.Namespace;
  if (kind === 'overlay-entry') return SymbolKind.Object;
  return kind === 'endpoint' ? SymbolKind.Method : SymbolKind[resourceRecords[kind].symbolKind];
}
