// Which nodes a connection can lead to from a place, what it would do there, and why the others cannot be had.
import {
  accessLevels,
  allowedFrom,
  findAllowed,
  maximumConnections,
  type ConnectionRole,
  type ConnectionSource,
} from '../../language/connections.ts';
import { graphOf } from '../../graph/graph.ts';
import { findResourceDefinition } from '../../language/index.ts';
import { endpointObject } from '../../language/web-socket-api.ts';
import type { Connection, Project, Resource } from '../../model/project.ts';
import { sendTargets } from '../../model/usage.ts';
import type { ConnectionTarget, GraphEditOptions } from './graph-edit.ts';
import { allOf, capitalize, quote } from '../../wording.ts';
import { nodePart, type Owner } from './part.ts';

/** The likeliest first. */
export const accessOptions: GraphEditOptions = {
  label: 'Access',
  values: ['read-write', ...accessLevels.values.map(({ value }) => value).filter((value) => value !== 'read-write')],
};

/** Every node but the one that it starts from; none for what starts no connection at all. */
export function connectionTargets(project: Project, owner: Owner): ConnectionTarget[] {
  if (!owner.source || allowedFrom(owner.source).length === 0) return [];
  return graphOf(project).nodes.flatMap((node): ConnectionTarget[] => {
    const part = nodePart(project, node);
    if (part.kind === 'clients') return [refused(node.id, part.title, 'Clients connect to an API by themselves.')];
    if (part.kind === 'missing') return [refused(node.id, part.title, `There is no resource ${quote(part.title)}.`)];
    if (part.owner.endpoint) {
      if (part.owner.endpoint === owner.endpoint) return [];
      return [refused(node.id, part.title, 'A connection leads to a resource, not to an endpoint.')];
    }
    if (part.owner.resource === owner.resource && !owner.endpoint) return [];
    const objection = objectionToTarget(project, owner, part.owner.resource);
    if (objection !== undefined) return [refused(node.id, part.title, objection)];
    return [{ part: node.id, title: part.title, ...effect(owner, part.owner.resource) }];
  });
}

function refused(part: string, title: string, reason: string): ConnectionTarget {
  return { part, title, does: '', refused: reason };
}

/** Why the owner cannot connect to the resource; undefined where it can. */
export function objectionToTarget(project: Project, owner: Owner, target: Resource): string | undefined {
  const { source } = owner;
  if (!source) return 'What this resource is, is not known: choose its type first.';
  if (!target.type) return `What ${quote(target.id.value)} is, is not known: choose its type first.`;
  if (project.find(target.id.value) !== target) {
    return `Another resource ${quote(target.id.value)} stands first, and connections lead to that one.`;
  }
  const allowed = findAllowed(source, target.type);
  if (!allowed) {
    const types = allowedFrom(source).map(({ to }) => to);
    const advice = types.length > 0 ? ` It can connect to ${allOf(types)}.` : '';
    return `${capitalize(nounOf(source))} cannot connect to ${nounOf(target.type)}.${advice}`;
  }
  const same = owner.connections.find((connection) => connection.target.value === target.id.value);
  if (same) {
    return same.access
      ? `It is connected already, ${same.access.value}: choose its line to change that.`
      : 'It is connected already.';
  }
  const { resource } = owner;
  if (allowed.role !== 'send' || resource.type !== 'lambda-function' || target.type !== 'websocket-api')
    return undefined;
  return sendTargets(project, resource).some(({ api }) => api === target)
    ? `It handles an endpoint of ${quote(target.id.value)}, and may send to its clients by that.`
    : undefined;
}

const roles: Readonly<Record<ConnectionRole, string>> = {
  authorizer: 'authorizes its clients',
  handler: 'handles its requests',
  send: 'gets messages for its clients',
  access: 'is used by it',
};

function effect(owner: Owner, target: Resource): Pick<ConnectionTarget, 'does' | 'options'> {
  const allowed = owner.source && target.type && findAllowed(owner.source, target.type);
  if (!allowed) return { does: '' };
  const replaced = replacedBy(owner);
  const does = roles[allowed.role] + (replaced ? `, in place of ${replaced.target.value}` : '');
  return allowed.access ? { does, options: accessOptions } : { does };
}

/** The connection that a further one takes the place of, where no more may start. */
export function replacedBy({ source, connections }: Owner): Connection | undefined {
  const maximum = (source && maximumConnections[source]) ?? Infinity;
  return connections.length >= maximum ? connections[0] : undefined;
}

export function nounOf(source: ConnectionSource): string {
  return source === 'endpoint' ? endpointObject.noun : (findResourceDefinition(source)?.noun ?? source);
}
