// The analyses that are kept, of open documents and of files alike: each is good for one stamp of a text, with the
// settings and the code beside it that hold now.
import { analyze, type Analysis } from '../analysis.ts';
import type { SourceFiles } from '../model/source-files.ts';
import type { RuleSettings } from '../rules/check.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import type { Settings } from './settings.ts';
import type { Sources } from './sources.ts';

export interface Snapshots {
  /** Resolves once the client and the disk have been asked for what the analysis of the document depends on. */
  ready(uri: string): Promise<void>;
  /** The analysis that was made of the text with that stamp, if nothing it depends on has changed since. */
  find(uri: string, stamp: string): Analysis | undefined;
  /** Makes and keeps the analysis of a text. */
  make(uri: string, stamp: string, text: string): Analysis;
  forget(uri: string): void;
}

interface Snapshot {
  /** A document's version, or when a file was written and how long it is. */
  readonly stamp: string;
  readonly settings: RuleSettings;
  readonly files: SourceFiles | undefined;
  readonly analysis: Analysis;
}

/** The number of analyses that are kept; those that were asked for last stay. */
const maximumKept = 200;

/** @param make makes the analysis */
export function snapshotStore(
  settings: Settings,
  sources: Sources,
  encoding: () => PositionEncoding,
  make: typeof analyze = analyze,
): Snapshots {
  const kept = new Map<string, Snapshot>();
  const keep = (uri: string, snapshot: Snapshot): Analysis => {
    kept.delete(uri);
    kept.set(uri, snapshot);
    for (const oldest of kept.keys()) if (kept.size > maximumKept) kept.delete(oldest);
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
      const analysis = make(text, wanted, { files, positionEncoding: encoding() });
      return keep(uri, { stamp, settings: wanted, files, analysis });
    },
    forget: (uri) => void kept.delete(uri),
  };
}
