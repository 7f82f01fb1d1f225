// Writes the files that commands generate, with VS Code's file systems, so that it works on remote and virtual ones too.
import { FilePermission, FileSystemError, FileType, workspace, type FileStat, type Uri } from 'vscode';
import { fileName } from '../documents.ts';
import { UserFacingError, reasonOf } from '../messages.ts';

/** @throws {UserFacingError} if the file is a folder, read-only, or a link, which may lead anywhere */
export async function requireWritable(target: Uri): Promise<void> {
  const { type = 0, permissions = 0 } = (await statOf(target)) ?? {};
  if (type & FileType.Directory) throw refusal(target, 'a folder', 'Rename the folder');
  if (type & FileType.SymbolicLink) throw refusal(target, 'a symbolic link', 'Delete it');
  if (permissions & FilePermission.Readonly) throw refusal(target, 'read-only', 'Make it writable');
}

function refusal(target: Uri, fact: string, advice: string): UserFacingError {
  return new UserFacingError(
    `${fileName(target)} is ${fact}, so it was not overwritten. ${advice}, then run the command again.`,
  );
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
    throw new UserFacingError(`${fileName(target)} could not be written: ${reasonOf(error)}`, { cause: error });
  }
}
