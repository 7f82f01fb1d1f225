// The edits that are offered for a part of the graph, in the order in which they are shown.
import { suggestedId } from '../../changes/resources.ts';
import { levelsByUse, variableOf } from '../../changes/connections.ts';
import { whyNotRenamable } from '../../changes/rename.ts';
import {
  allowedAt,
  nounOf,
  replacedFrom,
  startOfConnection,
  typesFor,
  type ConnectionStart,
} from '../../model/can-connect.ts';
import { accessLevels } from '../../language/connections.ts';
import { usualAttempts } from '../../language/dead-letters.ts';
import { findResourceDefinition, resourceDefinitions, type ResourceType } from '../../language/index.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { newId, newRoute } from '../../model/new-names.ts';
import type { Connection, Endpoint, Project, WebSocketApi } from '../../model/project.ts';
import { nameAt, resourceName, type Name } from '../../model/references.ts';
import { findEndpoint, freeEvent, usualVariables } from '../../model/usage.ts';
import type { EditProposal, GraphEditInput, GraphEditOffer } from './graph-edit.ts';
import { connectionIdAt, type ConnectionPart, type Part } from './part.ts';
import { chooseFrom, connectionTargets } from './targets.ts';
import { t, translated } from '../../locale.ts';

export function newResourceOffers(project: Project): GraphEditOffer[] {
  return resourceDefinitions.map(({ type, noun }) =>
    offer(t`Add ${translated(noun)}…`, {
      edit: { kind: 'addResource', type, name: newId(project, suggestedId(type), type) },
      input: resourceIdInput(),
    }),
  );
}

/** @param part the ID of `found` */
export function offersFor(project: Project, part: string, found: Part): GraphEditOffer[] {
  switch (found.kind) {
    case 'clients':
      return newResourceOffers(project);
    case 'missing':
      return missingOffers(project, found.title);
    case 'connection':
      return connectionOffers(project, part, found);
    case 'start':
      return startOffers(project, part, found.start);
  }
}

function offer(title: string, proposal: EditProposal): GraphEditOffer {
  const { edit } = proposal;
  return { title, kind: edit.kind, part: edit.kind === 'addResource' ? undefined : edit.part, proposal };
}

/** Adds the missing resource that connections refer to. */
function missingOffers(project: Project, id: string): GraphEditOffer[] {
  return typesFor(project, id).map((type) =>
    offer(t`Make it ${nounOf(type)}`, { edit: { kind: 'addResource', type, name: id } }),
  );
}

function connectionOffers(project: Project, part: string, { connection }: ConnectionPart): GraphEditOffer[] {
  const { access } = connection;
  const others = access ? accessLevels.values.filter(({ value }) => value !== access.value) : [];
  return [
    ...others.map(({ value }) => offer(t`Change to ${value}`, { edit: { kind: 'setAccess', part, access: value } })),
    ...variableOffers(project, part, connection, t`Name its environment variable…`),
    ...triggerOffers(project, part, connection),
    ...attemptsOffers(project, part, connection),
    offer(t`Disconnect`, { edit: { kind: 'disconnect', part } }),
  ];
}

/** The batch size of a queue or table, and the event of a bucket. */
function triggerOffers(project: Project, part: string, connection: Connection, target = ''): GraphEditOffer[] {
  const { source, batchSize } = connection;
  if (source === 's3-bucket') {
    const free = freeEvent(startOfConnection(project, connection)?.connections ?? []);
    if (free === undefined) return [];
    return [
      offer(target === '' ? t`Change to ${free}` : t`Change to ${free} for ${target}`, {
        edit: { kind: 'setEvent', part, on: free },
      }),
    ];
  }
  const usual = source === 'sqs-queue' ? '10' : source === 'dynamodb-table' ? '100' : undefined;
  if (usual === undefined) return [];
  const name = String(batchSize?.value ?? usual);
  const input = { label: t`Batch size`, suggestions: ['1', usual].filter((size) => size !== name) };
  const title = target === '' ? t`Change the batch size…` : t`Change the batch size for ${target}…`;
  return [offer(title, { edit: { kind: 'setBatchSize', part, name }, input })];
}

/** How often a message is received before it is a dead letter. */
function attemptsOffers(project: Project, part: string, connection: Connection): GraphEditOffer[] {
  const queue = connection.source === 'dead-letter' ? startOfConnection(project, connection)?.resource : undefined;
  if (queue?.type !== 'sqs-queue') return [];
  const name = String(queue.deadLetter?.after?.value ?? usualAttempts);
  const input = { label: t`Attempts`, suggestions: ['1', String(usualAttempts)].filter((count) => count !== name) };
  return [offer(t`Change the attempts for its messages…`, { edit: { kind: 'setAttempts', part, name }, input })];
}

/** The variable of a function that finds the target by one. */
function variableOffers(project: Project, part: string, connection: Connection, title: string): GraphEditOffer[] {
  const variable = variableOf(project, connection);
  if (!variable) return [];
  const { name, resource } = variable;
  const suggestions = usualVariables(resource).filter((usual) => usual !== name);
  const input = { label: t`Environment variable`, suggestions };
  return [offer(title, { edit: { kind: 'setVariable', part, name }, input })];
}

function startOffers(project: Project, part: string, start: ConnectionStart): GraphEditOffer[] {
  const { resource, endpoint } = start;
  return [
    ...(resource.type === 'websocket-api' && !endpoint ? [endpointOffer(part, resource)] : []),
    ...(endpoint ? modeOffers(part, endpoint) : []),
    ...connectOffers(project, part, start),
    ...ownConnectionOffers(project, start),
    renameOffer(project, part, start),
    offer(t`Delete`, { edit: { kind: 'delete', part } }),
  ];
}

/** Lines cannot be reached with the keyboard, so their edits are also offered on the node where they start. */
function ownConnectionOffers(project: Project, { address, connections }: ConnectionStart): GraphEditOffer[] {
  return connections.flatMap((connection, index): GraphEditOffer[] => {
    const { target, access } = connection;
    const part = connectionIdAt(project, address, index);
    if (part === undefined) return [];
    const levels = accessLevels.values.map(({ value }) => value).filter((value) => value !== access?.value);
    const [first, ...others] = access ? levels : [];
    const change =
      first && chooseFrom(t`Access`, [first, ...others], (level) => ({ kind: 'setAccess', part, access: level }));
    return [
      ...(change ? [offer(t`Change the access to ${target.value}…`, change)] : []),
      ...variableOffers(project, part, connection, t`Name the environment variable of ${target.value}…`),
      ...triggerOffers(project, part, connection, target.value),
      ...attemptsOffers(project, part, connection),
      offer(t`Disconnect ${target.value}`, { edit: { kind: 'disconnect', part } }),
    ];
  });
}

function endpointOffer(part: string, api: WebSocketApi): GraphEditOffer {
  const free = gatewayRoutes.map(({ route }) => route).filter((route) => !findEndpoint(api, route));
  const name = newRoute(api);
  const [first, ...others] = operationModes.values;
  const modes = [first.value, ...others.map(({ value }) => value)] as const;
  return offer(t`Add an endpoint…`, {
    ...chooseFrom(t`Operation mode`, modes, (mode) => ({ kind: 'addEndpoint', part, name, mode })),
    input: { label: t`Route`, suggestions: free },
  });
}

function modeOffers(part: string, { operationMode }: Endpoint): GraphEditOffer[] {
  return operationModes.values
    .filter(({ value }) => value !== operationMode?.value)
    .map(({ value }) => offer(t`Switch to ${value}`, { edit: { kind: 'setMode', part, mode: value } }));
}

function connectOffers(project: Project, part: string, start: ConnectionStart): GraphEditOffer[] {
  const allowed = allowedAt(start);
  if (allowed.length === 0) return [{ title: t`Connect…`, kind: 'connect', part, refused: unknownType() }];
  const isPossible = connectionTargets(project, part, start).some(({ refused }) => refused === undefined);
  const isFull = start.source === 's3-bucket' && freeEvent(start.connections) === undefined;
  const made = isFull ? [] : allowed.filter(({ role }) => role !== 'send');
  return [
    {
      title: replacedFrom(start, start.source) ? t`Connect to another…` : t`Connect…`,
      kind: 'connect',
      part,
      refused: isPossible ? undefined : t`The file has nothing else that it can connect to.`,
    },
    ...made.map(({ to: type, role, access }) => {
      const name = newId(project, role === 'access' ? suggestedId(type) : suggestedId(type, start), type);
      const edit = { kind: 'connectToNew', part, type, name } as const;
      const label = labelOf(type);
      const title =
        role === 'dead-letter' ? t`Send its dead letters to a new ${label}…` : t`Connect to a new ${label}…`;
      return offer(title, {
        ...(access ? chooseFrom(t`Access`, levelsByUse, (level) => ({ ...edit, access: level })) : { edit }),
        input: resourceIdInput(),
      });
    }),
  ];
}

function unknownType(): string {
  return t`The type of this resource is not known. Choose its type first.`;
}

function renameOffer(project: Project, part: string, start: ConnectionStart): GraphEditOffer {
  const title = t`Rename…`;
  const name = nameOf(project, start);
  const refused = name ? whyNotRenamable(project, name) : noName();
  if (!name || refused !== undefined) return { title, kind: 'rename', part, refused };
  const input = start.endpoint ? { label: t`Route`, suggestions: [] } : resourceIdInput();
  return offer(title, { edit: { kind: 'rename', part, name: name.value }, input });
}

export function noName(): string {
  return t`It has no route yet. Add one in the text.`;
}

/** The route of an endpoint, or the ID of a resource. */
export function nameOf(project: Project, { endpoint, resource }: ConnectionStart): Name | undefined {
  if (!endpoint) return resourceName(project, resource);
  return endpoint.route && nameAt(project, endpoint.route.node.span.start);
}

function resourceIdInput(): GraphEditInput {
  return { label: t`Resource ID`, suggestions: [] };
}

function labelOf(type: ResourceType): string {
  return translated(findResourceDefinition(type)?.label ?? type);
}
