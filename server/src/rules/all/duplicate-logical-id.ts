import { alphanumeric, newName } from '../../model/new-names.ts';
import type { Claim, Project } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule, type Report } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Collision {
  readonly claim: Claim;
  /** In the order of the file. */
  readonly others: readonly Claim[];
}

export const duplicateLogicalId = rule({
  id: 'duplicate-logical-id',
  severity: 'error',
  summary: 'two resources, or parts of resources, with the same logical ID',
  why: "A logical ID identifies one resource of a CloudFormation template. A resource's name is its logical ID, and the IDs of its parts (an API's stage and routes, a function's role) start with it.",
  looksAt: 'project',
  *check(project) {
    for (const [first, ...later] of collisions(project)) {
      yield report(first, later);
      // Each later one points at the first only, so that the number of related locations stays linear.
      for (const claim of later) yield report(claim, [first]);
    }
  },
  message({ claim, others }) {
    const [other] = others;
    const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
    const have = others.length > 1 ? 'have' : 'has';
    const who = other ? `${describe(other, 'the')}${more}` : '';
    return `${describe(claim)} has the logical ID ${quote(claim.logicalId)}, and so ${have} ${who}. Logical IDs must be unique in a template: change one of the names.`;
  },
  *fixes({ claim: { resource }, others }, project) {
    // Where its own parts collide, or what an alias repeats, a new name would make them collide again.
    if (!resource.name || others.some((other) => other.resource.name?.node === resource.name?.node)) return;
    const like = alphanumeric(resource.name.value) || resource.id.value;
    const name = newName(project, like, resource.type, resource);
    if (name === undefined) return;
    const edits = [replaceScalar(project.tree, resource.name.node, name)];
    yield { title: `Change the name of ${quote(resource.id.value)} to ${quote(name)}`, edits };
  },
});

function report(claim: Claim, others: readonly Claim[]): Report<Collision> {
  const related = others.map((other) => ({
    span: other.span,
    message: `${describe(other)} has the same logical ID.`,
  }));
  return { span: claim.span, data: { claim, others }, related };
}

/** The claims to each ID that has several. If two resources collide, collisions of their parts are not reported. */
function collisions(project: Project): Iterable<readonly [Claim, ...Claim[]]> {
  const holders = new Map<string, [Claim, ...Claim[]]>();
  const settled = new Map<Claim['resource'], Set<Claim['resource']>>();
  for (const claim of project.logicalIds.claims) {
    const group = holders.get(claim.logicalId);
    if (!group) {
      holders.set(claim.logicalId, [claim]);
      continue;
    }
    const [{ resource: first }] = group;
    const known = settled.get(claim.resource) ?? new Set();
    const isOther = claim.resource !== first;
    // A duplicate resource ID, which often comes with a duplicate name, is reported by `duplicate-key`.
    if (isOther && (known.has(first) || claim.resource.id.value === first.id.value)) continue;
    settled.set(claim.resource, known.add(first));
    group.push(claim);
  }
  return [...holders.values()].filter(({ length }) => length > 1);
}

function describe({ resource, part }: Claim, article: 'The' | 'the' = 'The'): string {
  const id = `resource ${quote(resource.id.value)}`;
  return part === undefined ? `${article} ${id}` : `${article} ${part} of ${id}`;
}
