// How editors are told what something is: of the symbols that every client knows, those that come nearest.
import { SymbolKind } from 'vscode-languageserver';
import { resourceRecords, type ResourceType } from '../language/index.ts';

/** Undefined is a resource whose type is missing or unknown. */
export function toSymbolKind(kind: ResourceType | 'endpoint' | undefined): SymbolKind {
  if (kind === undefined) return SymbolKind.Variable;
  return kind === 'endpoint' ? SymbolKind.Method : SymbolKind[resourceRecords[kind].symbolKind];
}
