// Rename: another id or name for a resource, or another route or anchor, wherever the old one stands; or why there cannot
// be one.
import type { Consequence } from '../../model/change.ts';
import { nameAt, siteAt, type Name } from '../../model/references.ts';
import type { Project } from '../../model/project.ts';
import { isGatewayRoute } from '../../language/routes.ts';
import { quote } from '../../wording.ts';
import type { Edit } from '../../syntax/edits.ts';
import { locate, type Span } from '../../syntax/tree.ts';
import { consequenceOf } from './consequence.ts';
import { renameEdits } from './edits.ts';
import { logicalNameAt, type LogicalName } from './logical-name.ts';
import { objectionTo } from './objection.ts';

export interface Refusal {
  /** For the person: what stands in the way, and what to do instead. */
  readonly refused: string;
}

export interface Renamable {
  readonly refused?: never;
  readonly span: Span;
  readonly placeholder: string;
}

export interface Rename {
  readonly refused?: never;
  readonly edits: readonly Edit[];
  /** What the rename changes beyond the file, if anything. */
  readonly consequence: Consequence | undefined;
}

export function prepareRename(project: Project, offset: number): Renamable | Refusal {
  const name = renamableAt(project, offset);
  if ('refused' in name) return name;
  const site = siteAt(name, offset);
  return site ? { span: site.span, placeholder: name.value } : nothingToRename;
}

export function rename(project: Project, offset: number, newName: string): Rename | Refusal {
  const name = renamableAt(project, offset);
  if ('refused' in name) return name;
  if (newName === name.value) return { edits: [], consequence: undefined };
  const objection = objectionTo(newName, name, project);
  if (objection !== undefined) return { refused: objection };
  return { edits: renameEdits(project.tree, name, newName), consequence: consequenceOf(project, name, newName) };
}

const nothingToRename: Refusal = {
  refused:
    'Only resource ids and names, routes and anchors can be renamed. Nothing refers to this text: edit it where it stands.',
};

function renamableAt(project: Project, offset: number): Name | LogicalName | Refusal {
  const { tree } = project;
  const [problem] = tree.problems;
  if (problem) {
    const line = tree.lines.positionAt(problem.span.start).line + 1;
    return {
      refused: `The file cannot be read as a whole, so a place where the name is used might be missed. Mend line ${line} first.`,
    };
  }
  const name = nameAt(project, offset) ?? logicalNameAt(project, offset);
  if (!name) return unnamed(project, offset);
  if (name.kind === 'resource' && !name.resource) {
    return { refused: `There is no resource ${quote(name.value)} in this file that could be renamed.` };
  }
  if (name.kind === 'route' && isGatewayRoute(name.value)) {
    return {
      refused: `${quote(name.value)} is a route of API Gateway's own: under another name the endpoint takes other requests. If that is meant, edit it where it stands.`,
    };
  }
  return name;
}

/** Why what stands there cannot be renamed, though it looks like a name. */
function unnamed(project: Project, offset: number): Refusal {
  const { key } = locate(project.tree, offset);
  const property = key && project.shape.propertyOf.get(key);
  if (!property) return nothingToRename;
  return { refused: `${quote(property.name)} is a property that the language defines: it has no other name.` };
}
