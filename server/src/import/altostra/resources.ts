// What the properties of a resource of an Altostra project become: those of the language, those of CloudFormation that are
// laid over the generated resource, and an entry of the report for what is neither.
import { environmentName, matchesFormat } from '../../language/formats.ts';
import type { ResourceType } from '../../language/index.ts';
import { runtimeStatus, successorsOf, tableDate } from '../../language/runtimes.ts';
import { roleId } from '../../model/logical-ids.ts';
import {
  isPlainMap,
  type ConnectionFact,
  type EndpointFact,
  type PlainValue,
  type PropertyFact,
  type ResourceFact,
} from '../facts.ts';
import type { ReportEntry } from '../report.ts';
import { made, textAt, valueAt, type Made, type Place, type SourceEntry, type SourceValue } from '../source.ts';

/** A resource of the descriptor while it is put together. */
export interface DraftResource extends ResourceFact {
  readonly properties: PropertyFact[];
  readonly endpoints: EndpointFact[];
  readonly connections: ConnectionFact[];
}

/** Gives each name only once, the next time with a number. */
export class FreeNames {
  private readonly taken = new Set<string>();
  private readonly numbers = new Map<string, number>();

  take(name: string): string {
    let number = this.numbers.get(name) ?? 2;
    let found = name;
    while (this.taken.has(found)) found = `${name}${number++}`;
    this.numbers.set(name, number);
    this.taken.add(found);
    return found;
  }
}

export interface Draft {
  /** By the IDs of the source. */
  readonly resources: Map<string, DraftResource>;
  /** The resource IDs, and the logical IDs. */
  readonly ids: FreeNames;
  readonly names: FreeNames;
  /** The resources of the source that have not become anything so far. */
  readonly others: Map<string, SourceEntry>;
  /** Resources in the words of CloudFormation, by logical ID. */
  readonly additions: Map<string, SourceEntry>;
  /** The CloudFormation properties that are laid over generated resources, by logical ID. */
  readonly properties: Map<string, Map<string, SourceEntry>>;
  readonly entries: ReportEntry[];
}

export function leaveOut(draft: Draft, what: string, place: Place, why: string, todo: string): void {
  draft.entries.push({ kind: 'left out', what, place, why, todo });
}

/** Lays a CloudFormation property over the resource with that logical ID. */
export function overlay(draft: Draft, logicalId: string, property: string, value: Made, place: Place): void {
  const properties = draft.properties.get(logicalId) ?? new Map<string, SourceEntry>();
  draft.properties.set(logicalId, properties.set(property, { place, value: made(place, value) }));
}

type Translate = (value: SourceValue, resource: DraftResource, draft: Draft) => void;

/** Reads a property of the source. One that says nothing, such as an empty list, becomes nothing. */
export function readProperty(name: string, value: SourceValue, resource: DraftResource, draft: Draft): void {
  // An empty variable is one, too.
  if ((saysNothing(value) && name !== 'environment') || ['id', 'type', 'name'].includes(name)) return;
  const known: Readonly<Record<string, Translate>> = translations[resource.type];
  const translate = Object.hasOwn(known, name) ? known[name] : undefined;
  if (translate) translate(value, resource, draft);
  else leaveOutProperty(name, 'A project file has no such property.')(value, resource, draft);
}

function saysNothing(value: SourceValue): boolean {
  if (value.kind === 'list') return value.items.every(saysNothing);
  if (value.kind === 'map') return [...value.entries.values()].every((entry) => saysNothing(entry.value));
  return value.value === null || value.value === '' || value.value === false;
}

function leaveOutProperty(name: string, why: string, todo?: string): Translate {
  return (value, { id }, draft) => {
    const usual = 'Add what the resource needs of it under cloudformation.';
    leaveOut(draft, `Property ${name} of ${id}`, value.place, why, todo ?? usual);
  };
}

const nothing: Translate = () => undefined;

function set(resource: DraftResource, name: string, value: PlainValue, place: Place, comment?: string): void {
  resource.properties.push({ name, value, place, comment });
}

function text(name: string): Translate {
  return (value, resource, draft) => {
    if (value.kind === 'scalar') set(resource, name, value.text, value.place);
    else leaveOutProperty(name, 'Its value is no text.')(value, resource, draft);
  };
}

function integer(name: string): Translate {
  return (value, resource, draft) => {
    const number = value.kind === 'scalar' ? Number(value.text) : Number.NaN;
    if (Number.isInteger(number)) set(resource, name, number, value.place);
    else leaveOutProperty(name, 'Its value is no integer.')(value, resource, draft);
  };
}

function texts(name: string): Translate {
  return (value, resource, draft) => {
    const items = value.kind === 'list' ? value.items : [value];
    const all = items.flatMap((item) => (item.kind === 'scalar' ? item.text : []));
    if (all.length === items.length) set(resource, name, all, value.place);
    else leaveOutProperty(name, 'Its value is no list of texts.')(value, resource, draft);
  };
}

function yes(name: string): Translate {
  return (value, resource) => set(resource, name, true, value.place);
}

/** A value that is the same in CloudFormation, unless it is the default there. */
function same(property: string, usual?: string): Translate {
  return (value, { name }, draft) => {
    if (value.kind !== 'scalar' || value.text !== usual) overlay(draft, name, property, value, value.place);
  };
}

function only(allowed: string, name: string, why: string): Translate {
  return (value, resource, draft) => {
    const isAllowed = value.kind === 'scalar' && value.text === allowed;
    if (!isAllowed) leaveOutProperty(name, why)(value, resource, draft);
  };
}

const runtime: Translate = (value, resource, draft) => {
  if (value.kind !== 'scalar') return text('runtime')(value, resource, draft);
  const before = value.text;
  const [successor] = runtimeStatus(before, tableDate)?.kind === 'rejected' ? successorsOf(before) : [];
  if (successor === undefined) return set(resource, 'runtime', before, value.place);
  set(resource, 'runtime', successor, value.place, `Was ${before}, which Lambda no longer accepts for new functions.`);
  draft.entries.push({
    kind: 'changed',
    what: `Runtime of ${resource.id}`,
    place: value.place,
    before,
    after: successor,
    why: 'Lambda rejects new functions with the old one.',
    todo: 'Test the function with the new runtime.',
    resource: resource.id,
  });
};

/** The variables of a function. Those that it has already win. */
export const environment: Translate = (value, resource, draft) => {
  if (value.kind !== 'map') return leaveOutProperty('environment', 'It is no map.')(value, resource, draft);
  const at = resource.properties.findIndex(({ name }) => name === 'environment');
  const own = resource.properties[at];
  const variables = new Map<string, PlainValue>();
  for (const [name, { value: variable, place }] of value.entries) {
    const isUsable = variable.kind === 'scalar' && matchesFormat(name, environmentName);
    if (isUsable) variables.set(name, variable.value === null ? '' : variable.text);
    else {
      const why = variable.kind === 'scalar' ? 'Lambda does not allow the name.' : 'Its value is no text.';
      leaveOut(draft, `Variable ${name} of ${resource.id}`, place, why, 'Give the function another variable.');
    }
  }
  if (own && isPlainMap(own.value)) for (const [name, inner] of own.value) variables.set(name, inner);
  if (variables.size === 0) return;
  const fact = { name: 'environment', value: variables, place: own?.place ?? value.place };
  if (at < 0) resource.properties.push(fact);
  else resource.properties[at] = fact;
};

const managedPolicies: Translate = (value, { name }, draft) => {
  overlay(draft, roleId(name), 'ManagedPolicyArns', value, value.place);
};

/** A map as in a project file, or the name of the only attribute, a string. */
const key: Translate = (value, resource, draft) => {
  if (value.kind === 'map') return set(resource, 'key', plainKey(value), value.place);
  if (value.kind === 'list') return leaveOutProperty('key', 'It is no map.')(value, resource, draft);
  set(resource, 'key', new Map([['hash', attribute(value.text, 'STRING')]]), value.place);
};

function attribute(name: string, type: string): PlainValue {
  return new Map([
    ['name', name],
    ['type', type],
  ]);
}

function plainKey(value: SourceValue | undefined): PlainValue {
  const parts = (['hash', 'range'] as const).flatMap((part): [string, PlainValue][] => {
    const name = textAt(value, part, 'name');
    return name === undefined ? [] : [[part, attribute(name, textAt(value, part, 'type') ?? 'STRING')]];
  });
  return new Map(parts);
}

const indexes: Translate = (value, resource, draft) => {
  const items = value.kind === 'list' ? value.items : [value];
  const plain = items.map((item): PlainValue => {
    const projection = projectionOf(valueAt(item, 'projection'));
    return new Map<string, PlainValue>([
      ['name', textAt(item, 'name') ?? ''],
      ['key', plainKey(valueAt(item, 'key'))],
      ...(projection === undefined ? [] : [['projection', projection] as const]),
    ]);
  });
  set(resource, 'indexes', plain, value.place);
  if (draft.properties.get(resource.name)?.has('ProvisionedThroughput')) onDemand(resource, draft);
};

/** Undefined for all attributes, which is the default. */
function projectionOf(value: SourceValue | undefined): PlainValue | undefined {
  const type = textAt(value, 'type') ?? '';
  const attributes = valueAt(value, 'attributes');
  if (/include$/i.test(type) && attributes?.kind === 'list') {
    return attributes.items.flatMap((item) => (item.kind === 'scalar' ? item.text : []));
  }
  return /keys/i.test(type) ? 'keys-only' : undefined;
}

/** `{ readUnits, writeUnits }`. */
const throughput: Translate = (value, resource, draft) => {
  const units = { ReadCapacityUnits: unitsAt(value, 'readUnits'), WriteCapacityUnits: unitsAt(value, 'writeUnits') };
  overlay(draft, resource.name, 'BillingMode', 'PROVISIONED', value.place);
  overlay(draft, resource.name, 'ProvisionedThroughput', units, value.place);
  if (resource.properties.some(({ name }) => name === 'indexes')) onDemand(resource, draft);
};

function unitsAt(value: SourceValue, name: string): number {
  const units = Number(textAt(value, name) ?? 5);
  return Number.isInteger(units) && units > 0 ? units : 5;
}

/** The indexes would need a throughput too, and their list would have to be written twice. */
function onDemand({ id, name }: DraftResource, draft: Draft): void {
  const properties = draft.properties.get(name);
  const place = properties?.get('ProvisionedThroughput')?.place;
  if (!properties || !place) return;
  properties.delete('BillingMode');
  properties.delete('ProvisionedThroughput');
  draft.entries.push({
    kind: 'changed',
    what: `Capacity of ${id}`,
    place,
    before: 'PROVISIONED',
    after: 'PAY_PER_REQUEST',
    why: 'The throughput of indexes cannot be set in a project file.',
    todo: 'Set it under cloudformation, for the table and each of its indexes, if the table needs it.',
    resource: id,
  });
}

const billing: Translate = (value, resource, draft) => {
  for (const [name, { value: inner }] of value.kind === 'map' ? value.entries : []) {
    if (!['billingModel', 'throughput'].includes(name)) readProperty(name, inner, resource, draft);
  }
  if (textAt(value, 'billingModel') !== 'PROVISIONED') return;
  throughput(valueAt(value, 'throughput') ?? value, resource, draft);
};

/** `{ amount: 5, unit: minutes }` as `rate(5 minutes)`. */
const rate: Translate = (value, resource, draft) => {
  const amount = Number(textAt(value, 'amount'));
  const unit = (textAt(value, 'unit') ?? '').replace(/s$/, '');
  if (!Number.isInteger(amount) || !['minute', 'hour', 'day'].includes(unit)) {
    return leaveOutProperty('rate', 'It is no number of minutes, hours or days.')(value, resource, draft);
  }
  set(resource, 'expression', `rate(${amount} ${unit}${amount === 1 ? '' : 's'})`, value.place);
};

const cron: Translate = (value, resource, draft) => {
  const expression = value.kind === 'scalar' ? value.text : '';
  const whole = /^(?:rate|cron)\(/.test(expression) ? expression : `cron(${expression})`;
  text('expression')(value.kind === 'scalar' ? { ...value, text: whole } : value, resource, draft);
};

/** `$request.body.action` for the property `action`. */
const routeSelector: Translate = (value, resource, draft) => {
  const selector =
    value.kind === 'scalar' ? value.text.replace(/^\$(?:\{request\.body\.(.*)\}|request\.body\.(.*))$/, '$1$2') : '';
  text('routeSelectorProperty')(value.kind === 'scalar' ? { ...value, text: selector } : value, resource, draft);
};

/** By the property of the source. */
const translations: Readonly<Record<ResourceType, Readonly<Record<string, Translate>>>> = {
  'websocket-api': {
    description: text('description'),
    routeSelectorProperty: routeSelector,
    routeSelector,
    routeSelectionExpression: routeSelector,
    identitySource: texts('identitySource'),
    stage: text('stage'),
    // They are read with the connections.
    endpoints: nothing,
    routes: nothing,
    authorizer: nothing,
    authorization: nothing,
  },
  'lambda-function': {
    description: text('description'),
    entryPoint: text('entryPoint'),
    runtime,
    memory: integer('memory'),
    timeout: integer('timeout'),
    layers: texts('layers'),
    reservedConcurrency: integer('reservedConcurrency'),
    environment: (value, resource, draft) => environment(valueAt(value, 'variables') ?? value, resource, draft),
    policies: managedPolicies,
    packageType: only('zip', 'packageType', 'A function of a project file has no container image.'),
    endpointUrl: leaveOutProperty('endpointUrl', 'A project file has no URLs of functions.'),
  },
  'dynamodb-table': {
    description: text('description'),
    key,
    tableName: text('physicalName'),
    primaryIndexes: indexes,
    aws: billing,
    throughput,
  },
  'sqs-queue': {
    description: text('description'),
    queueName: text('physicalName'),
    fifo: yes('fifo'),
    isFifo: yes('fifo'),
    visibilityTimeout: integer('visibilityTimeout'),
    delay: same('DelaySeconds', '0'),
    retentionPeriod: same('MessageRetentionPeriod', '345600'),
    maxMessageSize: same('MaximumMessageSize', '262144'),
  },
  'sns-topic': {
    description: text('description'),
    topicName: text('physicalName'),
    displayName: same('DisplayName'),
  },
  's3-bucket': {
    description: text('description'),
    bucketName: text('physicalName'),
    accessLevel: only('private', 'accessLevel', 'A generated bucket is private.'),
    filesSources: leaveOutProperty(
      'filesSources',
      'No files are uploaded with the stack.',
      'Upload them after the deployment, with aws s3 sync.',
    ),
  },
  schedule: { description: text('description'), rate, cron, expression: cron },
};
