import { groupBy } from '../../model/group-by.ts';
import { alphanumeric, newName } from '../../model/new-names.ts';
import type { Project, Resource } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { writtenSpan, type Span } from '../../syntax/tree.ts';
import { rule, type Report } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Collision {
  readonly logicalId: string;
  readonly resource: Resource;
  /** In the order of the file. */
  readonly others: readonly Resource[];
}

export const duplicateLogicalId = rule({
  id: 'duplicate-logical-id',
  severity: 'error',
  summary: 'two resources with the same logical ID',
  why: "A logical ID identifies one resource of a CloudFormation template, and a resource's name is its logical ID. The IDs of its parts (an API's stage and routes, a function's role) start with it. They never collide: if something else has the ID of a part, the part gets another one.",
  looksAt: 'project',
  *check(project) {
    for (const [logicalId, first, ...later] of collisions(project)) {
      yield report(logicalId, first, later);
      // Each later claim refers only to the first one, so that the number of related locations stays linear.
      for (const resource of later) yield report(logicalId, resource, [first]);
    }
  },
  message({ logicalId, resource, others }) {
    const [other] = others;
    const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
    const have = others.length > 1 ? 'have' : 'has';
    const who = other ? `the ${describe(other)}${more}` : '';
    return `The ${describe(resource)} has the logical ID ${quote(logicalId)}, and so ${have} ${who}. Logical IDs must be unique in a template: change one of the names.`;
  },
  *fixes({ resource, others }, project) {
    // A part that an alias repeats would collide again under a new name.
    if (!resource.name || others.some((other) => other.name?.node === resource.name?.node)) return;
    const like = alphanumeric(resource.name.value) || resource.id.value;
    const name = newName(project, like, resource.type, resource);
    if (name === undefined) return;
    const edits = [replaceScalar(project.tree, resource.name.node, name)];
    yield { title: `Change the name of ${quote(resource.id.value)} to ${quote(name)}`, edits };
  },
});

/** The resources that share a logical ID, in the order of the file. */
function collisions({ logicalIds }: Project): readonly (readonly [string, Resource, ...Resource[]])[] {
  const own = logicalIds.claims.filter(({ isPart }) => !isPart);
  return [...groupBy(own, ({ logicalId }) => logicalId)].flatMap(([logicalId, [first, ...others]]) => {
    // A duplicate resource ID, which often comes with a duplicate name, is reported by `duplicate-key`.
    const later = others.filter(({ resource }) => resource.id.value !== first?.resource.id.value);
    return first && later.length > 0 ? [[logicalId, first.resource, ...later.map(({ resource }) => resource)]] : [];
  });
}

function report(logicalId: string, resource: Resource, others: readonly Resource[]): Report<Collision> {
  const related = others.map((other) => ({
    span: nameSpan(other),
    message: `The ${describe(other)} has the same logical ID.`,
  }));
  return { span: nameSpan(resource), data: { logicalId, resource, others }, related };
}

function nameSpan({ entry, name, id }: Resource): Span {
  return (entry.value && writtenSpan(entry.value, 'name')) ?? (name ?? id).node.span;
}

function describe({ id }: Resource): string {
  return `resource ${quote(id.value)}`;
}
