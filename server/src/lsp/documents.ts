// The open documents, each with the analysis of its current version. The only state of the server.
import type { Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze, type Analysis } from '../analysis.ts';
import type { RuleSettings } from '../rules/index.ts';
import type { Settings } from './settings.ts';

export interface OpenDocuments {
  /** Undefined for a document that is not open. */
  analysis(uri: string): Analysis | undefined;
  version(uri: string): number | undefined;
  /** Called for a document that was opened, changed or closed, and for all when settings change; at most once a turn. */
  onDidChange(listener: (uri: string) => void): void;
  listen(): void;
}

interface Analyzed {
  readonly version: number;
  readonly settings: RuleSettings;
  readonly analysis: Analysis;
}

export function openDocuments(connection: Connection, settings: Settings): OpenDocuments {
  const documents = new TextDocuments(TextDocument);
  const analyses = new Map<string, Analyzed>();
  const listeners: ((uri: string) => void)[] = [];
  const changed = new Set<string>();

  const flush = (): void => {
    const uris = [...changed];
    changed.clear();
    for (const uri of uris) for (const listener of listeners) listener(uri);
  };
  const tell = (uri: string): void => {
    if (changed.size === 0) setImmediate(flush);
    changed.add(uri);
  };

  documents.onDidChangeContent(({ document }) => tell(document.uri));
  documents.onDidClose(({ document }) => {
    analyses.delete(document.uri);
    settings.forget(document.uri);
    tell(document.uri);
  });
  settings.onDidChange(() => documents.keys().forEach(tell));

  return {
    analysis(uri) {
      const document = documents.get(uri);
      if (!document) return undefined;
      const { version } = document;
      const wanted = settings.of(uri);
      const known = analyses.get(uri);
      if (known?.version === version && known.settings === wanted) return known.analysis;
      const analysis = analyze(document.getText(), wanted);
      analyses.set(uri, { version, settings: wanted, analysis });
      return analysis;
    },
    version: (uri) => documents.get(uri)?.version,
    onDidChange: (listener) => void listeners.push(listener),
    listen: () => void documents.listen(connection),
  };
}
