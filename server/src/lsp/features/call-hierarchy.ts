import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { Caller, CallerId } from '../../features/call-hierarchy.ts';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { toSymbolKind } from '../symbol-kinds.ts';

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

/** What the client sends back is what it was given. */
function idOf({ data, name }: CallHierarchyItem): CallerId {
  const parts: readonly unknown[] = Array.isArray(data) ? data : [];
  const [resource, route] = parts;
  if (typeof resource !== 'string') return { resource: name };
  return typeof route === 'string' ? { resource, route } : { resource };
}
