// Code lenses in a source file: which routes its exports handle, found from the descriptors above it.
import { dirname } from 'node:path';
import type { CancellationToken, CodeLens } from 'vscode-languageserver';
import { goToLocationCommand, showReferencesCommand, type ShowLocationsArguments } from '../protocol.ts';
import { toRange } from '../answers.ts';
import type { Context } from './feature.ts';
import { isBelow, pathBelow, pathOf } from './paths.ts';
import { exportRanges, startOfFile } from './source-code.ts';
import type { AnalyzedFile } from './workspace.ts';

/** None where no descriptor names the file. */
export async function sourceLenses(uri: string, context: Context, token: CancellationToken): Promise<CodeLens[]> {
  const path = pathOf(uri);
  if (path === undefined) return [];
  const lenses: CodeLens[] = [];
  let ranges: Awaited<ReturnType<typeof exportRanges>>;
  const isAbove = (descriptor: string): boolean => {
    const place = pathOf(descriptor);
    return place !== undefined && isBelow(dirname(place), path);
  };
  const visit = async ({ uri: descriptor, analysis }: AnalyzedFile): Promise<void> => {
    const folder = dirname(pathOf(descriptor) ?? path);
    for (const { exportName, title, targets } of analysis.sourceLenses(pathBelow(folder, path))) {
      ranges ??= (await exportRanges(uri, context)) ?? new Map();
      const range = ranges.get(exportName) ?? startOfFile;
      const locations = targets.map((target) => ({ uri: descriptor, range: toRange(target, analysis) }));
      const args: ShowLocationsArguments = [uri, range.start, locations];
      const command = locations.length === 1 ? goToLocationCommand : showReferencesCommand;
      lenses.push({ range, command: { title, command, arguments: args } });
    }
  };
  await context.workspace.forEach(token, visit, isAbove);
  return lenses;
}
