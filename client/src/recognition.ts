// Which files are recognized as websocket project files, from package.json, and how that is said.
import type { Extension } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';
import { property } from './checks.ts';

/** By which names files are recognised. */
export interface RecognisedFiles {
  readonly names: readonly string[];
  readonly endings: readonly string[];
}

export function recognisedFiles({ packageJSON }: Extension<unknown>): RecognisedFiles {
  const contributed = list(property(property(packageJSON, 'contributes'), 'languages'));
  const language = contributed.find((each) => property(each, 'id') === languageId);
  return { names: texts(property(language, 'filenames')), endings: texts(property(language, 'extensions')) };
}

function texts(value: unknown): string[] {
  return list(value).filter((each) => typeof each === 'string');
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

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
