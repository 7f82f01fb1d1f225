// Adds to a change's consequence which deployed resources CloudFormation would replace, and what would be lost.
import { changed, type Change, type Consequence, type Refusal } from '../changes/change.ts';
import type { Project } from '../model/project.ts';
import { deployedOf } from '../template/deployed.ts';
import { isPart, type ResourceChange } from '../template/impact-words.ts';
import { impactOf } from '../template/impact.ts';
import { generate } from '../template/generate.ts';
import type { Template } from '../template/template.ts';

/** More would not be read. */
const maximumWarnings = 5;

/**
 * The change with what CloudFormation replaces added to its own consequence. A refusal stays as it is.
 * @param template the template of the project, generated only if it is needed
 */
export function withReplacement<C extends Change>(project: Project, template: () => Template, change: C): C;
export function withReplacement<C extends Change>(
  project: Project,
  template: () => Template,
  change: C | Refusal,
): C | Refusal;
export function withReplacement(
  project: Project,
  template: () => Template,
  change: Change | Refusal,
): Change | Refusal {
  if (change.refused !== undefined || change.edits.length === 0) return change;
  const after = generate(changed(project, change));
  return { ...change, consequence: bothOf(change.consequence, replacement(template(), after)) };
}

function replacement(before: Template, after: Template): Consequence | undefined {
  const { changes, warnings } = impactOf(deployedOf(before), deployedOf(after));
  // The change itself says what is deleted.
  if (!changes.some((change) => isReplaced(change) && !isPart(change))) return undefined;
  const others = warnings.length - maximumWarnings;
  const more = others > 0 ? ` And ${others} more.` : '';
  return {
    label: 'Replace deployed resources',
    description: `If it is deployed: ${warnings.slice(0, maximumWarnings).join(' ')}${more}`,
    needsConfirmation: true,
  };
}

function isReplaced({ action, replacedBy }: ResourceChange): boolean {
  return action === 'replace' || replacedBy !== undefined;
}

function bothOf(one: Consequence | undefined, other: Consequence | undefined): Consequence | undefined {
  if (!one || !other) return one ?? other;
  return {
    label: one.label,
    description: `${one.description} ${other.description}`,
    needsConfirmation: one.needsConfirmation || other.needsConfirmation,
  };
}
