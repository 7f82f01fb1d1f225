// Imports projects of other tools that are in memory or in the folder of the tests.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { expect } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { importProject, type Import, type Imported } from '../../server/src/import/import.ts';
import type { SourceTexts } from './source-routes.ts';

/** @param path one of the files, in the root of the project */
export function importFiles(path: string, files: SourceTexts, stage?: string): Promise<Imported> {
  return importProject({
    path,
    text: files[path] ?? '',
    stage,
    read: (other) => {
      const name = posix.normalize(other);
      return Promise.resolve(Object.hasOwn(files, name) ? files[name] : undefined);
    },
  });
}

/** @throws if the file is refused */
export async function importedFrom(path: string, files: SourceTexts, stage?: string): Promise<Import> {
  const imported = await importFiles(path, files, stage);
  if ('unreadable' in imported) throw new Error(`${path} is refused: ${imported.unreadable}`);
  return imported;
}

/**
 * The import of a file that is alone in its folder.
 * @throws if it is refused, or becomes a project file with errors
 */
export async function importedAlone(path: string, text: string): Promise<Import> {
  const imported = await importedFrom(path, { [path]: text });
  expect(analyze(imported.descriptor).errors.map(({ message }) => message)).toEqual([]);
  return imported;
}

/** The small projects of other tools: the folders in `test/imports/`. */
export const ownProjects = join(import.meta.dirname, '../imports');

/** The texts of the files in a folder of `test/imports/`. */
export function ownProject(name: string): SourceTexts {
  const folder = join(ownProjects, name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  return Object.fromEntries(
    paths.map((path) => [
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
      readFileSync(path, 'utf8'),
    ]),
  );
}
