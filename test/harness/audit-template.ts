// Checks invariants of a descriptor's template that no validator checks. It reads only the values of the two texts, and
// uses no code of the generator.
import type { Descriptor, DescriptorResource } from './descriptor.ts';
import { auditFunctions } from './audit-functions.ts';
import { auditNames } from './audit-names.ts';
import { auditTriggers } from './audit-triggers.ts';
import { get, isList, isMap, referencesIn, resourcesOf, texts, walk, type ReadResource } from './read-template.ts';

type Resources = ReadonlyMap<string, ReadResource>;

/** The faults of the template, one sentence each; `idOf` returns the logical ID of a resource. */
export function auditTemplate(
  descriptor: Descriptor,
  template: unknown,
  idOf: (resourceId: string) => string | undefined,
): readonly string[] {
  const resources = resourcesOf(template);
  return [
    ...referencesResolve(template, resources),
    ...noCircle(resources),
    ...leastPrivilege(descriptor, resources),
    ...codeIsThere(template, resources),
    ...parametersAre(descriptor, template),
    ...permissionsAreExact(resources),
    ...auditFunctions({ descriptor, resources, idOf }),
    ...auditTriggers({ descriptor, resources, idOf, resolved, arnOf: (id) => functionArn({ descriptor, idOf }, id) }),
    ...auditNames(descriptor, resources, idOf),
    ...Object.entries(descriptor.resources).flatMap(([id, resource]) => {
      if (resource.type !== 'websocket-api') return [];
      const apiId = idOf(id) ?? '';
      const audit = { descriptor, id, resource, apiId, resources, idOf };
      return [...endpointsAre(audit), ...stageWaits(audit), ...authorizerIs(audit)];
    }),
  ];
}

const attributes: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': ['Arn'],
  'AWS::IAM::Role': ['Arn'],
  'AWS::Logs::LogGroup': ['Arn'],
  'AWS::ApiGatewayV2::DomainName': ['RegionalDomainName', 'RegionalHostedZoneId'],
  'AWS::DynamoDB::Table': ['Arn', 'StreamArn'],
  'AWS::Events::Rule': ['Arn'],
  'AWS::SQS::Queue': ['Arn'],
  'AWS::S3::Bucket': ['Arn'],
};

function* referencesResolve(template: unknown, resources: Resources): Iterable<string> {
  const parameters = get(template, 'Parameters');
  const pseudo = ['AWS::Partition', 'AWS::Region', 'AWS::AccountId', 'AWS::URLSuffix', 'AWS::StackId'];
  const plain = [...resources.keys(), ...pseudo, ...(isMap(parameters) ? Object.keys(parameters) : [])];
  for (const { logicalId, attribute } of referencesIn(template)) {
    const known =
      attribute === undefined
        ? plain.includes(logicalId)
        : attributes[resources.get(logicalId)?.type ?? '']?.includes(attribute);
    if (!known) yield `nothing is ${logicalId}${attribute === undefined ? '' : `.${attribute}`}`;
  }
  for (const [logicalId, { dependsOn }] of resources) {
    for (const id of dependsOn) {
      if (!resources.has(id)) yield `${logicalId} depends on ${id}, which does not exist`;
      else if (get(resources.get(id)?.whole, 'Condition') !== undefined)
        yield `${logicalId} depends on ${id}, which may not exist`;
    }
  }
}

function* noCircle(resources: Resources): Iterable<string> {
  const done = new Set<string>();
  const visit = function* (id: string, above: readonly string[]): Iterable<string> {
    const resource = resources.get(id);
    if (above.includes(id)) yield `a cycle: ${[...above, id].join(' → ')}`;
    if (!resource || done.has(id) || above.includes(id)) return;
    const needed = [...resource.dependsOn, ...referencesIn(resource.properties).map(({ logicalId }) => logicalId)];
    for (const next of needed) yield* visit(next, [...above, id]);
    done.add(id);
  };
  for (const id of resources.keys()) yield* visit(id, []);
}

function* leastPrivilege(descriptor: Descriptor, resources: Resources): Iterable<string> {
  const asked = new Set(
    Object.values(descriptor.resources).flatMap(({ tracing, permissions = [] }) => [
      ...(tracing ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : []),
      ...permissions.flatMap(({ actions }) => actions),
    ]),
  );
  for (const [logicalId, { properties }] of resources) {
    for (const [path, value] of walk(properties)) {
      const statement = path.includes('PolicyDocument') || path.includes('AssumeRolePolicyDocument');
      if (!statement || !isMap(value) || value['Effect'] === undefined) continue;
      const actions = [value['Action'], ...texts(value['Action'])].filter((action) => typeof action === 'string');
      const ours = actions.filter((action) => !asked.has(action));
      if (actions.length === 0 || ours.some((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))) {
        yield `${logicalId} allows ${JSON.stringify(value['Action'])}`;
      }
      if (value['NotAction'] !== undefined) yield `${logicalId} has a NotAction`;
      if (value['Resource'] === '*' && ours.length > 0) yield `${logicalId} allows something on everything`;
    }
  }
}

function* codeIsThere(template: unknown, resources: Resources): Iterable<string> {
  const deployed = [...resources.values()].some(({ type }) => type === 'AWS::Lambda::Function');
  if ((get(template, 'Parameters', 'CodeS3Bucket') !== undefined) !== deployed)
    yield 'the parameters do not fit the functions';
}

function* parametersAre({ parameters = {} }: Descriptor, template: unknown): Iterable<string> {
  for (const [name, { default: usual, allowed = [], secret = false }] of Object.entries(parameters)) {
    const found = get(template, 'Parameters', name);
    if (get(found, 'Type') !== 'String') yield `${name} is not a parameter`;
    if (get(found, 'Default') !== usual) yield `${name} has another default`;
    if (texts(get(found, 'AllowedValues')).join() !== allowed.join()) yield `${name} allows other values`;
    if ((get(found, 'NoEcho') === true) !== secret) yield `${name} is not as secret as it should be`;
  }
}

/**
 * A permission is for an API's authorizer, or on its stage for all routes, or for one route that matches no other; or for a
 * topic or a schedule, or the buckets of the account.
 */
function* permissionsAreExact(resources: Resources): Iterable<string> {
  for (const [logicalId, { type, properties }] of resources) {
    if (type !== 'AWS::Lambda::Permission') continue;
    const sourceArn = resolved(get(properties, 'SourceArn'));
    if (get(properties, 'Principal') !== 'apigateway.amazonaws.com') {
      const isExact =
        get(properties, 'SourceAccount', 'Ref') === 'AWS::AccountId' ||
        get(properties, 'SourceArn', 'Ref') ||
        sourceArn.startsWith('arn:<AWS::Partition>:sns:') ||
        get(properties, 'SourceArn', 'Fn::GetAtt');
      if (!isExact) yield `${logicalId} is for anything`;
      continue;
    }
    const path =
      /^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<\w+>\/(.*)$/s.exec(sourceArn)?.[1] ?? '';
    const exact = /^(?:authorizers\/<\w+>|(?:[\w-]+|<\w+>)\/(?:\*|(?!.*\$\{)[^*?]+))$/s.test(path);
    if (!exact || sourceArn.length > 1000) yield `${logicalId} is for ${sourceArn}`;
  }
}

interface ApiAudit {
  readonly descriptor: Descriptor;
  readonly id: string;
  readonly resource: DescriptorResource;
  readonly apiId: string;
  readonly resources: Resources;
  readonly idOf: (resourceId: string) => string | undefined;
}

/** The API's resources of that type, with their logical IDs. */
function partsOf({ resources, apiId }: ApiAudit, type: string): readonly (readonly [string, ReadResource])[] {
  return [...resources].filter(
    ([, resource]) =>
      resource.type === `AWS::ApiGatewayV2::${type}` && get(resource.properties, 'ApiId', 'Ref') === apiId,
  );
}

/** The text of an `Fn::Sub` or a plain string, with references replaced with their names. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const referred = get(value, 'Ref');
  if (typeof referred === 'string') return `<${referred}>`;
  const [id, attribute] = texts(get(value, 'Fn::GetAtt'));
  if (id !== undefined) return `<${id}.${attribute}>`;
  const joined = get(value, 'Fn::Join', 1);
  if (isList(joined)) return joined.join('');
  const text = get(value, 'Fn::Sub');
  if (typeof text !== 'string') return '';
  return text.replaceAll(/\$\{([^!}][^}]*)\}/g, '<$1>').replaceAll('${!', '${');
}

/** The ARN of a function as it must appear in the template. */
function functionArn({ descriptor, idOf }: Pick<ApiAudit, 'descriptor' | 'idOf'>, id: string): string {
  const arn = descriptor.resources[id]?.arn;
  if (arn === undefined) return `<${idOf(id)}.Arn>`;
  return arn.replace(/^arn:[a-z-]+:/, 'arn:<AWS::Partition>:').replace(/:\$LATEST$/, '');
}

function mayCall({ resources }: ApiAudit, functionArn: string, sourceArn: string): boolean {
  return [...resources.values()].some(({ type, properties }) => {
    if (type !== 'AWS::Lambda::Permission' || resolved(get(properties, 'FunctionName')) !== functionArn) return false;
    if (get(properties, 'Action') !== 'lambda:InvokeFunction') return false;
    if (get(properties, 'Principal') !== 'apigateway.amazonaws.com') return false;
    return matchesArn(resolved(get(properties, 'SourceArn')), sourceArn);
  });
}

/** Compares ARNs as IAM does: `*` and `?` match other characters. */
function matchesArn(pattern: string, arn: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(arn);
}

function invocationUri(functionArn: string): string {
  return `arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

function* endpointsAre(audit: ApiAudit): Iterable<string> {
  const { id, resource, apiId, resources } = audit;
  const execution = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${apiId}>`;
  const stage = stageText(resource);
  const routes = partsOf(audit, 'Route');
  const responses = partsOf(audit, 'RouteResponse');
  const endpoints = resource.endpoints ?? [];
  if (routes.length !== endpoints.length) yield `${id} has ${endpoints.length} endpoints and ${routes.length} routes`;
  for (const { route, operationMode, connections = [] } of endpoints) {
    const found = routes.find(([, { properties }]) => resolved(get(properties, 'RouteKey')) === route);
    if (!found) {
      yield `${id} has no route ${route}`;
      continue;
    }
    const [routeId, { properties }] = found;
    const answers = responses.filter(([, response]) => get(response.properties, 'RouteId', 'Ref') === routeId);
    const selects = get(properties, 'RouteResponseSelectionExpression') === '$default';
    const twoWay = operationMode === '2-way';
    if (selects !== twoWay) yield `${routeId}: the route's half of ${operationMode} is wrong`;
    if (answers.length !== (twoWay ? 1 : 0)) yield `${routeId}: the response's half of ${operationMode} is wrong`;
    if (answers.some(([, response]) => get(response.properties, 'RouteResponseKey') !== '$default')) {
      yield `${routeId}: the response is not $default`;
    }
    const authorized = route === '$connect' && (resource.connections ?? []).length > 0;
    const signed = route === '$connect' && resource.authorization === 'iam';
    if (get(properties, 'AuthorizationType') !== (authorized ? 'CUSTOM' : signed ? 'AWS_IAM' : 'NONE'))
      yield `${routeId}: wrong authorization`;
    if ((get(properties, 'AuthorizerId') !== undefined) !== authorized) yield `${routeId}: wrong authorizer`;
    const handler = connections[0];
    if (handler === undefined) {
      if (get(properties, 'Target') !== undefined) yield `${routeId} has a target and no handler`;
      continue;
    }
    const arn = functionArn(audit, handler);
    const target = /^integrations\/<(.*)>$/.exec(resolved(get(properties, 'Target')))?.[1] ?? '';
    const integration = resources.get(target);
    const integrated =
      resolved(get(integration?.properties, 'IntegrationUri')) === invocationUri(arn) &&
      get(integration?.properties, 'ApiId', 'Ref') === apiId &&
      get(integration?.properties, 'IntegrationType') === 'AWS_PROXY' &&
      get(integration?.properties, 'IntegrationMethod') === 'POST';
    if (!integrated) yield `${routeId} does not lead to ${handler}`;
    if (!mayCall(audit, arn, `${execution}/${stage}/${route}`)) yield `${routeId} may not call ${handler}`;
  }
  if (partsOf(audit, 'Integration').length !== new Set(endpoints.flatMap(({ connections = [] }) => connections)).size) {
    yield `${id} has not one integration for each of its handlers`;
  }
}

function stageText({ stage = 'prod' }: DescriptorResource): string {
  return typeof stage === 'string' ? stage : `<${stage['parameter']}>`;
}

function* stageWaits(audit: ApiAudit): Iterable<string> {
  const stages = partsOf(audit, 'Stage');
  const [stage] = stages;
  if (!stage || stages.length > 1) {
    yield `${audit.id} has ${stages.length} stages`;
    return;
  }
  const [stageId, { dependsOn, properties }] = stage;
  if (resolved(get(properties, 'StageName')) !== stageText(audit.resource)) yield `${stageId} has another name`;
  const { throttling, logging, accessLogs = false, domain } = audit.resource;
  const settings = get(properties, 'DefaultRouteSettings');
  if (get(settings, 'ThrottlingRateLimit') !== throttling?.rate) yield `${stageId} has another rate`;
  if (get(settings, 'ThrottlingBurstLimit') !== throttling?.burst) yield `${stageId} has another burst`;
  const levels: Readonly<Record<string, string>> = { off: 'OFF', errors: 'ERROR', all: 'INFO' };
  if (get(settings, 'LoggingLevel') !== (logging && levels[logging])) yield `${stageId} logs on another level`;
  const [logGroup = ''] = texts(get(properties, 'AccessLogSettings', 'DestinationArn', 'Fn::GetAtt'));
  if ((audit.resources.get(logGroup)?.type === 'AWS::Logs::LogGroup') !== accessLogs)
    yield `${stageId}: its access log`;
  const format = get(properties, 'AccessLogSettings', 'Format');
  if (accessLogs && !String(format).includes('"$context.connectionId"')) yield `${stageId} does not log the connection`;
  const [mapping] = partsOf(audit, 'ApiMapping');
  const mapped = audit.resources.get(String(get(mapping?.[1].properties, 'DomainName', 'Ref')))?.properties;
  if (get(mapped, 'DomainName') !== domain?.name) yield `${audit.id} has another domain`;
  if (get(mapping?.[1].properties, 'ApiMappingKey') !== domain?.path) yield `${audit.id} has another path`;
  if (mapping && get(mapping[1].properties, 'Stage', 'Ref') !== stageId) yield `${audit.id} maps another stage`;
  if (get(properties, 'AutoDeploy') !== true) yield `${stageId} does not deploy itself`;
  for (const [id] of [...partsOf(audit, 'Route'), ...partsOf(audit, 'RouteResponse')]) {
    if (!dependsOn.includes(id)) yield `${stageId} does not wait for ${id}`;
  }
}

function* authorizerIs(audit: ApiAudit): Iterable<string> {
  const { id, resource, apiId } = audit;
  const [connection] = resource.connections ?? [];
  const asked = resource.endpoints?.some(({ route }) => route === '$connect') === true;
  const authorizers = partsOf(audit, 'Authorizer');
  const [authorizer] = authorizers;
  if (authorizers.length !== (asked && typeof connection === 'string' ? 1 : 0))
    yield `${id}: ${authorizers.length} authorizers`;
  if (!authorizer || typeof connection !== 'string') return;
  const [authorizerId, { properties }] = authorizer;
  const arn = functionArn(audit, connection);
  if (get(properties, 'AuthorizerType') !== 'REQUEST') yield `${authorizerId} is not a REQUEST authorizer`;
  if (resolved(get(properties, 'AuthorizerUri')) !== invocationUri(arn))
    yield `${authorizerId} does not lead to ${connection}`;
  const sources = (resource.identitySource ?? []).map((source) => `route.request.${source}`);
  if (texts(get(properties, 'IdentitySource')).join() !== sources.join())
    yield `${authorizerId}: wrong identity sources`;
  const execution = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${apiId}>`;
  if (!mayCall(audit, arn, `${execution}/authorizers/<${authorizerId}>`)) yield `${id} may not call ${connection}`;
}
