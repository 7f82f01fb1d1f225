import { alphanumeric, newName } from '../../model/new-names.ts';
import type { Claim, Project } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

interface Collision {
  readonly claim: Claim;
  readonly other: Claim;
}

export const duplicateLogicalId = rule({
  id: 'duplicate-logical-id',
  severity: 'error',
  summary: 'two resources, or parts of resources, with the same logical ID',
  why: "A logical ID names one resource of a CloudFormation template. A resource's name is its logical ID; the IDs of its parts (an API's stage and routes, a function's role) begin with it.",
  looksAt: 'project',
  *check(project) {
    for (const { claim, other } of collisions(project)) {
      const message = `${describe(other)} has the same logical ID.`;
      yield { span: claim.span, data: { claim, other }, related: [{ span: other.span, message }] };
    }
  },
  message: ({ claim, other }) =>
    `${describe(claim)} has the logical ID ${quote(claim.logicalId)}, and so has ${describe(other, 'the')}. A template can have each ID once: change one of the names.`,
  *fixes({ claim: { resource }, other }, project) {
    // The IDs of its own parts change with the name, and would meet again.
    if (!resource.name || resource === other.resource) return;
    const like = alphanumeric(resource.name.value) || resource.id.value;
    const name = newName(project, like, resource.type, resource);
    if (name === undefined) return;
    const edits = [replaceScalar(project.tree, resource.name.node, name)];
    yield { title: `Change the name of ${quote(resource.id.value)} to ${quote(name)}`, edits };
  },
});

/** Both sides of each collision. Two resources that collide do so once, whatever their parts then do as well. */
function* collisions(project: Project): Iterable<Collision> {
  const holders = new Map<string, Claim>();
  const settled = new Map<Claim['resource'], Set<Claim['resource']>>();
  for (const claim of project.logicalIds.claims) {
    const other = holders.get(claim.logicalId);
    if (!other) {
      holders.set(claim.logicalId, claim);
      continue;
    }
    const known = settled.get(claim.resource) ?? new Set();
    if (claim.resource !== other.resource && known.has(other.resource)) continue;
    settled.set(claim.resource, known.add(other.resource));
    yield { claim: other, other: claim };
    yield { claim, other };
  }
}

function describe({ resource, part }: Claim, article: 'The' | 'the' = 'The'): string {
  const id = `resource ${quote(resource.id.value)}`;
  return part === undefined ? `${article} ${id}` : `${article} ${part} of ${id}`;
}
