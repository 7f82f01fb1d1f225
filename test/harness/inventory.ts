// What a plain template deploys, as facts that can be compared: how many resources of each type there are and what they
// set, and what happens on each route, what each function gets and can do, and how each table is built. Two templates of
// the same application have the same facts, however they are written.
import { get, isList, isMap, referencesIn, resourcesOf, texts, walk, type ReadResource } from './read-template.ts';

/** The facts, one line each. The number of resources of a type is one line for each: `2 AWS::SNS::Topic`. */
export function inventoryOf(template: unknown): ReadonlySet<string> {
  const stack: Stack = { resources: resourcesOf(template), parameters: get(template, 'Parameters') };
  return new Set([
    ...parameters(stack),
    ...counted(stack),
    ...routes(stack),
    ...functions(stack),
    ...otherRoles(stack),
    ...tables(stack),
    ...triggers(stack),
  ]);
}

/** Whether the inventory has the fact, or a right that includes it. */
export function includes(inventory: ReadonlySet<string>, fact: string): boolean {
  if (inventory.has(fact)) return true;
  const [, who, action] = /^(.* may )(\S+)$/.exec(fact) ?? [];
  if (who === undefined || action === undefined) return false;
  return [...inventory].some((other) => {
    const [start = '', end] = other.slice(who.length).split('*', 2);
    return other.startsWith(who) && end === '' && action.startsWith(start);
  });
}

interface Stack {
  readonly resources: ReadonlyMap<string, ReadResource>;
  readonly parameters: unknown;
}

function ofType({ resources }: Stack, type: string): readonly (readonly [string, ReadResource])[] {
  return [...resources].filter(([, resource]) => resource.type === type);
}

function parameters({ parameters: all }: Stack): readonly string[] {
  return Object.entries(isMap(all) ? all : {}).flatMap(([name, parameter]) => [
    `parameter ${name}`,
    ...Object.keys(isMap(parameter) ? parameter : {}).map((key) => `parameter ${name}.${key}`),
  ]);
}

const proxyKinds = new Set(['AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission']);

/** Each resource and each of its properties, numbered by type. */
function counted(stack: Stack): readonly string[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return [...stack.resources].flatMap(([logicalId, resource]) => {
    const { type, properties } = resource;
    // However many integrations and permissions lead from an API to a function, they are one.
    const call = proxyKinds.has(type) ? callOf(stack, logicalId, resource) : logicalId;
    if (seen.size === seen.add(`${type} ${call}`).size) return [];
    // The rights in roles are compared by function.
    const set = isMap(properties) && !type.startsWith('AWS::IAM::') ? Object.entries(properties) : [];
    const facts = set.flatMap(([name, value]) => {
      const text = textIn(stack, value);
      return [`.${name}`, ...(text === undefined ? [] : [`.${name}: ${text}`])];
    });
    return ['', ...facts].map((name) => {
      const number = (counts.get(`${type}${name}`) ?? 0) + 1;
      counts.set(`${type}${name}`, number);
      return `${number} ${type}${name}`;
    });
  });
}

function callOf(stack: Stack, logicalId: string, { properties }: ReadResource): string {
  const lambda = functionIn(stack, get(properties, 'IntegrationUri') ?? get(properties, 'FunctionName'));
  const source = [get(properties, 'ApiId'), get(properties, 'SourceArn')];
  const api = referencesIn(source).find(({ logicalId }) => stack.resources.has(logicalId))?.logicalId ?? '';
  const other = isWebSocketApi(stack, api) ? '' : api;
  const principal = JSON.stringify(get(properties, 'Principal')) ?? '';
  return lambda === undefined ? logicalId : `${lambda} ${principal} ${other}`;
}

function isWebSocketApi({ resources }: Stack, api: string): boolean {
  return get(resources.get(api)?.properties, 'ProtocolType') === 'WEBSOCKET';
}

function* routes(stack: Stack): Iterable<string> {
  for (const [, { properties }] of ofType(stack, 'AWS::ApiGatewayV2::Api')) {
    if (get(properties, 'ProtocolType') === 'WEBSOCKET')
      yield `routes are selected by ${wordsIn(stack, get(properties, 'RouteSelectionExpression'))}`;
  }
  for (const [, { properties }] of ofType(stack, 'AWS::ApiGatewayV2::Stage')) {
    if (isWebSocketApi(stack, String(get(properties, 'ApiId', 'Ref'))))
      yield `the stage is ${wordsIn(stack, get(properties, 'StageName'))}`;
  }
  for (const [, { properties }] of ofType(stack, 'AWS::ApiGatewayV2::Route')) {
    if (!isWebSocketApi(stack, String(get(properties, 'ApiId', 'Ref')))) continue;
    const key = wordsIn(stack, get(properties, 'RouteKey'));
    const [integration] = referencesIn(get(properties, 'Target'));
    const call = stack.resources.get(integration?.logicalId ?? '')?.properties;
    const lambda = functionIn(stack, get(call, 'IntegrationUri'));
    yield `${key} leads to ${lambda === undefined ? wordsIn(stack, get(call, 'IntegrationType')) : nameOf(lambda)}`;
    if (get(properties, 'RouteResponseSelectionExpression') !== undefined) yield `${key} answers`;
    const kind = get(properties, 'AuthorizationType');
    if (kind !== undefined && kind !== 'NONE') yield `${key} is authorized by ${wordsIn(stack, kind)}`;
    const authorizer = stack.resources.get(String(get(properties, 'AuthorizerId', 'Ref')))?.properties;
    if (authorizer === undefined) continue;
    yield `${key} is authorized by ${nameOf(functionIn(stack, get(authorizer, 'AuthorizerUri')) ?? '')}`;
    const sources = get(authorizer, 'IdentitySource');
    for (const source of isList(sources) ? sources : []) yield `${key} needs ${wordsIn(stack, source)}`;
  }
}

function* functions(stack: Stack): Iterable<string> {
  for (const [logicalId, { properties }] of ofType(stack, 'AWS::Lambda::Function')) {
    const name = nameOf(logicalId);
    const set = (key: string, otherwise: string): string => wordsIn(stack, get(properties, key) ?? otherwise);
    yield `${name} runs ${set('Handler', '')}`;
    yield `${name} runs on ${set('Runtime', '')}`;
    yield `${name} runs on ${wordsIn(stack, get(properties, 'Architectures', 0) ?? 'x86_64')}`;
    yield `${name} has ${set('MemorySize', '128')} MB`;
    yield `${name} has ${set('Timeout', '3')} s`;
    const layers = get(properties, 'Layers');
    if (isList(layers)) yield `${name} has ${layers.length} layers`;
    const variables = get(properties, 'Environment', 'Variables');
    for (const variable of Object.keys(isMap(variables) ? variables : {})) yield `${name} gets ${variable}`;
    const [role] = referencesIn(get(properties, 'Role'));
    for (const right of rightsOf(stack, role?.logicalId ?? '')) yield `${name} may ${right}`;
  }
}

/** The roles that are not those of functions, by the service that has them. */
function* otherRoles(stack: Stack): Iterable<string> {
  const used = new Set(
    ofType(stack, 'AWS::Lambda::Function').flatMap(([, { properties }]) =>
      referencesIn(get(properties, 'Role')).map(({ logicalId }) => logicalId),
    ),
  );
  for (const [id, { properties }] of ofType(stack, 'AWS::IAM::Role')) {
    if (used.has(id)) continue;
    for (const [path, service] of walk(get(properties, 'AssumeRolePolicyDocument'))) {
      if (!path.includes('Service') || typeof service !== 'string') continue;
      for (const right of rightsOf(stack, id)) yield `${service} may ${right}`;
    }
  }
}

const logging = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** The actions that AWS's policies for Lambda allow. */
const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: logging,
  AWSLambdaSQSQueueExecutionRole: [...logging, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
};

/** The actions that the role allows, and the names of its other managed policies. */
function rightsOf(stack: Stack, role: string): readonly string[] {
  const own = stack.resources.get(role)?.properties;
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    ofType(stack, type).filter(([, { properties }]) =>
      referencesIn([get(properties, 'Roles'), get(properties, 'RoleName')]).some(({ logicalId }) => logicalId === role),
    ),
  );
  const documents = [get(own, 'Policies'), ...attached.map(([, { properties }]) => get(properties, 'PolicyDocument'))];
  const actions = [...walk(documents)].flatMap(([, item]) => {
    const action = get(item, 'Action');
    return get(item, 'Effect') === 'Allow' ? (typeof action === 'string' ? [action] : texts(action)) : [];
  });
  const managed = get(own, 'ManagedPolicyArns');
  const policies = (isList(managed) ? managed : []).flatMap((arn) => {
    const name = wordsIn(stack, arn).split('/').at(-1) ?? '';
    return managedPolicies[name] ?? [name];
  });
  return [...new Set([...actions, ...policies])];
}

function* tables(stack: Stack): Iterable<string> {
  for (const [logicalId, { properties }] of ofType(stack, 'AWS::DynamoDB::Table')) {
    const attributes = get(properties, 'AttributeDefinitions');
    const typeOf = (name: string): string => {
      const found = (isList(attributes) ? attributes : []).find((item) => get(item, 'AttributeName') === name);
      return String(get(found, 'AttributeType'));
    };
    const keyIn = (schema: unknown): string =>
      (isList(schema) ? schema : [])
        .map((item) => String(get(item, 'AttributeName')))
        .map((name) => `${name} (${typeOf(name)})`)
        .join(', ');
    yield `${logicalId} has the key ${keyIn(get(properties, 'KeySchema'))}`;
    for (const kind of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes']) {
      const indexes = get(properties, kind);
      for (const index of isList(indexes) ? indexes : []) {
        const { IndexName: name, KeySchema: key, Projection: projection } = isMap(index) ? index : {};
        yield `${logicalId} has the index ${wordsIn(stack, name)} of ${keyIn(key)}, ${String(get(projection, 'ProjectionType'))}`;
      }
    }
    const expiry = get(properties, 'TimeToLiveSpecification', 'AttributeName');
    if (expiry !== undefined) yield `${logicalId} forgets items by ${wordsIn(stack, expiry)}`;
    const view = get(properties, 'StreamSpecification', 'StreamViewType');
    if (view !== undefined) yield `${logicalId} has a stream with ${wordsIn(stack, view)}`;
  }
}

function* triggers(stack: Stack): Iterable<string> {
  for (const [, { properties }] of ofType(stack, 'AWS::Lambda::EventSourceMapping')) {
    const from = get(properties, 'EventSourceArn');
    const source = referencesIn(from)[0]?.logicalId ?? wordsIn(stack, from);
    const name = nameOf(functionIn(stack, get(properties, 'FunctionName')) ?? '');
    yield `${source} invokes ${name}`;
    const size = get(properties, 'BatchSize');
    if (size !== undefined) yield `${source} invokes ${name} with up to ${wordsIn(stack, size)}`;
  }
  for (const [, { properties }] of ofType(stack, 'AWS::SNS::Subscription')) {
    const endpoint = get(properties, 'Endpoint');
    const target = functionIn(stack, endpoint) ?? referencesIn(endpoint)[0]?.logicalId ?? '';
    yield `${String(get(properties, 'TopicArn', 'Ref'))} invokes ${nameOf(target)}`;
  }
  for (const [, { properties }] of ofType(stack, 'AWS::Events::Rule')) {
    const when = wordsIn(stack, get(properties, 'ScheduleExpression') ?? get(properties, 'EventPattern'));
    const targets = get(properties, 'Targets');
    for (const target of isList(targets) ? targets : []) {
      const arn = get(target, 'Arn');
      yield `${when} invokes ${nameOf(functionIn(stack, arn) ?? referencesIn(arn)[0]?.logicalId ?? '')}`;
      if (get(target, 'Input') !== undefined) yield `${when} has an input`;
    }
  }
}

/** The function that an ARN or URI is of: by a reference, or by its name in the account. */
function functionIn(stack: Stack, value: unknown): string | undefined {
  const all = new Map(ofType(stack, 'AWS::Lambda::Function'));
  const found = referencesIn(value).find(({ logicalId }) => all.has(logicalId));
  if (found) return found.logicalId;
  const [, named] = /:function:([^/:]+)/.exec(filled(stack, value) ?? '') ?? [];
  return [...all].find(
    ([, { properties }]) => named !== undefined && textIn(stack, get(properties, 'FunctionName')) === named,
  )?.[0];
}

/** The value as text, if it is plain or becomes so by the defaults of parameters. */
function textIn(stack: Stack, value: unknown): string | undefined {
  const text = filled(stack, value);
  return text?.includes('${') ? undefined : text;
}

/** The value as text, with the defaults of parameters in place of their names. Other references stay as they are. */
function filled({ parameters }: Stack, value: unknown): string | undefined {
  const name = get(value, 'Ref');
  const pattern = get(value, 'Fn::Sub') ?? (typeof name === 'string' ? `\${${name}}` : undefined);
  if (typeof pattern !== 'string') return isMap(value) || isList(value) ? undefined : String(value);
  return pattern.replace(/\$\{(\w+)\}/g, (all, id: string) => {
    const given = get(parameters, id, 'Default');
    return typeof given === 'string' ? given : all;
  });
}

function wordsIn(stack: Stack, value: unknown): string {
  return textIn(stack, value) ?? JSON.stringify(value) ?? '';
}

/** The function's name without what the Serverless Framework or people add to its logical ID. */
function nameOf(logicalId: string): string {
  return logicalId
    .replace(/(Lambda)?Function$/, '')
    .replaceAll('Dash', '')
    .toLowerCase();
}
