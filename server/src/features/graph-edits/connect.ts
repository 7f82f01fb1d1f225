// A new connection, or another target for the only one that may stand there.
import { accessLevels, findAllowed, type AccessLevel } from '../../language/connections.ts';
import { resourceTypes, type ResourceType } from '../../language/index.ts';
import type { Consequence } from '../../model/change.ts';
import { addConnection } from '../../rules/connections.ts';
import { objectionToResourceId } from '../../rules/names.ts';
import { quote, quotePlain } from '../../wording.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { addResource } from './add-resource.ts';
import { connectionIdAt, ownerAt, partOf, type Owner } from './part.ts';
import { refuse, type Plan, type Refusal, type Step } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';
import { accessOptions, objectionToTarget, replacedBy } from './targets.ts';

export function connect({ project, edit, part }: Wanted): Plan | Refusal {
  const to = edit.to === undefined ? undefined : partOf(project, edit.to);
  if (part?.kind !== 'owner' || to?.kind !== 'owner' || to.owner.endpoint) return notThere;
  const { resource } = to.owner;
  const objection = objectionToTarget(project, part.owner, resource);
  if (objection !== undefined || !resource.type) return refuse(objection ?? '');
  const access = accessTo(part.owner, resource.type, edit.option);
  if (access !== undefined && typeof access !== 'string') return access;
  return connecting(part.owner, resource.id.value, access, []);
}

/** Connects to a resource that is made for it. */
export function connectToNew({ project, edit, part }: Wanted): Plan | Refusal {
  const { name = '' } = edit;
  const type = resourceTypes.find((known) => known === edit.type);
  if (part?.kind !== 'owner' || !type || !part.owner.source || !findAllowed(part.owner.source, type)) return notThere;
  const objection = objectionToResourceId(project, name);
  if (objection !== undefined) return refuse(objection);
  const access = accessTo(part.owner, type, edit.option);
  if (access !== undefined && typeof access !== 'string') return access;
  return connecting(part.owner, name, access, addResource(name, type));
}

/** What the connection has to say; a refusal where it has to, and the edit does not. */
function accessTo(
  { source }: Owner,
  type: ResourceType,
  option: string | undefined,
): AccessLevel | Refusal | undefined {
  if (!source || !findAllowed(source, type)?.access) return undefined;
  const level = accessLevels.values.find(({ value }) => value === (option ?? accessOptions.values[0]));
  return level?.value ?? refuse(`There is no access level ${quote(option ?? '')}.`);
}

function connecting(
  owner: Owner,
  to: string,
  access: AccessLevel | undefined,
  further: readonly Step[],
): Plan | Refusal {
  const { address } = owner;
  const replaced = replacedBy(owner);
  const step: Step = (project) => {
    const now = ownerAt(project, address);
    if (!now) return notThere;
    const old = replacedBy(now);
    if (old) return { edits: [replaceScalar(project.tree, old.target.node, to)] };
    return { edits: addConnection(project, now, access === undefined ? to : { to, access }) };
  };
  return {
    steps: [step, ...further],
    select: (after) => connectionIdAt(after, address, replaced ? 0 : -1),
    consequence: replaced && replacement(owner, replaced.target.value, to),
  };
}

function replacement({ endpoint, resource }: Owner, before: string, after: string): Consequence {
  const what = endpoint
    ? `The requests of ${quotePlain(endpoint.route?.value ?? '')} go to ${quotePlain(after)} instead of ${quotePlain(before)}.`
    : `The clients of ${quotePlain(resource.id.value)} are authorized by ${quotePlain(after)} instead of ${quotePlain(before)}.`;
  return { label: 'Replace a connection', description: what, needsConfirmation: false };
}
