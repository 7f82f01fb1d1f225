import type { Project } from '../model/project.ts';
import { findEntry, resolveAlias, type ScalarNode } from '../syntax/tree.ts';

/** The key `resources` of the file: where what concerns all of them is reported. */
export function resourcesKey({ tree }: Project): ScalarNode | undefined {
  const root = resolveAlias(tree.root);
  return root?.kind === 'map' ? findEntry(root, 'resources')?.key : undefined;
}
