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
  summary: 'a text that does not have the shape that its place asks for',
  why: 'An entry point, a stage or an ARN is handed on to AWS, which reads it in its own way. A text of another shape is refused there, or means something else.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'invalid-format'),
  message({ format, node }) {
    const [meant] = repaired(node.text, format);
    const advice = meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
    return `${quote(node.text)} is not ${format.noun}: it must be ${format.words}.${advice}`;
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

/** A key that no other entry has; the connections to a resource change with its id. */
function keyEdits(text: string, map: MapNode, { node }: InvalidFormat, project: Project): [string, Edit[]] {
  const key = numbered(text, (candidate) => !findEntry(map, candidate));
  const resource = project.resources.find(({ id }) => id.node === node);
  return [key, resource ? changeId(project, resource, key) : [replaceScalar(project.tree, node, key)]];
}
