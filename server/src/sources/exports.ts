// What a source file exports, as far as its text tells.
import type { Exports } from '../model/project.ts';
import { javaScriptExports } from './javascript.ts';
import { pythonExports } from './python.ts';
import { rubyExports } from './ruby.ts';

/** In UTF-16 units. Longer files, and those with longer lines, are made by tools, from others that are read. */
export const maximumSourceLength = 500_000;
export const maximumLineLength = 5000;

/** Of a text that was not read, or that is of a language which is not. */
export const unknownExports: Exports = { exports: [], allExportsKnown: false };

/** By the language that the path's extension tells. Never throws, whatever the text. */
export function exportsOf(path: string, text: string): Exports {
  const isMade =
    text.length > maximumSourceLength || text.split(/[\r\n]/).some((line) => line.length > maximumLineLength);
  if (isMade) return unknownExports;
  if (/\.[cm]?[jt]sx?$/.test(path)) return javaScriptExports(text);
  if (path.endsWith('.py')) return pythonExports(text);
  return path.endsWith('.rb') ? rubyExports(text) : unknownExports;
}
