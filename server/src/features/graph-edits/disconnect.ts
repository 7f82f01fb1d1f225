// A connection goes. With an API's authorizer go its identity sources, which nobody would look at any more.
import { quotePlain } from '../../wording.ts';
import { removeConnection } from '../../rules/connections.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { idAt, ownerAt, type ConnectionPart, type Owner } from './part.ts';
import type { Plan, Refusal, Step } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function disconnect({ part }: Wanted): Plan | Refusal {
  if (part?.kind !== 'connection') return notThere;
  const { owner, connection } = part;
  const api = quotePlain(owner.resource.id.value);
  const sources = hasIdentitySource(owner) ? ` The API's identity sources go with it.` : '';
  const description = `Every client may connect to ${api} then, for ${quotePlain(connection.target.value)} authorizes nobody any more.${sources}`;
  return {
    steps: disconnecting(part),
    select: (after) => idAt(after, owner.address),
    consequence:
      owner.source === 'websocket-api'
        ? { label: 'Remove the authorizer', description, needsConfirmation: true }
        : undefined,
  };
}

export function disconnecting({ owner, index }: Pick<ConnectionPart, 'owner' | 'index'>): readonly Step[] {
  const { address } = owner;
  const removal: Step = (project) => {
    const connection = ownerAt(project, address)?.connections[index];
    return connection ? { edits: removeConnection(project, connection) } : notThere;
  };
  return hasIdentitySource(owner) && owner.connections.length === 1
    ? [withoutIdentitySource(owner), removal]
    : [removal];
}

function hasIdentitySource({ source, map }: Owner): boolean {
  return source === 'websocket-api' && map !== undefined && findEntry(map, 'identitySource') !== undefined;
}

function withoutIdentitySource({ address }: Owner): Step {
  return (project) => {
    const map = ownerAt(project, address)?.map;
    const entry = map && findEntry(map, 'identitySource');
    return map && entry ? { edits: [removeEntry(project.tree, map, entry)] } : notThere;
  };
}
