// The connections of an Altostra project: `connections[from][to]`, and the endpoints of its APIs, which they connect to
// functions.
import { accessLevels } from '../../language/common-properties.ts';
import { routeWords, shownName } from '../report.ts';
import { textAt, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { leaveOut, type Draft, type DraftResource } from './resources.ts';

/** A connection of the source. */
interface Link {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly value: SourceValue;
  readonly place: Place;
}

export function readConnections(blueprint: SourceMap, draft: Draft): void {
  const links = linksIn(blueprint);
  const open = new Set(links);
  for (const [id, resource] of draft.resources) {
    if (resource.type === 'websocket-api') readApi(blueprint, id, resource, open, draft);
  }
  for (const link of open) {
    const from = draft.resources.get(link.from);
    // What is left out is so with its connections.
    const isLost = from ? !connect(link, from, draft) : !draft.others.has(link.from);
    if (isLost) leaveOutLink(link, draft);
  }
}

function linksIn(blueprint: SourceMap): readonly Link[] {
  const all = valueAt(blueprint, 'connections');
  return [...(all?.kind === 'map' ? all.entries : [])].flatMap(([from, { value: targets }]) =>
    [...(targets.kind === 'map' ? targets.entries : [])].map(([to, { value, place }]) => ({
      from,
      to,
      type: textAt(value, 'type') ?? '',
      value,
      place,
    })),
  );
}

function leaveOutLink({ from, to, type, place }: Link, draft: Draft): void {
  leaveOut(
    draft,
    `Connection of ${from} to ${to}`,
    place,
    `A project file has no such connection: ${type === '' ? 'it has no type' : type}.`,
    'Add what it does under permissions or cloudformation.',
  );
}

/** Returns whether the language has such a connection. */
function connect(link: Link, from: DraftResource, draft: Draft): boolean {
  const { place, value, type } = link;
  const to = draft.resources.get(link.to);
  if (!to) return false;
  if (from.type === 'lambda-function') return connectFunction(link, from, to);
  if (from.type === 'sqs-queue' && to.type === 'sqs-queue' && /dead-letter/.test(type)) {
    const after = Number(textAt(value, 'retriesCount') ?? 3);
    const target = new Map<string, string | number>([
      ['to', to.id],
      ['after', Number.isInteger(after) && after > 0 ? after : 3],
    ]);
    from.properties.push({ name: 'deadLetter', value: target, place });
    return true;
  }
  if (from.type === 'websocket-api' || to.type !== 'lambda-function') return false;
  if (from.type !== 's3-bucket') {
    from.connections.push({ to: to.id, place });
    return true;
  }
  const filter = valueAt(value, 'eventsFilter');
  const events = filter?.kind === 'list' ? filter.items.map((item) => (item.kind === 'scalar' ? item.text : '')) : [];
  if (events.length === 0 || events.some((event) => /create|update|put/i.test(event))) {
    from.connections.push({ to: to.id, on: 'created', place });
  }
  if (events.some((event) => /delete|remove/i.test(event))) from.connections.push({ to: to.id, on: 'removed', place });
  return from.connections.some((one) => one.place === place);
}

function connectFunction({ value, place }: Link, from: DraftResource, to: DraftResource): boolean {
  if (to.type === 'lambda-function' || to.type === 'schedule') return false;
  if (to.type === 'websocket-api') {
    from.connections.push({ to: to.id, place });
    return true;
  }
  const access = accessLevels.values.find((level) => level.value === textAt(value, 'accessLevel'))?.value;
  if (access) from.connections.push({ to: to.id, access, place });
  return access !== undefined;
}

// APIs.

/** An endpoint as the source has it, in a list of the API or as a resource of its own. */
interface Written {
  /** By which connections refer to it. */
  readonly id: string | undefined;
  readonly value: SourceValue | undefined;
  readonly place: Place;
}

function readApi(blueprint: SourceMap, id: string, api: DraftResource, open: Set<Link>, draft: Draft): void {
  const source = valueAt(blueprint, 'resources', id);
  const endpoints = endpointsOf(blueprint, id, source, draft);
  for (const { id: endpoint, value, place } of endpoints) {
    const route = textOf(value, ['route', 'routeKey', 'key', 'path']);
    if (endpoint !== undefined) draft.others.delete(endpoint);
    if (route === undefined) {
      const why = value ? 'It has no route.' : 'It is nowhere in the project.';
      leaveOut(
        draft,
        endpoint === undefined ? `An endpoint of ${id}` : `Endpoint ${shownName(endpoint)} of ${id}`,
        place,
        why,
        'Add the endpoint with its route.',
      );
      continue;
    }
    const byConnection = [...open].filter(
      (link) =>
        (endpoint !== undefined && link.from === endpoint) ||
        (link.from === id && textOf(link.value, ['route', 'endpoint', 'routeKey']) === route),
    );
    const handlers = [
      ...byConnection.map((link) => ({ to: link.to, place: link.place })),
      ...idsIn(valueOf(value, ['connections', 'handler', 'function'])).map((to) => ({ to, place })),
    ];
    for (const link of byConnection) open.delete(link);
    const [handler, ...more] = handlers.filter(({ to }) => draft.resources.get(to)?.type === 'lambda-function');
    const lost = [...more, ...handlers.filter(({ to }) => draft.resources.get(to)?.type !== 'lambda-function')];
    for (const other of lost) {
      const why = 'A route has one handler, a function.';
      leaveOut(
        draft,
        `Connection of route ${shownName(route)} to ${shownName(other.to)}`,
        other.place,
        why,
        'Call it from the function.',
      );
    }
    const isTwoWay = /2|two/i.test(textOf(value, ['operationMode', 'mode']) ?? '');
    api.endpoints.push({
      route,
      operationMode: isTwoWay ? '2-way' : '1-way',
      handler: handler && draft.resources.get(handler.to)?.id,
      place,
    });
  }
  const authorizers = [...open].filter((link) => link.from === id && /authoriz/i.test(link.type));
  for (const link of authorizers) open.delete(link);
  const settings = [source, ...endpoints.map(({ value }) => value)];
  const named = settings.flatMap((one) => idsIn(valueOf(one, ['authorizer'])));
  authorize(id, api, [...authorizers.map(({ to }) => to), ...named], settings, draft);
}

function endpointsOf(
  blueprint: SourceMap,
  api: string,
  source: SourceValue | undefined,
  draft: Draft,
): readonly Written[] {
  const list = valueOf(source, ['endpoints', 'routes']);
  const sourceOf = (id: string): SourceValue | undefined => valueAt(blueprint, 'resources', id);
  const listed = (list?.kind === 'list' ? list.items : []).map((item): Written => {
    const id = item.kind === 'scalar' ? item.text : textAt(item, 'id');
    const isReference = item.kind === 'scalar' || textAt(item, 'type') === 'ref';
    return { id, value: isReference && id !== undefined ? sourceOf(id) : item, place: item.place };
  });
  const ids = new Set(listed.map(({ id }) => id));
  const apis = [...draft.resources.values()].filter(({ type }) => type === 'websocket-api');
  const further = [...draft.others].flatMap(([id, { value, place }]): Written[] => {
    const isEndpoint = /web-?socket/i.test(textAt(value, 'type') ?? '') && !ids.has(id);
    const [of = apis.length === 1 ? api : undefined] = idsIn(valueAt(value, 'api'));
    return isEndpoint && of === api ? [{ id, value, place }] : [];
  });
  return [...listed, ...further];
}

/** An API whose authorizer cannot be kept is left out: it must not become one to which everyone can connect. */
function authorize(
  id: string,
  api: DraftResource,
  authorizers: readonly string[],
  settings: readonly (SourceValue | undefined)[],
  draft: Draft,
): void {
  const kinds = settings.flatMap((one) => textOf(one, ['authorization', 'authorizationType']) ?? []);
  const wanted = kinds.filter((kind) => !/^(?:none)?$/i.test(kind));
  const isSigned = wanted.length > 0 && wanted.every((kind) => /iam/i.test(kind));
  const functions = new Set(authorizers.map((one) => draft.resources.get(one)));
  const [authorizer] = functions;
  if (functions.size === 0 && wanted.length === 0) return;
  if (functions.size === 0 && isSigned) {
    api.properties.push({ name: 'authorization', value: 'iam', place: api.place });
    return;
  }
  if (functions.size === 1 && authorizer?.type === 'lambda-function' && (wanted.length === 0 || !isSigned)) {
    api.connections.push({ to: authorizer.id, place: api.place });
    return;
  }
  draft.resources.delete(id);
  const why = 'Its authorizer is no function of the project, and without one everyone could connect.';
  const todo = 'Write the API with an authorizer.';
  leaveOut(draft, `WebSocket API ${id}`, api.place, why, todo);
  for (const { route, place } of api.endpoints) {
    leaveOut(draft, `${routeWords(route)} of ${id}`, place, 'Its API is left out.', todo);
  }
}

function valueOf(value: SourceValue | undefined, names: readonly string[]): SourceValue | undefined {
  return names.map((name) => valueAt(value, name)).find((found) => found !== undefined);
}

function textOf(value: SourceValue | undefined, names: readonly string[]): string | undefined {
  const found = valueOf(value, names);
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
}

/** The IDs that a reference, a text or a list of them has. */
function idsIn(value: SourceValue | undefined): readonly string[] {
  if (!value) return [];
  if (value.kind === 'list') return value.items.flatMap(idsIn);
  if (value.kind === 'scalar') return value.value === null || value.text === '' ? [] : [value.text];
  const id = textOf(value, ['id', 'to', 'ref']);
  return id === undefined ? [] : [id];
}
