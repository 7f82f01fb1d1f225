// Finds `resources` at the root of the file.
import type { Project } from '../model/project.ts';
import { findEntry, resolveAlias, type Entry, type MapNode, type ScalarNode } from '../syntax/tree.ts';

/** The `resources` key, where findings about the whole project are reported. */
export function resourcesKey(project: Project): ScalarNode | undefined {
  return resourcesEntry(project)?.key;
}

export function resourcesMap(project: Project): MapNode | undefined {
  const map = resolveAlias(resourcesEntry(project)?.value);
  return map?.kind === 'map' ? map : undefined;
}

function resourcesEntry({ tree }: Project): Entry | undefined {
  const root = resolveAlias(tree.root);
  return root?.kind === 'map' ? findEntry(root, 'resources') : undefined;
}
