// A file that is to be there beside a descriptor, where there is none yet.
import { stat } from 'node:fs/promises';
import type { CreatedFile } from './convert.ts';
import { folderOf, pathOf, uriBelow } from './paths.ts';

/** None where there is such a file already, or where nobody can look. */
export async function createdFile(descriptor: string, path: string, text: string): Promise<CreatedFile[]> {
  const uri = uriBelow(folderOf(descriptor), path);
  const place = pathOf(uri);
  if (place === undefined) return [];
  try {
    await stat(place);
    return [];
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isAbsent ? [{ uri, text }] : [];
  }
}
