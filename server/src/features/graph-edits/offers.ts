// What is offered for a part of the graph, in the order in which it is shown.
import { suggestedId } from '../../changes/resources.ts';
import { replacedFrom } from '../../changes/connections.ts';
import { whyNotRenamable, type Renamable } from '../../changes/rename.ts';
import { nounOf, typesFor, type ConnectionStart } from '../../model/can-connect.ts';
import { accessLevels, allowedFrom } from '../../language/connections.ts';
import { findResourceDefinition, resourceDefinitions, type ResourceType } from '../../language/index.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { newId, newRoute } from '../../model/new-names.ts';
import type { Project, WebSocketApi } from '../../model/project.ts';
import { nameAt } from '../../model/references.ts';
import { findEndpoint } from '../../model/usage.ts';
import type { GraphEditInput, GraphEditOffer, GraphEditOptions } from './graph-edit.ts';
import { capitalize } from '../../wording.ts';
import { connectionIdAt, type ConnectionPart, type Part } from './part.ts';
import { accessOptions, connectionTargets } from './targets.ts';

export function offersFor(project: Project, part: string | undefined, found: Part | undefined): GraphEditOffer[] {
  switch (found?.kind) {
    case undefined:
    case 'clients':
      return resourceDefinitions.map(({ type, noun }) => newResourceOffer(project, type, noun));
    case 'missing':
      return missingOffers(project, found.title);
    case 'connection':
      return connectionOffers(part, found);
    case 'start':
      return startOffers(project, part, found.start);
  }
}

function newResourceOffer(project: Project, type: ResourceType, noun: string): GraphEditOffer {
  const input = idInput(newId(project, suggestedId(type), type));
  return { title: `Add ${noun}…`, edit: { kind: 'addResource', type }, input };
}

/** The resource that connections name already. */
function missingOffers(project: Project, id: string): GraphEditOffer[] {
  return typesFor(project, id).map((type) => ({
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

function startOffers(project: Project, part: string | undefined, start: ConnectionStart): GraphEditOffer[] {
  const { resource, endpoint } = start;
  return [
    ...(resource.type === 'websocket-api' && !endpoint ? [endpointOffer(part, resource)] : []),
    ...(endpoint ? modeOffers(part, start) : []),
    ...connectOffers(project, part, start),
    ...ownConnectionOffers(project, start),
    renameOffer(project, part, start),
    { title: 'Delete', edit: { kind: 'delete', part } },
  ];
}

/** Lines cannot be reached by keys: what can be done to them is offered where they start as well. */
function ownConnectionOffers(project: Project, { address, connections }: ConnectionStart): GraphEditOffer[] {
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
  const free = gatewayRoutes.map(({ route }) => route).filter((route) => !findEndpoint(api, route));
  return {
    title: 'Add an endpoint…',
    edit: { kind: 'addEndpoint', part },
    input: { label: 'Route', value: newRoute(api), suggestions: free },
    options: { label: 'Operation mode', values: operationModes.values.map(({ value }) => value) },
  };
}

function modeOffers(part: string | undefined, { endpoint }: ConnectionStart): GraphEditOffer[] {
  return operationModes.values
    .filter(({ value }) => value !== endpoint?.operationMode?.value)
    .map(({ value }) => ({ title: `Switch to ${value}`, edit: { kind: 'setMode', part, option: value } }));
}

function connectOffers(project: Project, part: string | undefined, start: ConnectionStart): GraphEditOffer[] {
  const allowed = start.source ? allowedFrom(start.source) : [];
  if (allowed.length === 0) return [{ title: 'Connect…', edit: { kind: 'connect', part }, refused: noStart(start) }];
  const isPossible = connectionTargets(project, start).some(({ refused }) => refused === undefined);
  const connect: GraphEditOffer = {
    title: replacedFrom(start) ? 'Connect to another…' : 'Connect…',
    edit: { kind: 'connect', part },
    refused: isPossible ? undefined : 'The file has nothing else that it could be connected to.',
  };
  const made = allowed.filter(({ role }) => role !== 'send');
  return [
    connect,
    ...made.map(({ to, role, access }): GraphEditOffer => {
      const id = newId(project, role === 'access' ? suggestedId(to) : suggestedId(to, start), to);
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

function noStart({ source }: ConnectionStart): string {
  if (!source) return 'The type of this resource is not known. Choose its type first.';
  return `${capitalize(nounOf(source))} starts no connection. Connect a function to it instead.`;
}

function renameOffer(project: Project, part: string | undefined, start: ConnectionStart): GraphEditOffer {
  const edit = { kind: 'rename', part } as const;
  const name = nameOf(project, start);
  const refused = name ? whyNotRenamable(project, name) : noName;
  if (refused !== undefined) return { title: 'Rename…', edit, refused };
  const label = start.endpoint ? 'Route' : 'Resource id';
  return { title: 'Rename…', edit, input: { label, value: name?.value ?? '', suggestions: [] } };
}

export const noName = 'It has no route that could be renamed. Write one in the text.';

/** The route of an endpoint, or the id of a resource. */
export function nameOf(project: Project, { endpoint, resource }: ConnectionStart): Renamable | undefined {
  const named = endpoint ? endpoint.route : resource.id;
  return named && nameAt(project, named.node.span.start);
}

function idInput(value: string): GraphEditInput {
  return { label: 'Resource id', value, suggestions: [] };
}

function labelOf(type: ResourceType): string {
  return findResourceDefinition(type)?.label ?? type;
}
