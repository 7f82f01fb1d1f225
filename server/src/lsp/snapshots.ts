// The cache of analyses, of open documents and of files on disk. An entry is valid for one stamp of the text, and for the
// current settings and source files.
import { analyze, type Analysis } from '../analysis.ts';
import { formatOf } from '../language/files.ts';
import type { SourceFiles } from '../model/project.ts';
import type { RuleSettings } from '../rules/check.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import { nameOf } from '../files/paths.ts';
import type { Settings } from './settings.ts';
import type { Sources } from './sources.ts';

export interface Snapshots {
  /** Resolves once the settings and source files that the analysis of the document depends on have been read. */
  ready(uri: string): Promise<void>;
  /** The cached analysis of the text with that stamp, unless something that it depends on has changed. */
  find(uri: string, stamp: string): Analysis | undefined;
  /** Creates and caches the analysis of a text. */
  make(uri: string, stamp: string, text: string): Analysis;
  forget(uri: string): void;
}

interface Snapshot {
  /** A document's version, or a file's modification time and size. */
  readonly stamp: string;
  readonly settings: RuleSettings;
  readonly files: SourceFiles | undefined;
  readonly analysis: Analysis;
}

/**
 * The total length of the texts whose analyses are cached. With all that is derived from it, an analysis takes some 300 bytes
 * for each character. The least recently used ones are dropped.
 */
export const maximumKeptText = 500_000;

/** @param make creates an analysis */
export function snapshotStore(
  settings: Settings,
  sources: Sources,
  { encoding, today }: { readonly encoding: () => PositionEncoding; readonly today: () => string },
  make: typeof analyze = analyze,
): Snapshots {
  const kept = new Map<string, Snapshot>();
  let keptText = 0;
  const forget = (uri: string): void => {
    keptText -= kept.get(uri)?.analysis.text.length ?? 0;
    kept.delete(uri);
  };
  const keep = (uri: string, snapshot: Snapshot): Analysis => {
    forget(uri);
    kept.set(uri, snapshot);
    keptText += snapshot.analysis.text.length;
    for (const oldest of kept.keys()) {
      if (keptText <= maximumKeptText || oldest === uri) break;
      forget(oldest);
    }
    return snapshot.analysis;
  };
  return {
    async ready(uri) {
      await Promise.all([settings.fetch(uri), sources.fetch(uri)]);
    },
    find(uri, stamp) {
      const known = kept.get(uri);
      const isCurrent =
        known?.stamp === stamp && known.settings === settings.of(uri) && known.files === sources.of(uri);
      return known && isCurrent ? keep(uri, known) : undefined;
    },
    make(uri, stamp, text) {
      const [wanted, files] = [settings.of(uri), sources.of(uri)];
      const earlier = kept.get(uri)?.analysis;
      const format = formatOf(nameOf(uri));
      const positionEncoding = encoding();
      const analysis = make(text, wanted, { format, files, today: today(), positionEncoding, earlier });
      return keep(uri, { stamp, settings: wanted, files, analysis });
    },
    forget,
  };
}
