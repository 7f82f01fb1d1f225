// Renames what is at the cursor, or explains why that is not possible.
import { refuse, whyUnreadable, type Change, type Refusal } from '../changes/change.ts';
import type { Renamed } from '../changes/companions.ts';
import { rename as renameTo, whyNotRenamable } from '../changes/rename.ts';
import type { Project } from '../model/project.ts';
import { nameAt, type Name } from '../model/references.ts';
import { siteAt } from '../model/sites.ts';
import { locate, type Span } from '../syntax/tree.ts';
import { quote } from '../wording.ts';
import { t } from '../locale.ts';

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
  if (!site) return nothingToRename();
  // A resource whose name cannot be its logical ID has another one.
  const isLogicalId = name.kind === 'name' && site !== name.declaration;
  return { span: site.span, placeholder: (isLogicalId && project.logicalIds.of(name.resource)) || name.value };
}

export interface Renaming extends Change {
  /** Undefined for anything else, which nothing is named like. */
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
      kind === 'resource' || kind === 'name' || kind === 'route' ? { kind, from: value, to: newName } : undefined,
  };
}

function nothingToRename(): Refusal {
  return refuse(
    t`Only resource IDs and names, parameters, what is added under \`cloudformation\`, routes, environment variables and anchors can be renamed. Nothing refers to this text, so edit it directly.`,
  );
}

function renamableAt(project: Project, offset: number): Name | Refusal {
  const { key } = locate(project.tree, offset);
  const name = nameAt(project, offset);
  if (name) {
    const objection = whyNotRenamable(project, name);
    return objection === undefined ? name : refuse(objection);
  }
  const property = key && project.shape.propertyOf(key);
  const unreadable = whyUnreadable(project, t`some uses of the name might be missed`);
  if (unreadable !== undefined) return refuse(unreadable);
  if (!property) return nothingToRename();
  return refuse(t`${quote(property.name)} is a predefined property and cannot be renamed.`);
}
