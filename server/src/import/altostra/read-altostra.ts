// Reads an Altostra project: the resources of its blueprint become those of the descriptor, one by one, under their own IDs.
import type { ResourceType } from '../../language/index.ts';
import { capitalize } from '../../wording.ts';
import { isPlainMap, type Facts, type ParameterFact, type PlainValue } from '../facts.ts';
import type { ReportEntry } from '../report.ts';
import {
  madeMap,
  textAt,
  valueAt,
  type SourceEntry,
  type SourceMap,
  type SourceValue,
  type Unreadable,
} from '../source.ts';
import { readCustomResources, readPolicies } from './additions.ts';
import { readConnections } from './connections.ts';
import { environment, FreeNames, leaveOut, readProperty, type Draft, type DraftResource } from './resources.ts';

/** Whether the file is an Altostra project, or the blueprint of one. */
export function isAltostra(root: SourceMap): boolean {
  return blueprintIn(root) !== undefined;
}

function blueprintIn(root: SourceMap): SourceMap | undefined {
  const blueprints = valueAt(root, 'blueprints');
  const [first] = blueprints?.kind === 'list' ? blueprints.items : [root];
  const types = [...mapAt(first, 'resources').values()].map(({ value }) => textAt(value, 'type'));
  return first?.kind === 'map' && types.some((type) => type?.startsWith('resource.')) ? first : undefined;
}

function mapAt(value: SourceValue | undefined, ...keys: readonly string[]): ReadonlyMap<string, SourceEntry> {
  const found = valueAt(value, ...keys);
  return found?.kind === 'map' ? found.entries : new Map();
}

export function readAltostra(root: SourceMap): Facts | Unreadable {
  const blueprint = blueprintIn(root);
  if (!blueprint) return { unreadable: 'it has no blueprint with resources', place: root.place };
  const sources = mapAt(blueprint, 'resources');
  const draft: Draft = {
    resources: new Map(),
    ids: new FreeNames(),
    names: new FreeNames(),
    others: new Map(sources),
    additions: new Map(),
    properties: new Map(),
    entries: [],
  };
  for (const [id, entry] of sources) readResource(id, entry, draft);
  if (draft.resources.size === 0) {
    return { unreadable: 'it has no WebSocket API, and nothing else that a project file can have', place: root.place };
  }
  readGlobalVariables(blueprint, draft);
  const parameters = readParameters(blueprint, draft);
  readConnections(blueprint, draft);
  readPolicies(blueprint, draft);
  readCustomResources(draft);
  for (const [id, entry] of draft.others) leaveOutResource(id, entry, draft);
  leaveOutBlueprints(root, draft);
  const resources = [...draft.resources.values()];
  return {
    description: textAt(root, 'description'),
    parameters,
    resources,
    cloudformation: new Map(overlayOf(root, draft)),
    entries: [...draft.entries, ...nextSteps(resources)],
    files: [],
  };
}

const types: Readonly<Record<string, ResourceType>> = {
  'resource.compute.function': 'lambda-function',
  'resource.table': 'dynamodb-table',
  'resource.table.simple': 'dynamodb-table',
  'resource.message-queue': 'sqs-queue',
  'resource.notification-topic': 'sns-topic',
  'resource.file-store': 's3-bucket',
  'resource.scheduler': 'schedule',
};

/** What an API and its endpoints are called is not published, so their types are recognized by a part. */
function typeOf(type: string): ResourceType | undefined {
  if (/web-?socket/i.test(type)) return /endpoint|route/i.test(type) ? undefined : 'websocket-api';
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

function readResource(id: string, { place, value }: SourceEntry, draft: Draft): void {
  const isExternal = textAt(value, 'type') === 'resource.external';
  const arn = isExternal ? textAt(value, 'identifier') : undefined;
  const type = typeOf(textAt(value, isExternal ? 'externalResourceType' : 'type') ?? '');
  if (!type || (isExternal && !arn?.startsWith('arn:'))) return;
  const given = textAt(value, 'name') ?? '';
  // The name of an API gives its logical ID. What else refers to resources in CloudFormation uses their IDs.
  const isUsable = type === 'websocket-api' && /^[A-Za-z0-9]{1,64}$/.test(given);
  const name = isUsable ? given : id.replaceAll(/[^A-Za-z0-9]/g, '') || 'Resource';
  const resource: DraftResource = {
    id: draft.ids.take(id.replaceAll(/[^\w-]/g, '_').replace(/^(?![A-Za-z])/, 'R')),
    type,
    name: draft.names.take(name),
    place,
    properties: arn === undefined ? [] : [{ name: 'arn', value: arn, place }],
    endpoints: [],
    connections: [],
  };
  draft.resources.set(id, resource);
  draft.others.delete(id);
  if (arn !== undefined) return;
  for (const [property, { value: inner }] of value.kind === 'map' ? value.entries : []) {
    readProperty(property, inner, resource, draft);
  }
  if (type === 'websocket-api') completeApi(resource, draft);
}

function completeApi({ id, properties, place }: DraftResource, draft: Draft): void {
  if (properties.some(({ name }) => name === 'routeSelectorProperty')) return;
  properties.push({ name: 'routeSelectorProperty', value: 'action', place, comment: 'Not in the Altostra project.' });
  draft.entries.push({
    kind: 'changed',
    what: `Route selector of ${id}`,
    place,
    before: 'none',
    after: 'action',
    why: 'A project file needs one, and action is usual.',
    todo: 'Name the property of messages that selects the route.',
    resource: id,
  });
}

/** The variables that all functions have. */
function readGlobalVariables(blueprint: SourceMap, draft: Draft): void {
  const variables = valueAt(blueprint, 'globalEnvironmentVariables');
  if (variables?.kind !== 'map' || variables.entries.size === 0) return;
  for (const resource of draft.resources.values()) {
    if (resource.type === 'lambda-function') environment(variables, resource, draft);
  }
  draft.entries.push({ kind: 'taken', what: 'Global variables, in each function', place: variables.place });
}

/** A parameter of the source has the paths of the values that each deployment sets. */
function readParameters(blueprint: SourceMap, draft: Draft): readonly ParameterFact[] {
  const parameters: ParameterFact[] = [];
  for (const [written, { place, value }] of mapAt(blueprint, 'parameters')) {
    const name = freeName(written, draft);
    const paths = valueAt(value, 'paths');
    const before: PlainValue[] = [];
    for (const path of paths?.kind === 'list' ? paths.items : []) {
      const text = path.kind === 'scalar' ? path.text : '';
      const replaced = name === undefined ? undefined : replaceVariable(text, name, draft);
      if (replaced !== undefined) before.push(replaced);
      else {
        const why = 'A parameter of a project file can set the variables of functions only.';
        leaveOut(draft, `Parameter ${written} for ${text}`, path.place, why, 'Set the value in the project file.');
      }
    }
    const [usual] = before;
    if (name === undefined || usual === undefined) continue;
    parameters.push({ name, place, properties: usual === '' ? [] : [{ name: 'default', value: usual, place }] });
    if (name === written) continue;
    draft.entries.push({
      kind: 'changed',
      what: `Parameter ${written}`,
      place,
      before: written,
      after: name,
      why: 'A name has letters and digits only, and nothing else has it.',
    });
  }
  return parameters;
}

/** `TenantAppClientId` for `TENANT_APP_CLIENT_ID`; undefined if nothing is left of the name. */
function freeName(written: string, { names }: Draft): string | undefined {
  const words = written.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = (words.length < 2 ? words : words.map((word) => capitalize(word.toLowerCase()))).join('').slice(0, 60);
  return name === '' ? undefined : names.take(name);
}

/** @returns the value of the variable at the path before; undefined if there is none */
function replaceVariable(path: string, parameter: string, draft: Draft): PlainValue | undefined {
  const [, id = '', variable = ''] = /^resources\/([^/]+)\/environment\/variables\/(.+)$/.exec(path) ?? [];
  const properties = draft.resources.get(id)?.properties;
  const at = properties?.findIndex(({ name }) => name === 'environment') ?? -1;
  const fact = properties?.[at];
  if (!properties || !fact || !isPlainMap(fact.value)) return undefined;
  const before = fact.value.get(variable);
  if (before === undefined) return undefined;
  const value = new Map([...fact.value, [variable, new Map([['parameter', parameter]])]]);
  properties[at] = { ...fact, value };
  return before;
}

const kinds: Readonly<Record<string, string>> = {
  'resource.api': 'REST API',
  'resource.api.endpoint': 'REST endpoint',
  'resource.cdn': 'CDN',
  'resource.compute.serverless-container': 'Container',
};

function leaveOutResource(id: string, { place, value }: SourceEntry, draft: Draft): void {
  const type = textAt(value, 'type') ?? 'no type';
  const method = textAt(value, 'method');
  const path = textAt(value, 'path');
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const what = method === undefined || path === undefined ? id : `${method} ${path} (${id})`;
  leaveOut(
    draft,
    `${kind ?? 'Resource'} ${what}`,
    place,
    kind === undefined ? `A project file has no such resource: ${type}.` : 'A project file has no such resource.',
    'Describe it under cloudformation, or keep it in a stack of its own.',
  );
}

function leaveOutBlueprints(root: SourceMap, draft: Draft): void {
  const blueprints = valueAt(root, 'blueprints');
  for (const { place } of blueprints?.kind === 'list' ? blueprints.items.slice(1) : []) {
    leaveOut(draft, 'Blueprint', place, 'Only the first one is imported.', 'Import it from a file of its own.');
  }
}

function* overlayOf(root: SourceMap, draft: Draft): Generator<readonly ['Resources', SourceMap]> {
  const { place } = root;
  const entries = new Map(draft.additions);
  for (const [logicalId, properties] of draft.properties) {
    if (properties.size === 0) continue;
    const inner: SourceMap = { kind: 'map', place, entries: properties };
    entries.set(logicalId, { place, value: madeMap(place, { Properties: inner }) });
  }
  if (entries.size > 0) yield ['Resources', { kind: 'map', place, entries }];
}

function* nextSteps(resources: readonly DraftResource[]): Generator<ReportEntry> {
  if (!resources.some(({ type }) => type === 'websocket-api')) {
    yield { kind: 'next step', todo: 'Add a WebSocket API: the Altostra project has none.' };
  }
}
