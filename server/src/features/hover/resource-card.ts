// Hovers of resources and of connections to them.
import { accessLevels, findAllowed } from '../../language/connections.ts';
import { defaultOf, findResourceDefinition, firstSentence } from '../../language/index.ts';
import { isLogicalId } from '../../model/logical-ids.ts';
import {
  existingArn,
  physicalNameOf,
  type Connection,
  type DataResource,
  type DynamoDBTable,
  type LambdaFunction,
  type Project,
  type Resource,
  type WebSocketApi,
} from '../../model/project.ts';
import { connectionsTo, type ConnectionFrom } from '../../model/references.ts';
import { attributesOf } from '../../model/table-keys.ts';
import {
  environmentName,
  functionAt,
  hasVariable,
  handlersOf,
  isDataResource,
  stageName,
  triggersOf,
  variableName,
} from '../../model/usage.ts';
import { ownResources } from '../../template/generate.ts';
import { capitalize } from '../../wording.ts';
import { card, code, plain } from '../markdown.ts';
import { urlOf } from './route-card.ts';
import { t, translated } from '../../locale.ts';

export function resourceCard(project: Project, resource: Resource): string {
  const definition = resource.type && findResourceDefinition(resource.type);
  return card({
    title: resource.id.value,
    kind: [definition ? translated(definition.label) : t`resource`],
    paragraphs: [resource.description ? plain(resource.description.value) : meaningOf(resource)],
    facts: [
      ...ownFacts(project, resource),
      ...arrivingFacts(project, resource),
      physicalNameFact(resource),
      logicalIdFact(project, resource),
      templateFact(project, resource),
      overlayFact(project, resource),
    ],
    link: definition?.link,
  });
}

function meaningOf(resource: Resource): string | undefined {
  const definition = resource.type && findResourceDefinition(resource.type);
  if (!definition || !isDataResource(resource) || !resource.arn)
    return definition && firstSentence(translated(definition.docs));
  return t`${capitalize(translated(definition.noun))} that already exists: it is used, and not created.`;
}

/** The resource's connections and configuration. */
function ownFacts(project: Project, resource: Resource): (string | undefined)[] {
  if (isDataResource(resource)) {
    const invoked = triggersOf(project, resource).map(({ lambda }) => code(lambda.id.value));
    const deadLetter = resource.type === 'sqs-queue' ? resource.deadLetter : undefined;
    return [
      existingFact(resource),
      resource.type === 'dynamodb-table' ? indexesFact(resource) : undefined,
      invoked.length > 0 ? t`Invokes ${shortList(invoked)}` : undefined,
      deadLetter?.to && deadLetter.after
        ? deadLetterFact(code(deadLetter.to.value), deadLetter.after.value)
        : undefined,
      variableFact(project, resource),
    ];
  }
  switch (resource.type) {
    case 'websocket-api':
      return apiFacts(project, resource);
    case 'schedule': {
      const invoked = triggersOf(project, resource).map(({ lambda }) => code(lambda.id.value));
      return [
        resource.expression && t`When: ${code(resource.expression.value)}`,
        invoked.length > 0 ? t`Invokes ${shortList(invoked)}` : undefined,
      ];
    }
    case 'lambda-function':
      return functionFacts(project, resource);
    case undefined:
      return [];
  }
}

function deadLetterFact(to: string, attempts: number): string {
  return attempts === 1
    ? t`Dead letters go to ${to}, after one attempt`
    : t`Dead letters go to ${to}, after ${attempts} attempts`;
}

/** By which functions find the resource; the usual one if none connects to it. */
function variableFact(project: Project, resource: DataResource): string {
  const using = connectionsTo(project, resource.id.value).filter(
    ({ connection }) => roleOf(connection, resource) === 'access',
  );
  const given = using.map(({ connection }) => variableName(resource, connection));
  const names = [...new Set(given.length > 0 ? given : [environmentName(resource)])];
  const shown = shortList(names.map(code));
  return names.length === 1
    ? t`Environment variable of functions that connect to it: ${shown}`
    : t`Environment variables of functions that connect to it: ${shown}`;
}

function existingFact(resource: Resource): string | undefined {
  const arn = existingArn(resource);
  const definition = resource.type && findResourceDefinition(resource.type);
  const noun = definition && translated(definition.noun).replace(/^.* /, '');
  return arn && noun && t`Existing ${noun} ${code(arn.value)}`;
}

/** Each index with the attributes of its key. */
function indexesFact({ indexes }: DynamoDBTable): string | undefined {
  const named = indexes.flatMap(({ name, key }) =>
    name
      ? `${code(name.value)} (${attributesOf(key)
          .map((one) => code(one.name.value))
          .join(', ')})`
      : [],
  );
  return named.length > 0 ? t`Indexes: ${shortList(named)}` : undefined;
}

function apiFacts(project: Project, api: WebSocketApi): (string | undefined)[] {
  const authorizer = functionAt(project, api.connections[0]);
  const handlers = handlersOf(project, api).map(({ lambda }) => code(lambda.id.value));
  const selector = api.routeSelectorProperty;
  return [
    t`Clients connect to ${code(urlOf(stageName(project, api)))}`,
    selector && t`Selects routes by ${code(`$request.body.${selector.value}`)}`,
    authorizer && t`Authorizer: ${code(authorizer.id.value)}`,
    api.authorization && t`Clients sign the connection request with AWS credentials`,
    api.domain?.name &&
      t`Also available under ${code(`wss://${api.domain.name.value}${api.domain.path ? `/${api.domain.path.value}` : ''}`)}`,
    api.throttling?.rate && t`Accepts ${api.throttling.rate.value} requests a second`,
    handlers.length > 0 ? t`Handlers: ${shortList(handlers)}` : undefined,
  ];
}

function functionFacts(project: Project, lambda: LambdaFunction): (string | undefined)[] {
  const targets = lambda.connections.flatMap(({ target, access }) => {
    const resource = project.find(target.value);
    return resource ? [{ resource, access: access?.value }] : [];
  });
  const apis = targets.filter(({ resource }) => resource.type === 'websocket-api');
  const data = targets.filter(({ resource }) => resource.type !== 'websocket-api');
  const actions = new Set(lambda.permissions.flatMap((permission) => permission.actions.map(({ value }) => value)));
  const uses = data.map(({ resource, access }) => withAccess(resource.id.value, access));
  return [
    runFact(lambda),
    apis.length > 0
      ? t`Sends messages to the clients of ${shortList(apis.map(({ resource }) => code(resource.id.value)))}`
      : undefined,
    uses.length > 0 ? t`Uses ${shortList(uses)}` : undefined,
    actions.size > 0 ? t`Is also allowed ${shortList([...actions].map(code))}` : undefined,
  ];
}

function runFact(lambda: LambdaFunction): string | undefined {
  const { arn, code: folder, entryPoint, runtime, architecture, memory, timeout } = lambda;
  if (arn) return existingFact(lambda);
  if (!entryPoint || !runtime) return undefined;
  const size = String(memory?.value ?? defaultOf('lambda-function', 'memory'));
  const seconds = String(timeout?.value ?? defaultOf('lambda-function', 'timeout'));
  const processors = architecture ? ` (${code(architecture.value)})` : '';
  const [what, where] = [code(entryPoint.value), `${code(runtime.value)}${processors}`];
  return folder
    ? t`Runs ${what} in ${code(folder.value)} on ${where} with ${size} MB, for up to ${seconds} s`
    : t`Runs ${what} on ${where} with ${size} MB, for up to ${seconds} s`;
}

/** The connections to the resource, with their roles. */
function arrivingFacts(project: Project, resource: Resource): (string | undefined)[] {
  if (project.find(resource.id.value) !== resource) return [];
  const arriving = connectionsTo(project, resource.id.value);
  const byRole = (role: string, name: (from: ConnectionFrom) => string): string[] => [
    ...new Set(arriving.filter(({ connection }) => roleOf(connection, resource) === role).map(name)),
  ];
  const source = (from: ConnectionFrom): string => code(from.resource.id.value);
  const routesOf = (api: string): string[] =>
    arriving.flatMap((from) => (from.endpoint?.route && source(from) === api ? code(from.endpoint.route.value) : []));
  const fact = (role: string, words: (names: string) => string, name = source): string | undefined => {
    const names = byRole(role, name);
    return names.length > 0 ? words(shortList(names)) : undefined;
  };
  const user = ({ resource: { id }, connection }: ConnectionFrom): string =>
    withAccess(id.value, connection.access?.value);
  return [
    ...byRole('handler', source).map((api) => t`Handles ${shortList(routesOf(api))} of ${api}`),
    fact('authorizer', (names) => t`Authorizes the clients of ${names}`),
    fact('send', (names) => t`Receives messages from ${names}`),
    fact('trigger', (names) => t`Invoked by ${names}`),
    fact('dead-letter', (names) => t`Gets the dead letters of ${names}`),
    fact('access', (names) => t`Used by ${names}`, user),
  ];
}

function roleOf({ source }: Connection, { type }: Resource): string | undefined {
  return source && type && findAllowed(source, type)?.role;
}

function withAccess(id: string, access: string | undefined): string {
  return access === undefined ? code(id) : `${code(id)} (${access})`;
}

function physicalNameFact(resource: Resource): string | undefined {
  const name = physicalNameOf(resource);
  if (!name) return undefined;
  return name.value === undefined
    ? t`Name in AWS: the parameter ${code(name.parameter?.value ?? '')}`
    : t`Name in AWS: ${code(name.value)}`;
}

function logicalIdFact(project: Project, resource: Resource): string | undefined {
  const logicalId = project.logicalIds.of(resource);
  if (logicalId === undefined || !resource.name || existingArn(resource)) return undefined;
  return isLogicalId(resource.name.value)
    ? t`Logical ID: ${code(logicalId)}`
    : t`Logical ID: ${code(logicalId)}, numbered by the order of the file`;
}

/** The CloudFormation resources that the resource becomes, grouped by type. */
function templateFact(project: Project, resource: Resource): string | undefined {
  const counts = new Map<string, number>();
  for (const { type } of ownResources(project, resource)) counts.set(type, (counts.get(type) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const types = [...counts].map(([type, count]) => (count > 1 ? `${count} × ${code(type)}` : code(type)));
  return t`In the template: ${types.join(', ')}`;
}

/** Where its resource of the template is changed. */
function overlayFact(project: Project, resource: Resource): string | undefined {
  const entry = project.overlay.find('Resources', project.logicalIds.of(resource) ?? '');
  const line = entry && project.tree.lines.positionAt(entry.entry.span.start).line + 1;
  return line === undefined ? undefined : t`Changed under \`cloudformation\` in line ${line}`;
}

export function connectionCard(project: Project, connection: Connection): string | undefined {
  const { source, target, access } = connection;
  const resource = project.find(target.value);
  if (!resource) return undefined;
  const { type } = resource;
  const definition = type && findResourceDefinition(type);
  const allowed = source && type && findAllowed(source, type);
  const level = accessLevels.values.find(({ value }) => value === access?.value);
  const isFound = allowed?.role === 'send' || allowed?.role === 'access';
  return card({
    title: target.value,
    kind: [definition ? translated(definition.label) : t`resource`],
    paragraphs: [
      allowed && translated(level && allowed.access ? level.docs : allowed.docs),
      resource.description && plain(resource.description.value),
    ],
    facts: [
      isFound && hasVariable(resource)
        ? t`Environment variable of the function: ${code(variableName(resource, connection))}`
        : undefined,
      resource.type === 'lambda-function' ? runFact(resource) : existingFact(resource),
      logicalIdFact(project, resource),
    ],
  });
}

/** The first few of the names, and how many more there are. */
function shortList(names: readonly string[]): string {
  const shown = names.slice(0, maximumListed);
  const more = names.length - shown.length;
  return more > 0 ? t`${shown.join(', ')} and ${more} more` : shown.join(', ');
}

const maximumListed = 6;
