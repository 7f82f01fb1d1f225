// The open documents, each with the analysis of its current version. With what is known of settings and disk, the only
// state of the server.
import type { Connection } from 'vscode-languageserver';
import { TextDocuments } from 'vscode-languageserver';
import { analyze, type Analysis } from '../analysis.ts';
import type { SourceFiles } from '../model/source-files.ts';
import type { RuleSettings } from '../rules/index.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import type { Settings } from './settings.ts';
import type { Sources } from './sources.ts';
import { applyChanges, type TextDocument } from './text-sync.ts';

export interface OpenDocuments {
  /** Undefined for a document that is not open. */
  analysis(uri: string): Analysis | undefined;
  version(uri: string): number | undefined;
  uris(): readonly string[];
  /** The text of an open document that is no descriptor: the code beside one. */
  sourceText(uri: string): string | undefined;
  /** Once what the analysis of the document needs to know has been asked of client and disk. */
  ready(uri: string): Promise<void>;
  /** Called for a document that was opened, changed or closed, and for all when settings change; at most once a turn. */
  onDidChange(listener: (uri: string) => void): void;
  listen(): void;
}

interface Analyzed {
  readonly version: number;
  readonly settings: RuleSettings;
  readonly files: SourceFiles | undefined;
  readonly analysis: Analysis;
}

/** The languages of the code beside a descriptor, as clients call them. Whatever else is open is a descriptor. */
export const sourceLanguages: readonly string[] = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'python',
];

export function openDocuments(
  connection: Connection,
  settings: Settings,
  sources: Sources,
  encoding: () => PositionEncoding,
): OpenDocuments {
  const documents = new TextDocuments<TextDocument>({
    create: (uri, languageId, version, text) => ({ uri, languageId, version, text }),
    update: (document, changes, version) => ({
      ...document,
      version,
      text: applyChanges(document.text, changes, encoding()),
    }),
  });
  const analyses = new Map<string, Analyzed>();
  const listeners: ((uri: string) => void)[] = [];
  const changed = new Set<string>();

  const isSource = ({ languageId }: TextDocument): boolean => sourceLanguages.includes(languageId);
  const descriptor = (uri: string): TextDocument | undefined => {
    const document = documents.get(uri);
    return document && !isSource(document) ? document : undefined;
  };
  const flush = (): void => {
    const uris = [...changed];
    changed.clear();
    for (const uri of uris) for (const listener of listeners) listener(uri);
  };
  const tell = (document: TextDocument): void => {
    if (isSource(document)) return;
    if (changed.size === 0) setImmediate(flush);
    changed.add(document.uri);
  };

  // Who asks where an entry point leads seldom waits for the diagnostics.
  documents.onDidOpen(({ document }) => void sources.fetch(document.uri));
  documents.onDidChangeContent(({ document }) => tell(document));
  documents.onDidClose(({ document }) => {
    analyses.delete(document.uri);
    settings.forget(document.uri);
    tell(document);
  });
  const tellAll = (): void => documents.all().forEach(tell);
  settings.onDidChange(tellAll);
  sources.onDidChange(tellAll);

  return {
    analysis(uri) {
      const document = descriptor(uri);
      if (!document) return undefined;
      const { version } = document;
      const wanted = settings.of(uri);
      const files = sources.of(uri);
      const known = analyses.get(uri);
      if (known?.version === version && known.settings === wanted && known.files === files) return known.analysis;
      const analysis = analyze(document.text, wanted, { files, positionEncoding: encoding() });
      analyses.set(uri, { version, settings: wanted, files, analysis });
      return analysis;
    },
    version: (uri) => descriptor(uri)?.version,
    uris: () => documents.all().flatMap((document) => (isSource(document) ? [] : document.uri)),
    sourceText(uri) {
      const document = documents.get(uri);
      return document && isSource(document) ? document.text : undefined;
    },
    async ready(uri) {
      await Promise.all([settings.fetch(uri), sources.fetch(uri)]);
    },
    onDidChange: (listener) => void listeners.push(listener),
    listen: () => void documents.listen(connection),
  };
}
