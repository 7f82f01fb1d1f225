// The messages that a person has saved to try a file with: kept with the workspace, file by file.
import type { Memento, Uri } from 'vscode';
import type { SavedSample } from '../../../server/src/protocol.ts';
import { readSamples } from './ask-message.ts';

export interface Samples {
  readonly of: (uri: Uri) => readonly SavedSample[];
  readonly save: (uri: Uri, samples: readonly SavedSample[]) => Promise<void>;
}

export function samplesIn(memory: Memento): Samples {
  const key = (uri: Uri): string => `samples ${uri.toString()}`;
  return {
    of: (uri) => readSamples(memory.get<unknown>(key(uri))) ?? [],
    save: async (uri, samples) => memory.update(key(uri), samples.length > 0 ? samples : undefined),
  };
}
