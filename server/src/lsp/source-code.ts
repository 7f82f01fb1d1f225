// The positions of exports and variables in source files: in the client's text if the file is open, or else in the file on disk.
import type { Location, Range } from 'vscode-languageserver';
import { stampOf, type Files } from '../files/files.ts';
import type { EntryPointLink } from '../features/links.ts';
import type { ReadVariable } from '../features/navigation.ts';
import { exportsOf, maximumSourceLength } from '../sources/exports.ts';
import { variableReads } from '../sources/variables.ts';
import type { Span } from '../syntax/tree.ts';
import { lineIndex } from '../syntax/positions.ts';
import { toRange } from '../answers.ts';
import { positionEncodingOf } from './convert.ts';
import type { Context } from './feature.ts';
import { folderOf, pathOf, uriBelow } from '../files/paths.ts';

type Known = Pick<Context, 'files' | 'sources' | 'client'>;

/** The export that an entry point names, or else the start of its file. Undefined if the file cannot be read. */
export async function locationOf(
  descriptor: string,
  { path, exportName }: EntryPointLink,
  known: Known,
): Promise<Location | undefined> {
  const uri = uriBelow(folderOf(descriptor), path);
  const ranges = await exportRanges(uri, descriptor, known);
  return ranges && { uri, range: ranges.get(exportName) ?? startOfFile };
}

export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * The ranges of the exports of a source file, by name. Undefined if it is not open and does not exist, or is a link out of
 * the descriptor's folder.
 */
export async function exportRanges(
  uri: string,
  descriptor: string,
  known: Known,
): Promise<ReadonlyMap<string, Range> | undefined> {
  const file = await readSource(uri, descriptor, known);
  return file && new Map(exportsOf(uri, file.text).exports.map(({ name, span }) => [name, file.rangeOf(span)]));
}

/** Where the source file reads the variable, as far as its text shows. None if it cannot be read. */
export async function variableLocations(
  descriptor: string,
  { path, name }: ReadVariable,
  known: Known,
): Promise<readonly Location[]> {
  const uri = uriBelow(folderOf(descriptor), path);
  const file = await readSource(uri, descriptor, known);
  return file ? variableReads(path, file.text, name).map((span) => ({ uri, range: file.rangeOf(span) })) : [];
}

interface ReadSource {
  readonly text: string;
  readonly rangeOf: (span: Span) => Range;
}

/** Undefined if it is not open and does not exist, or is a link out of the descriptor's folder. */
async function readSource(
  uri: string,
  descriptor: string,
  { files, sources, client }: Known,
): Promise<ReadSource | undefined> {
  const [path, folder] = [pathOf(uri), pathOf(folderOf(descriptor))];
  if (path === undefined || folder === undefined) return undefined;
  const text =
    sources.openText(path) ?? ((await files.leadsInto(folder, path)) ? await readText(files, path) : undefined);
  if (text === undefined) return undefined;
  const lines = lineIndex(text, positionEncodingOf(client()));
  return { text, rangeOf: (span) => toRange(span, { lines }) };
}

/** Empty for a file that is too long to search for exports. */
async function readText(files: Files, path: string): Promise<string | undefined> {
  const found = await stampOf(files, path);
  if (!found) return undefined;
  return found.size > 3 * maximumSourceLength ? '' : await files.read(path, found.size);
}
