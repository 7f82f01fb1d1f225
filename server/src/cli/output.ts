// Where a verb's result goes that is not printed.
import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { reasonOf, UsageError } from './verb.ts';

/** @throws {UsageError} where it would overwrite the descriptor that it was made from */
export async function refuseDescriptor(out: string, descriptor: string): Promise<void> {
  const [target, source] = await Promise.all([realpath(out).catch(() => undefined), realpath(descriptor)]);
  if (target === source) throw new UsageError('--out is the descriptor itself, which would be overwritten');
}

/**
 * What would be overwritten; undefined where nothing would be lost: there is no file, or an empty one, or what is there
 * is a pipe or a terminal.
 */
export async function existingAt(out: string): Promise<Uint8Array | undefined> {
  const isFile = await stat(out).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return undefined;
  const contents = await readFile(out).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${out} cannot be read: ${reasonOf(error)}`, { cause: error });
  });
  return contents.toString('latin1').trim() === '' ? undefined : contents;
}

/** @param reason to follow "…, since" */
export function leftAlone(out: string, reason: string): Error {
  return new Error(`${out} was left alone, since ${reason}. --force overwrites it`);
}

/** @throws {Error} that says why it cannot be written */
export async function writeOutput(out: string, contents: string | Uint8Array): Promise<void> {
  await writeFile(out, contents).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such folder' : reasonOf(error);
    throw new Error(`${out} cannot be written: ${reason}`, { cause: error });
  });
}
