import { numbered } from '../../model/new-names.ts';
import type { Project } from '../../model/project.ts';
import type { Fault } from '../../model/shape.ts';
import { replaceScalar, type Edit } from '../../syntax/edits.ts';
import { findEntry, type MapNode } from '../../syntax/tree.ts';
import { changeId } from '../names.ts';
import { repaired } from '../repairs.ts';
import { faultsOf, rule } from '../rule.ts';
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
      const [meant, edits] = fault.keyOf
        ? keyEdits(text, fault.keyOf, fault, project)
        : valueEdits(text, fault, project);
      if (edits.length > 0) yield { title: `Change to ${quote(meant)}`, edits, preferred: index === 0 };
    }
  },
});

type InvalidFormat = Extract<Fault, { kind: 'invalid-format' }>;

function valueEdits(text: string, { node }: InvalidFormat, { tree }: Project): [string, Edit[]] {
  return [text, [replaceScalar(tree, node, text)]];
}

/** Uses a key that no other entry has. The connections to a resource change with its ID. */
function keyEdits(text: string, map: MapNode, { node }: InvalidFormat, project: Project): [string, Edit[]] {
  const key = numbered(text, (candidate) => !findEntry(map, candidate));
  const resource = project.resources.find(({ id }) => id.node === node);
  return [key, resource ? changeId(project, resource, key) : [replaceScalar(project.tree, node, key)]];
}
