import type { Change, Refusal } from '../../changes/change.ts';
import { numbered } from '../../model/new-names.ts';
import type { Project } from '../../model/project.ts';
import type { Fault } from '../../model/shape.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEntry, type MapNode } from '../../syntax/tree.ts';
import { rename } from '../../changes/rename.ts';
import { resourceName } from '../../model/references.ts';
import { repaired } from '../format-repairs.ts';
import { faultsOf, fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const invalidFormat = rule({
  id: 'invalid-format',
  severity: 'error',
  summary: 'a string that does not have the required format',
  why: 'Entry points, stages and ARNs are passed on to AWS, which interprets them by its own rules. A string in another format is rejected there, or means something else.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'invalid-format'),
  message({ format, node }) {
    const [meant] = repaired(node.text, format);
    const advice = meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
    return `${quote(node.text)} is not ${format.noun}. Expected ${format.words}.${advice}`;
  },
  *fixes(fault, project) {
    for (const [index, text] of repaired(fault.node.text, fault.format).entries()) {
      const meant = fault.keyOf ? freeKey(text, fault.keyOf) : text;
      yield* fixBy(`Change to ${quote(meant)}`, changeTo(meant, fault, project), index === 0);
    }
  },
});

/** A key that no other entry has. */
function freeKey(text: string, map: MapNode): string {
  return numbered(text, (candidate) => !findEntry(map, candidate));
}

/** Changes a resource's ID together with the connections to it. */
function changeTo(text: string, { node, keyOf }: InvalidFormat, project: Project): Change | Refusal {
  const resource = keyOf && project.resources.find(({ id }) => id.node === node);
  if (resource) return rename(project, resourceName(project, resource), text);
  return { edits: [replaceScalar(project.tree, node, text)] };
}

type InvalidFormat = Extract<Fault, { kind: 'invalid-format' }>;
