// The messages that a person has saved to try a file with: kept with the workspace, file by file.
import type { Memento, Uri } from 'vscode';
import { savedSamples, type SavedSample } from './preview-messages.ts';

export interface Samples {
  readonly of: (uri: Uri) => readonly SavedSample[];
  readonly save: (uri: Uri, samples: readonly SavedSample[]) => Promise<void>;
}

export function samplesIn(memory: Memento): Samples {
  const key = (uri: Uri): string => `samples ${uri.toString()}`;
  return {
    of(uri) {
      const kept = memory.get<unknown>(key(uri));
      return savedSamples(kept) ? kept : [];
    },
    save: async (uri, samples) => memory.update(key(uri), samples.length > 0 ? samples : undefined),
  };
}
