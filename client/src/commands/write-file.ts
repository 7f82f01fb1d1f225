// Writes the files that commands generate, with VS Code's file systems, so that it works on remote and virtual ones too.
import { FilePermission, FileSystemError, FileType, workspace, type FileStat, type Uri } from 'vscode';
import { fileName, isReadOnly } from '../documents.ts';
import { UserFacingError } from '../messages.ts';
import { t } from '../../../server/src/locale.ts';
import { messageOf } from '../../../server/src/wording.ts';

/** @throws {UserFacingError} if the file is a folder, read-only, or a link, which may lead anywhere */
export async function requireWritable(target: Uri): Promise<void> {
  const { type = 0, permissions = 0 } = (await statOf(target)) ?? {};
  if (type & FileType.Directory)
    throw new UserFacingError(
      t`${fileName(target)} is a folder, so it was not overwritten. Rename the folder, then run the command again.`,
    );
  if (type & FileType.SymbolicLink)
    throw new UserFacingError(
      t`${fileName(target)} is a symbolic link, so it was not overwritten. Delete it, then run the command again.`,
    );
  if (permissions & FilePermission.Readonly)
    throw new UserFacingError(
      t`${fileName(target)} is read-only, so it was not overwritten. Make it writable, then run the command again.`,
    );
}

/**
 * @param instead what to do then, in a sentence
 * @throws {UserFacingError} if nothing can be written where the file is
 */
export function requireWritableFolder(target: Uri, instead: string): void {
  if (!isReadOnly(target)) return;
  throw new UserFacingError(`${t`${fileName(target)} cannot be written because its folder is read-only.`} ${instead}`);
}

/** Undefined if there is no such file. */
export async function statOf(uri: Uri): Promise<FileStat | undefined> {
  try {
    return await workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** @throws {UserFacingError} if the file cannot be written */
export async function writeFile(target: Uri, contents: Uint8Array): Promise<void> {
  try {
    await workspace.fs.writeFile(target, contents);
  } catch (error) {
    throw new UserFacingError(t`${fileName(target)} could not be written: ${messageOf(error)}`, { cause: error });
  }
}
