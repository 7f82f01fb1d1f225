// The exports of a source file, as far as its text shows them.
import type { Exports } from '../model/project.ts';
import { javaScriptExports } from './javascript.ts';
import { withOwnConnections } from './own-connection.ts';
import { pythonExports } from './python.ts';
import { rubyExports } from './ruby.ts';

/** In UTF-16 units. Longer files, and files with longer lines, are generated, and are not read. */
export const maximumSourceLength = 500_000;
export const maximumLineLength = 5000;

/** For a text that was not read, or in a language without a reader. */
export const unknownExports: Exports = { exports: [], allExportsKnown: false };

/** Reads the text in the language of the path's extension. Never throws. */
export function exportsOf(path: string, text: string): Exports {
  return isReadable(text) ? withOwnConnections(path, text, exportsIn(path, text)) : unknownExports;
}

/** Whether the text is short enough to be written by people. */
export function isReadable(text: string): boolean {
  return text.length <= maximumSourceLength && text.split(/[\r\n]/).every((line) => line.length <= maximumLineLength);
}

function exportsIn(path: string, text: string): Exports {
  if (/\.[cm]?[jt]sx?$/.test(path)) return javaScriptExports(text);
  if (path.endsWith('.py')) return pythonExports(text);
  return path.endsWith('.rb') ? rubyExports(text) : unknownExports;
}
