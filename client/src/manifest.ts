// What package.json says of the language, so that nothing here says it again.
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
