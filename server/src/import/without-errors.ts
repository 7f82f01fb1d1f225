// The last check of an import: what would be an error in the descriptor is left out of it, and reported.
import { analyze } from '../analysis.ts';
import { locate, type PathStep, type SyntaxTree } from '../syntax/tree.ts';
import { isProtected } from './cloudformation/apis.ts';
import type { Facts, OverlaySection, ResourceFact } from './facts.ts';
import { routeWords, shownName, type LeftOut } from './report.ts';
import { textAt, type Place, type SourceMap, type Unreadable } from './source.ts';
import { writeDescriptor } from './write-descriptor.ts';

/** What is left of the facts, and their descriptor, which has no errors. A refusal if too much would have to go. */
export function withoutErrors(facts: Facts): { readonly facts: Facts; readonly descriptor: string } | Unreadable {
  let current = facts;
  let why = '';
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const descriptor = writeDescriptor(current);
    const { errors, tree } = analyze(descriptor);
    if (errors.length === 0) return { facts: current, descriptor };
    const paths = new Map<string, Fault>();
    for (const { span, message } of errors) {
      const path = pathAt(tree, span.start);
      paths.set(path.join('\n'), { path, message });
    }
    const next = [...paths.values()].reduce(leaveOut, current);
    why = errors[0]?.message ?? '';
    if (next === current) break;
    current = next;
  }
  return { unreadable: `what it would become has an error that cannot be left out. ${why}` };
}

/** Each attempt leaves out everything that is wrong, and what then is wrong because of it in the next one. */
const maximumAttempts = 20;

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

function pathAt(tree: SyntaxTree, offset: number): readonly string[] {
  return locate(tree, offset).steps.map((step) => ('key' in step.part ? step.part.key.text : String(indexIn(step))));
}

function indexIn({ collection, part }: PathStep): number {
  return collection.kind === 'list' ? collection.items.findIndex((item) => item === part) : -1;
}

function leaveOut(facts: Facts, fault: Fault): Facts {
  const [section, ...rest] = fault.path;
  if (section === 'cloudformation') return withoutAddition(facts, rest, fault.message);
  if (section === 'resources') return withoutPart(facts, rest, fault.message);
  return section === 'parameters' ? withoutSetting(facts, rest, fault.message) : facts;
}

/** What is wrong, without the advice on what to do in the project file. */
function firstSentence(message: string): string {
  return /^(?:`[^`]*`|[^`])*?\.(?=\s|$)/.exec(message)?.[0] ?? message;
}

function withEntry(facts: Facts, what: string, place: Place, message: string): Pick<Facts, 'entries'> {
  const entry: LeftOut = {
    kind: 'left out',
    what,
    place,
    why: `A project file cannot have it. ${firstSentence(message)}`,
    todo: 'Correct it in the file that you import, or add it to the project file in another way.',
  };
  return { entries: [...facts.entries, entry] };
}

/** Without a property or an attribute that is laid over a generated resource, or without the whole addition. */
function withoutAddition(facts: Facts, path: readonly string[], message: string): Facts {
  const { cloudformation } = facts;
  const [section, name = '', inner, key] = path;
  const found = [...cloudformation].find(([one]) => one === section);
  const entry = found?.[1].entries.get(name);
  if (!found || !entry) return facts;
  const [sectionName, map] = found;
  const body = entry.value.kind === 'map' ? entry.value : undefined;
  const properties = body?.entries.get('Properties')?.value;
  const isOwn = sectionName === 'Resources' && body !== undefined && !body.entries.has('Type');
  const isProperty = inner === 'Properties' && key !== undefined && properties?.kind === 'map';
  // Without it, everyone could connect.
  if (isOwn && isProperty && (key === 'AuthorizationType' || key === 'AuthorizerId')) return facts;
  if (isOwn && (isProperty || (inner !== undefined && body.entries.has(inner)))) {
    const [what, holder] = isProperty ? [key, properties] : [inner, body];
    const place = holder.entries.get(what)?.value.place ?? entry.place;
    const left = without(holder, what);
    const changed = !isProperty ? left : left.entries.size > 0 ? withMember(body, inner, left) : without(body, inner);
    return {
      ...facts,
      ...withEntry(facts, `${shownName(what)} of ${shownName(name)}`, place, message),
      cloudformation: withSection(
        cloudformation,
        sectionName,
        changed.entries.size > 0 ? withMember(map, name, changed) : without(map, name),
      ),
    };
  }
  // Without it, the other routes with its key would be the only ones, and everyone could use them.
  if (textAt(body, 'Type') === 'AWS::ApiGatewayV2::Route' && isProtected(properties)) return facts;
  return {
    ...facts,
    ...withEntry(facts, `${shownName(name)} in ${sectionName}`, entry.value.place, message),
    cloudformation: withSection(cloudformation, sectionName, without(map, name)),
  };
}

function withSection(sections: Facts['cloudformation'], name: OverlaySection, map: SourceMap): Facts['cloudformation'] {
  const changed = new Map(sections);
  if (map.entries.size > 0) changed.set(name, map);
  else changed.delete(name);
  return changed;
}

function without(map: SourceMap, key: string): SourceMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => name !== key)) };
}

function withMember(map: SourceMap, key: string, value: SourceMap): SourceMap {
  const entries = new Map(map.entries);
  entries.set(key, { place: value.place, ...entries.get(key), value });
  return { ...map, entries };
}

/** Without a property of a parameter. */
function withoutSetting(facts: Facts, [name = '', property = '']: readonly string[], message: string): Facts {
  const parameter = facts.parameters.find((one) => one.name === name);
  const fact = parameter?.properties.find((one) => one.name === property);
  if (!parameter || !fact) return facts;
  const properties = parameter.properties.filter((one) => one !== fact);
  return {
    ...facts,
    ...withEntry(facts, `${property} of the parameter ${shownName(name)}`, fact.place, message),
    parameters: facts.parameters.map((one) => (one === parameter ? { ...parameter, properties } : one)),
  };
}

/** Without a property, a connection or an endpoint. */
function withoutPart(facts: Facts, [id = '', property = '', item]: readonly string[], message: string): Facts {
  const resource = facts.resources.find((one) => one.id === id);
  if (!resource) return facts;
  const changed = partLeftOut(resource, property, Number(item));
  if (!changed) return facts;
  // What was said of it before is no longer true.
  const entries = facts.entries.filter(
    (entry) => entry.kind === 'left out' || !('what' in entry) || entry.what !== changed.what || entry.resource !== id,
  );
  return {
    ...facts,
    ...withEntry({ ...facts, entries }, changed.what, changed.place, message),
    resources: facts.resources.map((one) => (one === resource ? changed.resource : one)),
  };
}

interface Reduced {
  readonly what: string;
  readonly place: Place;
  readonly resource: ResourceFact;
}

function partLeftOut(resource: ResourceFact, property: string, index: number): Reduced | undefined {
  const { id, endpoints, connections, properties } = resource;
  if (property === 'endpoints') {
    const endpoint = endpoints[index];
    if (!endpoint) return undefined;
    const left = endpoints.filter((one) => one !== endpoint);
    return { what: routeWords(endpoint.route), place: endpoint.place, resource: { ...resource, endpoints: left } };
  }
  // Without them, everyone could connect.
  if (resource.type === 'websocket-api' && (property === 'connections' || property === 'authorization'))
    return undefined;
  if (property === 'connections') {
    const connection = connections[index];
    if (!connection) return undefined;
    const left = connections.filter((one) => one !== connection);
    return {
      what: `Connection of ${id} to ${shownName(connection.to)}`,
      place: connection.place,
      resource: { ...resource, connections: left },
    };
  }
  const fact = properties.find(({ name }) => name === property);
  if (!fact) return undefined;
  const left = properties.filter((one) => one !== fact);
  return { what: `${property} of ${id}`, place: fact.place, resource: { ...resource, properties: left } };
}
