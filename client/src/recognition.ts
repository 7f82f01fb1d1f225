// Which files are recognized as WebSocket project files, read from package.json, and how the language status says so.
import type { Extension } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';
import { property } from './checks.ts';
import { t } from '../../server/src/locale.ts';

/** The file names and the ends of file names that are recognized. */
export interface RecognizedFiles {
  readonly names: readonly string[];
  readonly endings: readonly string[];
}

export function recognizedFiles({ packageJSON }: Extension<unknown>): RecognizedFiles {
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

/** A glob pattern that matches the paths of these files. */
export function recognizedGlob(files: RecognizedFiles): string {
  return `**/{${patternsOf(files).join(',')}}`;
}

function patternsOf({ names, endings }: RecognizedFiles): readonly string[] {
  return [...names, ...endings.map((ending) => `*${ending}`)];
}

export interface Recognition {
  readonly text: string;
  readonly detail: string;
}

export interface OpenFile {
  /** The file name, without its folder. */
  readonly name: string;
  /** The document's language mode. */
  readonly language: string;
  readonly isDescriptor: boolean;
}

export function recognition({ name, language, isDescriptor }: OpenFile, files: RecognizedFiles): Recognition {
  // VS Code ignores case too.
  const compared = name.toLowerCase();
  const hasName = files.names.includes(compared) || files.endings.some((ending) => compared.endsWith(ending));
  if (isDescriptor) {
    return {
      text: t`WebSocket project file`,
      detail: hasName ? t`Recognized by file name` : t`Recognized by language mode`,
    };
  }
  const detail = hasName ? t`Language mode is ${language}, despite the file name` : t`File name matches no pattern`;
  return { text: t`Not a WebSocket project file`, detail };
}

export function recognizedNames(files: RecognizedFiles): string {
  return `Files: ${patternsOf(files).join(', ')}`;
}
