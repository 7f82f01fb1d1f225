// Which nodes a part can connect to, what the connection would do, and why the others are not possible.
import { levelsByUse } from '../../changes/connections.ts';
import { graphOf } from '../../graph/graph.ts';
import type { ConnectionRole } from '../../language/connections.ts';
import { allowedAt, canConnect, whyNot, type ConnectionStart } from '../../model/can-connect.ts';
import type { Project } from '../../model/project.ts';
import type { ConnectionTarget, EditProposal, GraphEdit } from './graph-edit.ts';
import { nodePart } from './part.ts';
import { t } from '../../locale.ts';

/**
 * Every node except the one where it starts; empty if no connection can start there.
 * @param part the ID of `from` in the graph
 */
export function connectionTargets(project: Project, part: string, from: ConnectionStart): ConnectionTarget[] {
  if (allowedAt(from).length === 0) return [];
  return graphOf(project).nodes.flatMap((node): ConnectionTarget[] => {
    const target = nodePart(project, node);
    const { title } = target;
    if (target.kind === 'clients') return [refused(node.id, title, t`Clients connect to APIs on their own.`)];
    if (target.kind === 'missing') return [refused(node.id, title, whyNot(canConnect(project, from, title)))];
    const { endpoint, resource } = target.start;
    if (endpoint) {
      if (endpoint === from.endpoint) return [];
      return [refused(node.id, title, t`Connections go to resources, not to endpoints.`)];
    }
    if (resource === from.resource && !from.endpoint) return [];
    const answer = canConnect(project, from, resource);
    if (answer.kind !== 'allowed' && answer.kind !== 'occupied') return [refused(node.id, title, whyNot(answer))];
    const { role, access } = answer.allowed;
    const effect = roles[role]();
    const does = answer.kind === 'occupied' ? t`${effect}, instead of ${answer.by.target.value}` : effect;
    const edit = { kind: 'connect', part, to: node.id } as const;
    const proposal = access ? chooseFrom(t`Access`, levelsByUse, (level) => ({ ...edit, access: level })) : { edit };
    return [{ part: node.id, title, does, proposal }];
  });
}

/** The edits with each value, the first of which is proposed. */
export function chooseFrom<Value extends string>(
  label: string,
  values: readonly [Value, ...Value[]],
  editWith: (value: Value) => GraphEdit,
): EditProposal {
  const choices = values.map((value) => ({ value, edit: editWith(value) }));
  return { edit: editWith(values[0]), options: { label, choices } };
}

function refused(part: string, title: string, reason: string | undefined): ConnectionTarget {
  return { part, title, does: '', refused: reason };
}

const roles: Readonly<Record<ConnectionRole, () => string>> = {
  authorizer: () => t`authorizes its clients`,
  handler: () => t`handles its requests`,
  send: () => t`forwards its messages to clients`,
  access: () => t`can be used by it`,
  trigger: () => t`is invoked by it`,
  'dead-letter': () => t`gets its dead letters`,
};
