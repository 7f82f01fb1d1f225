// Renames what is at the cursor, or explains why that is not possible.
import { refuse, whyUnreadable, type Change, type Refusal } from '../changes/change.ts';
import type { Renamed } from '../changes/companions.ts';
import { logicalNameOf, rename as renameTo, whyNotRenamable, type Renamable } from '../changes/rename.ts';
import type { Project } from '../model/project.ts';
import { nameAt, siteAt } from '../model/references.ts';
import { locate, type Span } from '../syntax/tree.ts';
import { quote } from '../wording.ts';

export interface RenameTarget {
  readonly refused?: never;
  readonly span: Span;
  /** The current name. */
  readonly placeholder: string;
}

export function prepareRename(project: Project, offset: number): RenameTarget | Refusal {
  const name = renamableAt(project, offset);
  if ('refused' in name) return name;
  const site = siteAt(name, offset);
  return site ? { span: site.span, placeholder: name.value } : nothingToRename;
}

export interface Renaming extends Change {
  /** Undefined for an anchor, a parameter or a variable, which nothing is named like. */
  readonly renamed: Renamed | undefined;
}

export function rename(project: Project, offset: number, newName: string): Renaming | Refusal {
  const name = renamableAt(project, offset);
  if ('refused' in name) return name;
  const change = renameTo(project, name, newName);
  if (change.refused !== undefined) return change;
  const { kind, value } = name;
  return {
    ...change,
    renamed:
      kind === 'anchor' || kind === 'parameter' || kind === 'variable' ? undefined : { kind, from: value, to: newName },
  };
}

const nothingToRename = refuse(
  'Only resource IDs and names, parameters, routes, environment variables, and anchors can be renamed. Nothing refers to this text, so edit it directly.',
);

function renamableAt(project: Project, offset: number): Renamable | Refusal {
  const { scalar, key } = locate(project.tree, offset);
  const named = scalar && project.resources.find(({ name }) => name?.node === scalar);
  const name = nameAt(project, offset) ?? (named && logicalNameOf(project, named));
  if (name) {
    const objection = whyNotRenamable(project, name);
    return objection === undefined ? name : refuse(objection);
  }
  const property = key && project.shape.propertyOf(key);
  const unreadable = whyUnreadable(project, 'some uses of the name might be missed');
  if (unreadable !== undefined) return refuse(unreadable);
  if (!property) return nothingToRename;
  return refuse(`${quote(property.name)} is a predefined property and cannot be renamed.`);
}
