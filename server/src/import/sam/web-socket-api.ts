// `AWS::Serverless::WebSocketApi` as the API, its routes with their integrations and permissions, its stage, its authorizer
// and its domain.
import { routeWords } from '../report.ts';
import { made, madeMap, textAt, valueAt, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { added, asMap, becomes, entriesOf, lost, mapOf, placeOf, type Part, type SamResource } from './parts.ts';

const invocation =
  'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations';

export function expandWebSocketApi(sam: SamResource): readonly Part[] {
  const { id, properties } = sam;
  const routes = asMap(properties.entries.get('Routes')?.value);
  const stagePlace = placeOf(sam, 'StageName');
  const stage = properties.entries.get('StageName')?.value ?? made(stagePlace, 'default');
  const stageId = stageIdOf(id, stage);
  const api = mapOf(properties.place, [
    ['Name', properties.entries.get('Name') ?? { place: sam.place, value: made(sam.place, id) }],
    ['ProtocolType', { place: sam.place, value: made(sam.place, 'WEBSOCKET') }],
    ...entriesOf(properties, [
      'RouteSelectionExpression',
      'ApiKeySelectionExpression',
      'Description',
      'DisableExecuteApiEndpoint',
      'DisableSchemaValidation',
      'IpAddressType',
      'Tags',
    ]),
  ]);
  const stageProperties = mapOf(stagePlace, [
    ['ApiId', { place: stagePlace, value: madeMap(stagePlace, { Ref: id }) }],
    ['StageName', { place: stagePlace, value: stage }],
    ['AutoDeploy', { place: stagePlace, value: made(stagePlace, true) }],
    ...entriesOf(properties, ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings']),
  ]);
  return [
    becomes(sam, 'AWS::ApiGatewayV2::Api', api),
    ...[...stems(id, [...(routes?.entries.keys() ?? [])])].flatMap(([key, stem]) => {
      const route = routes?.entries.get(key);
      return route ? expandRoute(sam, key, stem, route, stage) : [];
    }),
    added(sam, stageId, 'AWS::ApiGatewayV2::Stage', stagePlace, stageProperties),
    { kind: 'reference', name: `${id}.Stage`, to: [stageId] },
    ...authorizer(sam),
    ...domain(sam, stageId),
  ];
}

/** `ChatDefaultStage` for the stage that SAM chooses, `ChatprodStage` for another one, `ChatStage` if its name is computed. */
function stageIdOf(api: string, stage: SourceValue): string {
  const name = stage.kind === 'scalar' ? stage.text : '';
  return `${api}${name === 'default' ? 'Default' : name}Stage`;
}

/**
 * `ChatSend` for the route `send`, to which SAM adds `Route`, `Integration` and `Permission`. SAM refuses other characters
 * than letters and digits, and takes `joinRoom` for `joinroom`. Here each route has its own.
 */
function stems(api: string, keys: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const taken = new Set<string>();
  for (const key of keys) {
    const name = key.replaceAll(/[^A-Za-z0-9]/g, '');
    const stem = `${api}${name.charAt(0).toUpperCase()}${name.slice(1).toLowerCase()}`;
    const own = taken.has(stem) ? `${stem}${taken.size}` : stem;
    taken.add(own);
    known.set(key, own);
  }
  return known;
}

function expandRoute(
  sam: SamResource,
  key: string,
  stem: string,
  { place, value }: SourceEntry,
  stage: SourceValue,
): readonly Part[] {
  const { id } = sam;
  const target = valueAt(value, 'FunctionArn');
  if (!target) {
    return [
      lost(
        `${routeWords(key)} of ${id}`,
        place,
        'It has no function.',
        'Add an endpoint and connect it with the function that handles its requests.',
      ),
    ];
  }
  const authorization = key === '$connect' ? authorizationOf(sam) : [];
  const route = mapOf(place, [
    ['ApiId', { place, value: madeMap(place, { Ref: id }) }],
    ['RouteKey', { place, value: made(place, key) }],
    [
      'Target',
      { place, value: madeMap(place, { 'Fn::Join': ['/', ['integrations', { Ref: `${stem}Integration` }]] }) },
    ],
    ...authorization,
    ...entriesOf(asMap(value), [
      'ApiKeyRequired',
      'ModelSelectionExpression',
      'OperationName',
      'RequestModels',
      'RequestParameters',
      'RouteResponseSelectionExpression',
    ]),
  ]);
  const integration = mapOf(place, [
    ['ApiId', { place, value: madeMap(place, { Ref: id }) }],
    ['IntegrationType', { place, value: made(place, 'AWS_PROXY') }],
    ['IntegrationUri', { place, value: madeMap(place, { 'Fn::Sub': [invocation, { FunctionArn: target }] }) }],
    ...entriesOf(asMap(value), [['IntegrationTimeout', 'TimeoutInMillis']]),
  ]);
  const permission = madeMap(place, {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sourceArn(id, key, stage),
  });
  return [
    added(sam, `${stem}Route`, 'AWS::ApiGatewayV2::Route', place, route),
    added(sam, `${stem}Integration`, 'AWS::ApiGatewayV2::Integration', place, integration),
    added(sam, `${stem}Permission`, 'AWS::Lambda::Permission', place, permission),
  ];
}

function sourceArn(api: string, key: string, stage: SourceValue): SourceMap {
  const start = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}.ApiId}`;
  return stage.kind === 'scalar'
    ? madeMap(stage.place, { 'Fn::Sub': `${start}/${stage.text}/${key}` })
    : madeMap(stage.place, { 'Fn::Sub': [`${start}/\${__StageName__}/${key}`, { __StageName__: stage }] });
}

/** What `$connect` says about who can connect. A type that SAM would refuse is kept, so that nothing is open by mistake. */
function authorizationOf(sam: SamResource): readonly (readonly [string, SourceEntry])[] {
  const auth = sam.properties.entries.get('Auth');
  if (!auth) return [];
  const { place } = auth;
  const type = valueAt(auth.value, 'AuthType') ?? made(place, 'CUSTOM');
  const entry: readonly [string, SourceEntry] = ['AuthorizationType', { place, value: type }];
  if (type.kind !== 'scalar' || type.text.toUpperCase() !== 'CUSTOM') return [entry];
  return [entry, ['AuthorizerId', { place, value: madeMap(place, { Ref: `${sam.id}ConnectAuthorizer` }) }]];
}

function authorizer(sam: SamResource): readonly Part[] {
  const auth = sam.properties.entries.get('Auth');
  if (!authorizationOf(sam).some(([name]) => name === 'AuthorizerId') || !auth) return [];
  const { id } = sam;
  const { place, value } = auth;
  const target = valueAt(value, 'AuthArn');
  const role = valueAt(value, 'InvokeRole');
  const properties = madeMap(place, {
    ApiId: { Ref: id },
    AuthorizerType: 'REQUEST',
    AuthorizerUri: target && { 'Fn::Sub': [invocation.replace('FunctionArn', 'AuthArn'), { AuthArn: target }] },
    AuthorizerCredentialsArn: role,
    IdentitySource: valueAt(value, 'IdentitySource'),
    Name: valueAt(value, 'Name') ?? `${id}ConnectAuthorizer`,
  });
  const source = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*';
  const permission = madeMap(place, {
    Action: 'lambda:InvokeFunction',
    FunctionName: target,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': [source, { __ApiId__: { Ref: id } }] },
  });
  return [
    added(sam, `${id}ConnectAuthorizer`, 'AWS::ApiGatewayV2::Authorizer', place, properties),
    ...(role || !target ? [] : [added(sam, `${id}AuthorizerPermission`, 'AWS::Lambda::Permission', place, permission)]),
  ];
}

/** The logical IDs of SAM end in a hash of the domain's name. These do not, since nothing else refers to them. */
function domain(sam: SamResource, stageId: string): readonly Part[] {
  const entry = sam.properties.entries.get('Domain');
  if (!entry) return [];
  const { id } = sam;
  const { place, value } = entry;
  const domainId = `${id}DomainName`;
  const name = valueAt(value, 'DomainName');
  const properties = madeMap(place, {
    DomainName: name,
    DomainNameConfigurations: [
      {
        CertificateArn: valueAt(value, 'CertificateArn'),
        EndpointType: valueAt(value, 'EndpointConfiguration') ?? 'REGIONAL',
        OwnershipVerificationCertificateArn: valueAt(value, 'OwnershipVerificationCertificateArn'),
        SecurityPolicy: valueAt(value, 'SecurityPolicy'),
      },
    ],
  });
  const paths = valueAt(value, 'BasePath');
  const listed = paths?.kind === 'list' ? paths.items : [paths];
  const mappings = listed.map((path): Part => {
    const text = (textAt(path) ?? '')
      .split('/')
      .filter((part) => part !== '')
      .join('/');
    const mapping = madeMap(path?.place ?? place, {
      ApiId: { Ref: id },
      ApiMappingKey: text === '' ? undefined : text,
      DomainName: { Ref: domainId },
      Stage: { Ref: stageId },
    });
    const mappingId = `${id}${text.replaceAll(/[-_/]+/g, '')}ApiMapping`;
    return added(sam, mappingId, 'AWS::ApiGatewayV2::ApiMapping', path?.place ?? place, mapping);
  });
  return [
    added(sam, domainId, 'AWS::ApiGatewayV2::DomainName', place, properties),
    ...mappings,
    ...records(sam, domainId, entry),
    { kind: 'reference', name: `${id}.DomainName`, to: [domainId] },
  ];
}

function records(sam: SamResource, domainId: string, { place, value }: SourceEntry): readonly Part[] {
  const route53 = valueAt(value, 'Route53');
  if (!route53) return [];
  const target = {
    DNSName: { 'Fn::GetAtt': [domainId, 'RegionalDomainName'] },
    EvaluateTargetHealth: valueAt(route53, 'EvaluateTargetHealth'),
    HostedZoneId: { 'Fn::GetAtt': [domainId, 'RegionalHostedZoneId'] },
  };
  const record = (type: string) => ({
    AliasTarget: target,
    Name: valueAt(value, 'DomainName'),
    Region: valueAt(route53, 'Region'),
    SetIdentifier: valueAt(route53, 'SetIdentifier'),
    Type: type,
  });
  const properties = madeMap(place, {
    HostedZoneId: valueAt(route53, 'HostedZoneId'),
    HostedZoneName: valueAt(route53, 'HostedZoneId') ? undefined : valueAt(route53, 'HostedZoneName'),
    RecordSets: textAt(route53, 'IpV6') === 'true' ? [record('A'), record('AAAA')] : [record('A')],
  });
  return [added(sam, `${sam.id}RecordSetGroup`, 'AWS::Route53::RecordSetGroup', place, properties)];
}
