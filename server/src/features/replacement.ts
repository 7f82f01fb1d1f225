// What CloudFormation replaces when edits are made, and what is lost with it.
import { bind } from '../model/bind.ts';
import type { Consequence } from '../changes/change.ts';
import type { Project } from '../model/project.ts';
import { applyEdits, type Edit } from '../syntax/edits.ts';
import { parse } from '../syntax/parse.ts';
import { deployedOf } from '../template/deployed.ts';
import { isPart, type ResourceChange } from '../template/impact-words.ts';
import { impactOf } from '../template/impact.ts';
import { generate } from '../template/generate.ts';

/** As many as a person reads. */
const maximumWarnings = 5;

export function replacement(project: Project, edits: readonly Edit[]): Consequence | undefined {
  const after = bind(parse(applyEdits(project.tree.text, edits)), project.files);
  const { changes, warnings } = impactOf(deployedOf(generate(project)), deployedOf(generate(after)));
  // What is deleted, the edits say themselves.
  if (!changes.some((change) => isReplaced(change) && !isPart(change))) return undefined;
  const others = warnings.length - maximumWarnings;
  const more = others > 0 ? ` And ${others} more.` : '';
  return {
    label: 'Replace what is deployed',
    description: `Where it is deployed: ${warnings.slice(0, maximumWarnings).join(' ')}${more}`,
    needsConfirmation: true,
  };
}

function isReplaced({ action, replacedBy }: ResourceChange): boolean {
  return action === 'replace' || replacedBy !== undefined;
}
