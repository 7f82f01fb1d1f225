// Where a verb's result goes that is not printed.
import { realpath, writeFile } from 'node:fs/promises';
import { reasonOf, UsageError } from './verb.ts';

/** @throws {UsageError} where it would overwrite the descriptor that it was made from */
export async function refuseDescriptor(out: string, descriptor: string): Promise<void> {
  const [target, source] = await Promise.all([realpath(out).catch(() => undefined), realpath(descriptor)]);
  if (target === source) throw new UsageError('--out is the descriptor itself, which would be overwritten');
}

/** @throws {Error} that says why it cannot be written */
export async function writeOutput(out: string, contents: string | Uint8Array): Promise<void> {
  await writeFile(out, contents).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${out} cannot be written: ${reasonOf(error)}`, { cause: error });
  });
}
