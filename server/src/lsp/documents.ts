// The open descriptors, each with the analysis of its current version.
import { analyze, type Analysis } from '../analysis.ts';
import type { SourceFiles } from '../model/source-files.ts';
import type { RuleSettings } from '../rules/index.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import type { Settings } from './settings.ts';
import type { Sources } from './sources.ts';
import { isDescriptor, type OpenTexts, type TextDocument } from './text-sync.ts';

export interface OpenDocuments {
  /** Undefined for a document that is not open, or that is no descriptor. */
  analysis(uri: string): Analysis | undefined;
  version(uri: string): number | undefined;
  uris(): readonly string[];
  /** Once what the analysis of the document needs to know has been asked of client and disk. */
  ready(uri: string): Promise<void>;
  /** Called for a descriptor that was opened, changed or closed, and for all when settings change; at most once a turn. */
  onDidChange(listener: (uri: string) => void): void;
}

interface Analyzed {
  readonly version: number;
  readonly settings: RuleSettings;
  readonly files: SourceFiles | undefined;
  readonly analysis: Analysis;
}

export function openDocuments(
  texts: OpenTexts,
  settings: Settings,
  sources: Sources,
  encoding: () => PositionEncoding,
): OpenDocuments {
  const analyses = new Map<string, Analyzed>();
  const listeners: ((uri: string) => void)[] = [];
  const changed = new Set<string>();

  const descriptor = (uri: string): TextDocument | undefined => {
    const document = texts.get(uri);
    return document && isDescriptor(document) ? document : undefined;
  };
  const flush = (): void => {
    const uris = [...changed];
    changed.clear();
    for (const uri of uris) for (const listener of listeners) listener(uri);
  };
  const tell = (document: TextDocument): void => {
    if (!isDescriptor(document)) return;
    if (changed.size === 0) setImmediate(flush);
    changed.add(document.uri);
  };

  // Who asks where an entry point leads seldom waits for the diagnostics.
  texts.onDidOpen(({ document }) => {
    if (isDescriptor(document)) void sources.fetch(document.uri);
  });
  texts.onDidChangeContent(({ document }) => tell(document));
  texts.onDidClose(({ document }) => {
    analyses.delete(document.uri);
    settings.forget(document.uri);
    tell(document);
  });
  const tellAll = (): void => texts.all().forEach(tell);
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
    uris: () => texts.all().flatMap((document) => (isDescriptor(document) ? document.uri : [])),
    async ready(uri) {
      await Promise.all([settings.fetch(uri), sources.fetch(uri)]);
    },
    onDidChange: (listener) => void listeners.push(listener),
  };
}
