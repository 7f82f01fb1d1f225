// How editors are told what something is: of the symbols that every client knows, those that come nearest.
import { SymbolKind } from 'vscode-languageserver';
import type { ResourceType } from '../language/definition.ts';

const kinds: Readonly<Record<ResourceType | 'endpoint', SymbolKind>> = {
  'websocket-api': SymbolKind.Interface,
  endpoint: SymbolKind.Method,
  'lambda-function': SymbolKind.Function,
  'dynamodb-table': SymbolKind.Class,
  'sqs-queue': SymbolKind.Array,
  'sns-topic': SymbolKind.Module,
  's3-bucket': SymbolKind.Package,
};

/** Undefined is a resource whose type is missing or unknown. */
export function toSymbolKind(kind: ResourceType | 'endpoint' | undefined): SymbolKind {
  return kind === undefined ? SymbolKind.Variable : kinds[kind];
}
