import { groupBy } from '../../model/group-by.ts';
import { alphanumeric, newName } from '../../model/new-names.ts';
import type { Parameter, Project, Resource } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { writtenSpan, type Span } from '../../syntax/tree.ts';
import { rule, type Report } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

type Named = Resource | Parameter;

interface Collision {
  readonly logicalId: string;
  readonly named: Named;
  /** In the order of the file; a parameter first. */
  readonly others: readonly Named[];
}

export const duplicateLogicalId = rule({
  id: 'duplicate-logical-id',
  severity: 'error',
  summary: 'two resources, or a resource and a parameter, with the same logical ID',
  why: "A logical ID identifies one resource or parameter of a CloudFormation template, and a resource's name is its logical ID. The IDs of its parts (an API's stage and routes, a function's role) start with it. They never collide: if something else has the ID of a part, the part gets another one.",
  looksAt: 'project',
  *check(project) {
    for (const [logicalId, first, ...later] of collisions(project)) {
      yield report(logicalId, first, later);
      // Each later claim refers only to the first one, so that the number of related locations stays linear.
      for (const named of later) yield report(logicalId, named, [first]);
    }
  },
  message({ logicalId, named, others }) {
    const [other = named] = others;
    return others.length > 1
      ? t`The ${describe(named)} has the logical ID ${quote(logicalId)}, and so have the ${describe(other)} and ${others.length - 1} more. Logical IDs must be unique in a template: change one of the names.`
      : t`The ${describe(named)} has the logical ID ${quote(logicalId)}, and so has the ${describe(other)}. Logical IDs must be unique in a template: change one of the names.`;
  },
  *fixes({ named: resource, others }, project) {
    if (isParameter(resource)) return;
    // A part that an alias repeats would collide again under a new name.
    if (!resource.name || others.some((other) => other.name?.node === resource.name?.node)) return;
    const like = alphanumeric(resource.name.value) || resource.id.value;
    const name = newName(project, like, resource.type, resource);
    if (name === undefined) return;
    const edits = [replaceScalar(project.tree, resource.name.node, name)];
    yield { title: t`Change the name of ${quote(resource.id.value)} to ${quote(name)}`, edits };
  },
});

function isParameter(named: Named): named is Parameter {
  return 'allowed' in named;
}

type Group = readonly [logicalId: string, first: Named, ...others: Named[]];

/** What shares a logical ID, in the order of the file; a parameter first. */
function collisions({ logicalIds, parameters }: Project): readonly Group[] {
  const byName = new Map(parameters.map((parameter) => [parameter.name.value, parameter]));
  const own = logicalIds.claims.filter(({ isPart }) => !isPart);
  return [...groupBy(own, ({ logicalId }) => logicalId)].flatMap(([logicalId, [first, ...others]]): Group[] => {
    // A duplicate resource ID, which often comes with a duplicate name, is reported by `duplicate-key`.
    const later = others.filter(({ resource }) => resource.id.value !== first?.resource.id.value);
    if (!first) return [];
    const resources = [first.resource, ...later.map(({ resource }) => resource)] as const;
    const parameter = byName.get(logicalId);
    if (parameter) return [[logicalId, parameter, ...resources]];
    return later.length > 0 ? [[logicalId, ...resources]] : [];
  });
}

function report(logicalId: string, named: Named, others: readonly Named[]): Report<Collision> {
  const related = others.map((other) => ({
    span: nameSpan(other),
    message: t`The ${describe(other)} has the same logical ID.`,
  }));
  return { span: nameSpan(named), data: { logicalId, named, others }, related };
}

function nameSpan(named: Named): Span {
  if (isParameter(named)) return named.name.node.span;
  const { entry, name, id } = named;
  return (entry.value && writtenSpan(entry.value, 'name')) ?? (name ?? id).node.span;
}

function describe(named: Named): string {
  return isParameter(named) ? t`parameter ${quote(named.name.value)}` : t`resource ${quote(named.id.value)}`;
}
