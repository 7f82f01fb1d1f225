import type { Change, Refusal } from '../../changes/change.ts';
import { numbered } from '../../model/new-names.ts';
import { oncePerProject, type Project, type Resource } from '../../model/project.ts';
import type { Fault } from '../../model/fault.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEntry, type MapNode, type SyntaxNode } from '../../syntax/tree.ts';
import { rename } from '../../changes/rename.ts';
import { connectionsOf, resourceName } from '../../model/references.ts';
import { didYouMean } from '../../language/similar.ts';
import { repaired } from '../format-repairs.ts';
import { faultsOf, fixBy, rule } from '../rule.ts';
import { quote, sentences } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const invalidFormat = rule({
  id: 'invalid-format',
  severity: 'error',
  summary: 'a string that does not have the required format',
  why: 'Entry points, stages and ARNs are passed on to AWS, which interprets them by its own rules. A string in another format is rejected there, or means something else.',
  looksAt: 'fault',
  *check(fault, project) {
    for (const { span, data } of faultsOf(fault, 'invalid-format')) {
      const used = idsUsedFor(data, project);
      yield { span, data: { ...data, meant: used.length > 0 ? used : repaired(data.node.text, data.format) } };
    }
  },
  message({ format, node, meant: [meant] }) {
    return sentences(
      t`${quote(node.text)} is not ${translated(format.noun)}. Expected ${translated(format.words)}.`,
      meant === undefined ? undefined : t`Did you mean ${quote(meant)}?`,
    );
  },
  *fixes(fault, project) {
    for (const [index, text] of fault.meant.entries()) {
      const meant = fault.keyOf ? freeKey(text, fault.keyOf) : text;
      yield* fixBy(t`Change to ${quote(meant)}`, changeTo(meant, fault, project), index === 0);
    }
  },
});

/** The IDs without a resource that connections have, if they resemble the resource ID. */
function idsUsedFor({ node, keyOf }: InvalidFormat, project: Project): string[] {
  return keyOf && resourcesByKey(project).has(node) ? didYouMean(node.text, unknownIds(project)).slice(0, 1) : [];
}

const resourcesByKey = oncePerProject(
  ({ resources }): ReadonlyMap<SyntaxNode, Resource> =>
    new Map(resources.map((resource) => [resource.id.node, resource])),
);

const unknownIds = oncePerProject((project) => {
  const ids = connectionsOf(project).map(({ connection }) => connection.target.value);
  return new Set(ids.filter((id) => !project.find(id)));
});

/** A key that no other entry has. */
function freeKey(text: string, map: MapNode): string {
  return numbered(text, (candidate) => !findEntry(map, candidate));
}

/** Changes a resource's ID together with the connections to it. */
function changeTo(text: string, { node, keyOf }: InvalidFormat, project: Project): Change | Refusal {
  const resource = keyOf && resourcesByKey(project).get(node);
  if (resource) return rename(project, resourceName(project, resource), text);
  return { edits: [replaceScalar(project.tree, node, text)] };
}

type InvalidFormat = Extract<Fault, { kind: 'invalid-format' }>;
