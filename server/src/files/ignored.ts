// What a search for project files leaves out: what `.gitignore` files list, and patterns of the user in the same notation.
import ignore, { type Ignore } from 'ignore';
import type { Files } from './files.ts';
import { isBelow, join, parentOf, pathBelow } from './paths.ts';

export const gitignore = '.gitignore';

/** Patterns as in `.gitignore`, relative to a folder. */
interface Level {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The levels that apply in a folder, the nearest first. The first that knows a path decides. */
export type Ignored = readonly Level[];

/** More than a `.gitignore` that was written by a person has, in bytes. */
const maximumLength = 1_000_000;

/** @param folder an absolute path */
export function patternsIn(folder: string, patterns: readonly string[] | string): Level {
  return { folder, patterns: ignore({ ignorecase: false }).add(patterns) };
}

/** @param path an absolute path */
export function isIgnored(levels: Ignored, path: string, isFolder: boolean): boolean {
  for (const { folder, patterns } of levels) {
    if (!isBelow(folder, path)) continue;
    const below = pathBelow(folder, path);
    const { ignored, unignored } = patterns.test(isFolder ? `${below}/` : below);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The levels with that of the folder's own `.gitignore`, if it has one. */
export async function withGitignore(on: Files, levels: Ignored, folder: string): Promise<Ignored> {
  const text = await on.read(join(folder, gitignore), maximumLength);
  return text === undefined ? levels : [patternsIn(folder, text), ...levels];
}

/** The levels that apply in the folder: those of the `.gitignore` files from the root of its Git repository down to it. */
export async function gitignoreAbove(on: Files, folder: string): Promise<Ignored> {
  let levels: Ignored = [];
  for (const above of foldersAbove(folder, await repositoryOf(on, folder)))
    levels = await withGitignore(on, levels, above);
  return isIgnored(levels, folder, true) ? [] : levels;
}

/** The folders from the root of a repository to the parent of the folder. None if it is in no repository. */
function foldersAbove(folder: string, root: string | undefined): string[] {
  const above: string[] = [];
  if (root === undefined) return above;
  for (let at = folder; at !== root; at = parentOf(at)) above.unshift(parentOf(at));
  return above;
}

/** The root of the Git repository that the folder is in. */
export async function repositoryOf(on: Files, folder: string): Promise<string | undefined> {
  if ((await on.list(folder))?.some(({ name }) => name === '.git')) return folder;
  const above = parentOf(folder);
  return above === folder ? undefined : repositoryOf(on, above);
}
