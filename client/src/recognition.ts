// Whether a file is taken for a websocket project file, and why: in words, without VS Code. They have a line each.
import type { RecognisedFiles } from './manifest.ts';

export interface Recognition {
  readonly text: string;
  readonly detail: string;
}

export interface OpenFile {
  /** Without its folder. */
  readonly name: string;
  /** The language mode it is in. */
  readonly language: string;
  readonly isDescriptor: boolean;
}

export function recognition({ name, language, isDescriptor }: OpenFile, files: RecognisedFiles): Recognition {
  // As VS Code compares them: in any case.
  const compared = name.toLowerCase();
  const isNamedSo = files.names.includes(compared) || files.endings.some((ending) => compared.endsWith(ending));
  if (isDescriptor) {
    return { text: 'Websocket project file', detail: isNamedSo ? 'by its name' : 'by its language mode' };
  }
  const detail = isNamedSo ? `its language mode is ${language}, in spite of its name` : 'its name is that of none';
  return { text: 'Not a websocket project file', detail };
}

export function recognisedNames({ names, endings }: RecognisedFiles): string {
  return `Files: ${[...names, ...endings.map((ending) => `*${ending}`)].join(', ')}`;
}
