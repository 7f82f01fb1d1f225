// A file that is to be there beside a descriptor, where there is none yet.
import { stat } from 'node:fs/promises';
import type { NewFile } from '../model/change.ts';
import type { CreatedFile } from './convert.ts';
import { folderOf, pathOf, uriBelow } from './paths.ts';
import type { Sources } from './sources.ts';

/** None where there is such a file already, or where nobody can look. */
export async function createdFile(
  descriptor: string,
  { path, content }: NewFile,
  sources: Sources,
): Promise<CreatedFile[]> {
  const uri = uriBelow(folderOf(descriptor), path);
  const place = pathOf(uri);
  if (place === undefined) return [];
  try {
    await stat(place);
    return [];
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) return [];
    sources.expect(descriptor, uri);
    return [{ uri, text: content }];
  }
}
