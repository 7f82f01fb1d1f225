// Which nodes a connection can lead to from a place, what it would do there, and why the others cannot be had.
import { levelsByUse } from '../../changes/connections.ts';
import { graphOf } from '../../graph/graph.ts';
import { allowedFrom, type ConnectionRole } from '../../language/connections.ts';
import { canConnect, whyNot, type ConnectionStart } from '../../model/can-connect.ts';
import type { Project } from '../../model/project.ts';
import type { ConnectionTarget, GraphEditOptions } from './graph-edit.ts';
import { nodePart } from './part.ts';

/** The likeliest first. */
export const accessOptions: GraphEditOptions = { label: 'Access', values: levelsByUse };

/** Every node but the one that it starts from; none for what starts no connection at all. */
export function connectionTargets(project: Project, from: ConnectionStart): ConnectionTarget[] {
  if (!from.source || allowedFrom(from.source).length === 0) return [];
  return graphOf(project).nodes.flatMap((node): ConnectionTarget[] => {
    const part = nodePart(project, node);
    const { title } = part;
    if (part.kind === 'clients') return [refused(node.id, title, 'Clients connect to an API by themselves.')];
    if (part.kind === 'missing') return [refused(node.id, title, whyNot(canConnect(project, from, title)))];
    const { endpoint, resource } = part.start;
    if (endpoint) {
      if (endpoint === from.endpoint) return [];
      return [refused(node.id, title, 'A connection leads to a resource, not to an endpoint.')];
    }
    if (resource === from.resource && !from.endpoint) return [];
    const answer = canConnect(project, from, resource);
    if (answer.kind !== 'allowed' && answer.kind !== 'occupied') return [refused(node.id, title, whyNot(answer))];
    const { role, access } = answer.allowed;
    const instead = answer.kind === 'occupied' ? `, in place of ${answer.by.target.value}` : '';
    const does = roles[role] + instead;
    return [{ part: node.id, title, does, ...(access ? { options: accessOptions } : {}) }];
  });
}

function refused(part: string, title: string, reason: string | undefined): ConnectionTarget {
  return { part, title, does: '', refused: reason };
}

const roles: Readonly<Record<ConnectionRole, string>> = {
  authorizer: 'authorizes its clients',
  handler: 'handles its requests',
  send: 'gets messages for its clients',
  access: 'is used by it',
};
