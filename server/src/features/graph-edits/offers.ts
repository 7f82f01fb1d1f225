// What is offered for a part of the graph, in the order in which it is shown.
import { accessLevels, allowedFrom, type AllowedConnection } from '../../language/connections.ts';
import { findResourceDefinition, resourceDefinitions, type ResourceType } from '../../language/index.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { newId, newRoute } from '../../model/new-names.ts';
import type { Project, WebSocketApi } from '../../model/project.ts';
import { connectionsOf } from '../../model/references.ts';
import type { GraphEditInput, GraphEditOffer, GraphEditOptions } from './graph-edit.ts';
import { capitalize } from '../../wording.ts';
import { suggestedId } from './new-ids.ts';
import { connectionIdAt, type ConnectionPart, type Owner, type Part } from './part.ts';
import { prepare, type Renames } from './rename.ts';
import { accessOptions, connectionTargets, nounOf, replacedBy } from './targets.ts';

export function offersFor(
  project: Project,
  part: string | undefined,
  found: Part | undefined,
  renames: Renames,
): GraphEditOffer[] {
  switch (found?.kind) {
    case undefined:
    case 'clients':
      return resourceDefinitions.map(({ type, noun }) => newResourceOffer(project, type, noun));
    case 'missing':
      return missingOffers(project, found.title);
    case 'connection':
      return connectionOffers(part, found);
    case 'owner':
      return ownerOffers(project, part, found.owner, renames);
  }
}

function newResourceOffer(project: Project, type: ResourceType, noun: string): GraphEditOffer {
  const input = idInput(newId(project, suggestedId(type), type));
  return { title: `Add ${noun}…`, edit: { kind: 'addResource', type }, input };
}

/** The resource that connections name already. */
function missingOffers(project: Project, id: string): GraphEditOffer[] {
  const uses = connectionsOf(project).filter(({ connection }) => connection.target.value === id);
  const fits = ({ to, access }: AllowedConnection): boolean =>
    uses.every(({ connection: { source, access: given } }) =>
      allowedFrom(source ?? 'endpoint').some((one) => one.to === to && access === (given !== undefined)),
    );
  const types = [
    ...new Set(
      allowedFrom(uses[0]?.connection.source ?? 'endpoint')
        .filter(fits)
        .map(({ to }) => to),
    ),
  ];
  return types.map((type) => ({
    title: `Make it ${nounOf(type)}`,
    edit: { kind: 'addResource', type, name: id },
  }));
}

function connectionOffers(part: string | undefined, { connection: { access } }: ConnectionPart): GraphEditOffer[] {
  const others = access ? accessLevels.values.filter(({ value }) => value !== access.value) : [];
  return [
    ...others.map(({ value }): GraphEditOffer => ({
      title: `Change to ${value}`,
      edit: { kind: 'setAccess', part, option: value },
    })),
    { title: 'Disconnect', edit: { kind: 'disconnect', part } },
  ];
}

function ownerOffers(project: Project, part: string | undefined, owner: Owner, renames: Renames): GraphEditOffer[] {
  const { resource, endpoint } = owner;
  return [
    ...(resource.type === 'websocket-api' && !endpoint ? [endpointOffer(part, resource)] : []),
    ...(endpoint ? modeOffers(part, owner) : []),
    ...connectOffers(project, part, owner),
    ...ownConnectionOffers(project, owner),
    renameOffer(project, part, owner, renames),
    { title: 'Delete', edit: { kind: 'delete', part } },
  ];
}

/** Lines cannot be reached by keys: what can be done to them is offered where they start as well. */
function ownConnectionOffers(project: Project, { address, connections }: Owner): GraphEditOffer[] {
  return connections.flatMap(({ target, access }, index): GraphEditOffer[] => {
    const line = connectionIdAt(project, address, index);
    const levels = accessLevels.values.map(({ value }) => value).filter((value) => value !== access?.value);
    const options: GraphEditOptions = { label: 'Access', values: levels };
    return [
      ...(access
        ? [
            {
              title: `Change the access to ${target.value}…`,
              edit: { kind: 'setAccess', part: line } as const,
              options,
            },
          ]
        : []),
      { title: `Disconnect ${target.value}`, edit: { kind: 'disconnect', part: line } },
    ];
  });
}

function endpointOffer(part: string | undefined, api: WebSocketApi): GraphEditOffer {
  const free = gatewayRoutes.map(({ route }) => route).filter((route) => !hasRoute(api, route));
  return {
    title: 'Add an endpoint…',
    edit: { kind: 'addEndpoint', part },
    input: { label: 'Route', value: newRoute(api), suggestions: free },
    options: { label: 'Operation mode', values: operationModes.values.map(({ value }) => value) },
  };
}

function hasRoute({ endpoints }: WebSocketApi, wanted: string): boolean {
  return endpoints.some(({ route }) => route?.value === wanted);
}

function modeOffers(part: string | undefined, { endpoint }: Owner): GraphEditOffer[] {
  return operationModes.values
    .filter(({ value }) => value !== endpoint?.operationMode?.value)
    .map(({ value }) => ({ title: `Switch to ${value}`, edit: { kind: 'setMode', part, option: value } }));
}

function connectOffers(project: Project, part: string | undefined, owner: Owner): GraphEditOffer[] {
  const allowed = owner.source ? allowedFrom(owner.source) : [];
  if (allowed.length === 0) return [{ title: 'Connect…', edit: { kind: 'connect', part }, refused: noStart(owner) }];
  const isPossible = connectionTargets(project, owner).some(({ refused }) => refused === undefined);
  const connect: GraphEditOffer = {
    title: replacedBy(owner) ? 'Connect to another…' : 'Connect…',
    edit: { kind: 'connect', part },
    refused: isPossible ? undefined : 'The file has nothing else that it could be connected to.',
  };
  const made = allowed.filter(({ role }) => role !== 'send');
  return [
    connect,
    ...made.map(({ to, role, access }): GraphEditOffer => {
      const id = newId(project, role === 'access' ? suggestedId(to) : suggestedId(to, owner), to);
      const options: GraphEditOptions | undefined = access ? accessOptions : undefined;
      return {
        title: `Connect to a new ${labelOf(to)}…`,
        edit: { kind: 'connectToNew', part, type: to },
        input: idInput(id),
        options,
      };
    }),
  ];
}

function noStart({ source }: Owner): string {
  if (!source) return 'What this resource is, is not known: choose its type first.';
  return `${capitalize(nounOf(source))} starts no connection. Connect a function to it instead.`;
}

function renameOffer(project: Project, part: string | undefined, owner: Owner, renames: Renames): GraphEditOffer {
  const edit = { kind: 'rename', part } as const;
  const found = prepare(project, owner, renames);
  if (found.refused !== undefined) return { title: 'Rename…', edit, refused: found.refused };
  const label = owner.endpoint ? 'Route' : 'Resource id';
  return { title: 'Rename…', edit, input: { label, value: found.placeholder, suggestions: [] } };
}

function idInput(value: string): GraphEditInput {
  return { label: 'Resource id', value, suggestions: [] };
}

function labelOf(type: ResourceType): string {
  return findResourceDefinition(type)?.label ?? type;
}
