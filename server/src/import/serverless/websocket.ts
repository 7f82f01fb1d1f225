// The WebSocket API of a service, from the `websocket` events of its functions, with the framework's defaults written out.
import { quote } from '../../wording.ts';
import { made, textAt, valueAt, type Made, type Place, type SourceValue } from '../source.ts';
import { apiLogGroupId, deploymentId, functionArn, normalName, routeId, stageId, webSocketApiId } from './naming.ts';
import type { Draft } from './draft.ts';
import type { FunctionEvent, Service, ServiceFunction } from './service.ts';
import { given, isFalse, scalarText } from './values.ts';

interface RouteEvent {
  readonly fn: ServiceFunction;
  readonly place: Place;
  readonly route: string;
  readonly response: SourceValue | undefined;
  readonly authorizer: SourceValue | undefined;
}

const api = { Ref: webSocketApiId };

/** Adds the API, if one of the functions has a `websocket` event. */
export function addWebSocketApi(service: Service, draft: Draft): void {
  const events = service.functions.flatMap((fn) =>
    fn.events.flatMap((event) => (event.type === 'websocket' ? (routeOf(fn, event, draft) ?? []) : [])),
  );
  if (events.length === 0) return;
  const existing = given(valueAt(service.provider, 'apiGateway', 'websocketApiId'));
  if (existing) {
    for (const { route, place } of events) leaveOut(route, place, existing, draft);
    return;
  }
  addApi(service, draft);
  for (const event of events) addRoute(event, draft);
  addStage(service, events, draft);
}

/** The event in its short form, its long one, or that of the plugin serverless-websockets-plugin. */
function routeOf(fn: ServiceFunction, { place, value }: FunctionEvent, draft: Draft): RouteEvent | undefined {
  const route = scalarText(value) ?? textAt(value, 'route') ?? textAt(value, 'routeKey');
  if (route === undefined) {
    draft.leaveOut(
      `A route of function ${quote(fn.name)}`,
      place,
      'Its route has no value that is known.',
      'Add an endpoint with the route to the API.',
    );
    return undefined;
  }
  return {
    fn,
    place: valueAt(value, 'route')?.place ?? valueAt(value, 'routeKey')?.place ?? value.place,
    route,
    response: given(valueAt(value, 'routeResponseSelectionExpression')),
    authorizer: given(valueAt(value, 'authorizer')),
  };
}

function leaveOut(route: string, place: Place, existing: SourceValue, draft: Draft): void {
  const id = scalarText(existing);
  draft.leaveOut(
    `Route ${quote(route)}`,
    place,
    `It belongs to ${id === undefined ? 'an API' : `the API ${quote(id)}`} that another stack creates, and a project file only adds routes to its own APIs.`,
    'Import the service that creates the API, and add an endpoint with the route there.',
  );
}

function addApi({ provider, name, stage, place }: Service, draft: Draft): void {
  const apiName = given(valueAt(provider, 'websocketsApiName')) ?? given(valueAt(provider, 'websocketApiName'));
  const selector =
    given(valueAt(provider, 'websocketsApiRouteSelectionExpression')) ??
    given(valueAt(provider, 'websocketApiRouteSelectionExpression'));
  const tags = valueAt(provider, 'websocket', 'useProviderTags');
  draft.add(webSocketApiId, 'AWS::ApiGatewayV2::Api', apiName?.place ?? place, {
    Name: apiName ?? `${stage}-${name}-websockets`,
    Description: given(valueAt(provider, 'websocketsDescription')),
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: selector ?? '$request.body.action',
    Tags: tags && !isFalse(tags) ? valueAt(provider, 'tags') : undefined,
  });
  const connections = { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:*:*:*/@connections/*' };
  draft.grant(['execute-api:ManageConnections'], connections);
}

function addRoute({ fn, place, route, response, authorizer }: RouteEvent, draft: Draft): void {
  const replaced = draft.resources.get(routeId(route));
  if (replaced) {
    draft.leaveOut(
      `Route ${quote(route)}`,
      replaced.place,
      'A later event has the same route, and the Serverless Framework only deploys the last one.',
      'Decide which function handles the route.',
    );
  }
  const integrationId = `${normalName(fn.name)}WebsocketsIntegration`;
  draft.add(routeId(route), 'AWS::ApiGatewayV2::Route', place, {
    ApiId: api,
    RouteKey: route,
    AuthorizationType: authorizer ? 'CUSTOM' : 'NONE',
    AuthorizerId: authorizer && { Ref: addAuthorizer(authorizer, draft) },
    RouteResponseSelectionExpression: response,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: integrationId }]] },
  });
  if (response) {
    const properties = { ApiId: api, RouteId: { Ref: routeId(route) }, RouteResponseKey: '$default' };
    draft.add(`${routeId(route)}Response`, 'AWS::ApiGatewayV2::RouteResponse', response.place, properties);
  }
  draft.add(integrationId, 'AWS::ApiGatewayV2::Integration', fn.place, {
    ApiId: api,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invocation(functionArn(fn.name)),
  });
  draft.allow(permissionId(fn.name), 'apigateway', functionArn(fn.name), fn.place);
}

/** @returns the logical ID of the authorizer, which several routes can have in common */
function addAuthorizer(authorizer: SourceValue, draft: Draft): string {
  const text = scalarText(authorizer);
  const arn = text?.includes(':') === true || isCall(authorizer) ? authorizer : given(valueAt(authorizer, 'arn'));
  const named = arn ? textAt(authorizer, 'name') : (text ?? textAt(authorizer, 'name'));
  const name = named ?? scalarText(arn)?.split(':').at(-1) ?? 'authorizer';
  const id = `${normalName(name)}WebsocketsAuthorizer`;
  const target = arn ?? functionArn(name);
  draft.add(id, 'AWS::ApiGatewayV2::Authorizer', authorizer.place, {
    ApiId: api,
    Name: name,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocation(target),
    IdentitySource: identitySourceOf(authorizer),
  });
  draft.allow(permissionId(name), 'apigateway', target, authorizer.place);
  return id;
}

function permissionId(name: string): string {
  return `${normalName(name)}LambdaPermissionWebsockets`;
}

function isCall(value: SourceValue): boolean {
  return value.kind === 'map' && [...value.entries.keys()].every((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** A list, even if the service has one text. */
function identitySourceOf(authorizer: SourceValue): Made {
  const source = given(valueAt(authorizer, 'identitySource'));
  if (!source) return ['route.request.header.Auth'];
  return source.kind === 'scalar' ? [source] : source;
}

function invocation(arn: Made): Made {
  const before = ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }];
  return { 'Fn::Join': ['', [...before, ':lambda:path/2015-03-31/functions/', arn, '/invocations']] };
}

function addStage({ provider, name, stage, place }: Service, events: readonly RouteEvent[], draft: Draft): void {
  const logs = given(valueAt(provider, 'logs', 'websocket'));
  const isOn = (key: string): boolean => !isFalse(valueAt(logs, key));
  const hasLogs = logs !== undefined && !isFalse(logs);
  const description = given(valueAt(provider, 'websocketsDescription'));
  const stagePlace = valueAt(provider, 'stage')?.place ?? place;
  draft.add(stageId, 'AWS::ApiGatewayV2::Stage', stagePlace, {
    ApiId: api,
    StageName: stage,
    Description: description,
    DeploymentId: { Ref: deploymentId },
    DefaultRouteSettings: hasLogs
      ? {
          DataTraceEnabled: isOn('fullExecutionData'),
          LoggingLevel: isOn('executionLogging') ? (given(valueAt(logs, 'level')) ?? 'INFO') : 'OFF',
        }
      : undefined,
    AccessLogSettings:
      hasLogs && isOn('accessLogging')
        ? {
            DestinationArn: {
              'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${apiLogGroupId}}`,
            },
            Format: given(valueAt(logs, 'format')) ?? accessLogFormat,
          }
        : undefined,
  });
  if (hasLogs) {
    const days = given(valueAt(provider, 'logRetentionInDays'));
    const group = { LogGroupName: `/aws/websocket/${name}-${stage}`, RetentionInDays: days };
    draft.add(apiLogGroupId, 'AWS::Logs::LogGroup', logs.place, group, { isImplied: !days });
  }
  const routes = made(
    place,
    events.map(({ route }) => routeId(route)),
  );
  draft.add(
    deploymentId,
    'AWS::ApiGatewayV2::Deployment',
    place,
    { ApiId: api, Description: description },
    { attributes: new Map([['DependsOn', routes]]), isImplied: true },
  );
}

const accessLogFormat = [
  '$context.identity.sourceIp',
  '$context.identity.caller',
  '$context.identity.user',
  '[$context.requestTime]',
  '"$context.eventType $context.routeKey $context.connectionId"',
  '$context.requestId',
].join(' ');
