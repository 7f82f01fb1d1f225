// The open descriptors, each with the analysis of its current version.
import { Emitter, RAL, type Event } from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { Settings } from './settings.ts';
import type { Snapshots } from './snapshots.ts';
import type { Sources } from './sources.ts';
import { isDescriptor, type OpenTexts, type TextDocument } from './text-sync.ts';

export interface OpenDocuments {
  /** Undefined for a document that is not open, or that is not a descriptor. */
  analysis(uri: string): Analysis | undefined;
  version(uri: string): number | undefined;
  uris(): readonly string[];
  /**
   * Fires with the URI of a descriptor that was opened, changed or closed, and for those whose settings or source files may have changed.
   * At most once for each in a turn of the event loop.
   */
  readonly onDidChange: Event<string>;
}

export function openDocuments(
  texts: OpenTexts,
  snapshots: Snapshots,
  settings: Settings,
  sources: Sources,
): OpenDocuments {
  const didChange = new Emitter<string>();
  const changed = new Set<string>();

  const descriptor = (uri: string): TextDocument | undefined => {
    const document = texts.get(uri);
    return document && isDescriptor(document) ? document : undefined;
  };
  const flush = (): void => {
    const uris = [...changed];
    changed.clear();
    for (const uri of uris) didChange.fire(uri);
  };
  const notify = (document: TextDocument): void => {
    if (!isDescriptor(document)) return;
    if (changed.size === 0) RAL().timer.setImmediate(flush);
    changed.add(document.uri);
  };

  // Navigation may come before diagnostics, so source files are read on open.
  texts.onDidOpen(({ document }) => {
    // Versions can start anew, also without a close.
    snapshots.forget(document.uri);
    if (isDescriptor(document)) void sources.fetch(document.uri);
  });
  texts.onDidChangeContent(({ document }) => notify(document));
  texts.onDidClose(({ document }) => {
    snapshots.forget(document.uri);
    settings.forget(document.uri);
    notify(document);
  });
  const notifyAll = (): void => texts.all().forEach(notify);
  settings.onDidChange((uri) => {
    if (uri === undefined) return notifyAll();
    const document = texts.get(uri);
    if (document) notify(document);
  });
  sources.onDidChange(notifyAll);

  return {
    analysis(uri) {
      const document = descriptor(uri);
      if (!document) return undefined;
      const stamp = `version ${document.version}`;
      return snapshots.find(uri, stamp) ?? snapshots.make(uri, stamp, document.text);
    },
    version: (uri) => descriptor(uri)?.version,
    uris: () => texts.all().flatMap((document) => (isDescriptor(document) ? document.uri : [])),
    onDidChange: didChange.event,
  };
}
