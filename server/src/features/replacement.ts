// What CloudFormation replaces when edits are made, and what is lost with it.
import { bind } from '../model/bind.ts';
import type { Consequence } from '../model/change.ts';
import type { Project } from '../model/project.ts';
import { applyEdits, type Edit } from '../syntax/edits.ts';
import { parse } from '../syntax/parse.ts';
import { impactOf } from '../template/impact.ts';
import { generate } from '../template/index.ts';
import { stringify } from '../template/stringify.ts';

/** As many as a person reads. */
const maximumWarnings = 5;

export function replacement(project: Project, edits: readonly Edit[]): Consequence | undefined {
  const after = bind(parse(applyEdits(project.tree.text, edits)), project.files);
  const impact = impactOf(stringify(generate(project), 'json'), stringify(generate(after), 'json'));
  if ('unreadable' in impact) return undefined;
  const { changes, warnings } = impact;
  if (!changes.some(({ action, replacedBy }) => action === 'replace' || replacedBy !== undefined)) return undefined;
  // Permissions and the like are made anew, and nobody misses the old ones.
  if (warnings.length === 0) return undefined;
  const others = warnings.length - maximumWarnings;
  const more = others > 0 ? ` And ${others} more.` : '';
  return {
    label: 'Replace what is deployed',
    description: `Where it is deployed: ${warnings.slice(0, maximumWarnings).join(' ')}${more}`,
    needsConfirmation: true,
  };
}
