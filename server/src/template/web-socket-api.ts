// Everything that a `websocket-api` becomes, in the order in which you would write it by hand.
import { maximumDescription } from '../language/limits.ts';
import type { ApiIds, Connection, Endpoint, LambdaFunction, Located, Project, WebSocketApi } from '../model/project.ts';
import { calledAuthorizer, handlerOf, handlersOf, type Handler } from '../model/usage.ts';
import {
  authorizerPermission,
  functionTarget,
  handlerPermission,
  invocationUri,
  type FunctionTarget,
} from './function-calls.ts';
import { stageResources } from './stage.ts';
import type { TemplateResource } from './template.ts';
import { description, mention, tagMap } from './texts.ts';
import { list, literal, map, ref, sourced, sub, type Value } from './value.ts';

export function webSocketApi(project: Project, resource: WebSocketApi): readonly TemplateResource[] {
  const ids = project.logicalIds.ofApi(resource);
  if (!ids) return [];
  const endpoints = endpointResources(project, resource, ids);
  const routeTypes = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::RouteResponse'];
  const routes = new Set(endpoints.filter(({ type }) => routeTypes.includes(type)).map(({ logicalId }) => logicalId));
  return [
    api(resource, ids),
    ...stageResources(resource, ids, [...routes]),
    ...authorizerResources(project, resource, ids),
    ...endpoints,
  ];
}

function authorizerResources(project: Project, resource: WebSocketApi, ids: ApiIds): readonly TemplateResource[] {
  const connection = resource.connections[0];
  const target = functionTarget(project, calledAuthorizer(project, resource));
  if (!connection || !target) return [];
  return [authorizer(resource, ids, connection, target), authorizerPermission(resource, ids, connection, target)];
}

/** Each route. The first one that a function handles is followed by the integration and permission of the function. */
function endpointResources(project: Project, resource: WebSocketApi, ids: ApiIds): readonly TemplateResource[] {
  const authorizer = functionTarget(project, calledAuthorizer(project, resource)) && resource.connections[0];
  const handlers = new Map(handlersOf(project, resource).map((handler) => [handler.lambda, handler]));
  const called = new Set<LambdaFunction>();
  return resource.endpoints.flatMap((endpoint) => {
    if (!endpoint.route) return [];
    const target = functionTarget(project, handlerOf(project, endpoint));
    const resources = [route(endpoint, endpoint.route, { resource, ids, target, authorizer })];
    const response = routeResponse(endpoint, endpoint.route, ids);
    if (response) resources.push(response);
    const handler = target && handlers.get(target.lambda);
    if (handler && !called.has(target.lambda)) {
      called.add(target.lambda);
      resources.push(integration(resource, ids, handler, target), handlerPermission(resource, ids, handler, target));
    }
    return resources;
  });
}

/** Leaves physical names to CloudFormation, except the API's: it is required, and need not be unique. */
function api(resource: WebSocketApi, { api: logicalId }: ApiIds): TemplateResource {
  const { id, name, routeSelectorProperty: selector } = resource;
  return {
    logicalId,
    type: 'AWS::ApiGatewayV2::Api',
    properties: map({
      Name: name && sourced(name.node.span, literal(name.value)),
      Description: description(resource.description, maximumDescription.api),
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: selector && sourced(selector.node.span, `$request.body.${selector.value}`),
      Tags: tagMap(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, a WebSocket API`,
  };
}

function authorizer(
  resource: WebSocketApi,
  ids: ApiIds,
  connection: Connection,
  target: FunctionTarget,
): TemplateResource {
  const { lambda } = target;
  return {
    logicalId: ids.authorizer,
    type: 'AWS::ApiGatewayV2::Authorizer',
    properties: map({
      ApiId: ref(ids.api),
      Name: lambda.name && sourced(lambda.name.node.span, literal(lambda.name.value)),
      AuthorizerType: 'REQUEST',
      AuthorizerUri: invocationUri(target),
      // Without an identity source, the authorizer is called for every client.
      IdentitySource:
        resource.identitySource.length > 0 ? list(...resource.identitySource.map(identitySource)) : undefined,
    }),
    source: connection.target.node.span,
    comment: `The authorizer of ${resource.id.value}: ${lambda.id.value}`,
  };
}

function identitySource({ value, node }: Located<string>): Value {
  return sourced(node.span, literal(`route.request.${value}`));
}

interface RouteContext {
  readonly resource: WebSocketApi;
  readonly ids: ApiIds;
  /** The endpoint's handler; undefined if it has none. */
  readonly target: FunctionTarget | undefined;
  /** The API's connection to its authorizer. */
  readonly authorizer: Connection | undefined;
}

function route(endpoint: Endpoint, key: Located<string>, context: RouteContext): TemplateResource {
  const { resource, ids, target } = context;
  const { operationMode } = endpoint;
  // The authorizer is called only when a client connects.
  const authorizer = key.value === '$connect' ? context.authorizer : undefined;
  return {
    logicalId: ids.route(key.value),
    type: 'AWS::ApiGatewayV2::Route',
    properties: map({
      ApiId: ref(ids.api),
      RouteKey: sourced(key.node.span, literal(key.value)),
      // Written even if it is the default, so that a route that loses its authorizer becomes open in AWS as well.
      AuthorizationType: authorizationType(context, key.value),
      AuthorizerId: authorizer && sourced(authorizer.target.node.span, ref(ids.authorizer)),
      Target:
        target && sourced(endpoint.connections[0]?.target.node.span, sub`integrations/${ref(ids.integration(target))}`),
      RouteResponseSelectionExpression:
        operationMode?.value === '2-way' ? sourced(operationMode.node.span, '$default') : undefined,
    }),
    source: key.node.span,
    comment: `Route ${mention(key.value)} of ${resource.id.value}${target ? '' : ', without a handler'}`,
  };
}

/** API Gateway authorizes a client only when it connects. */
function authorizationType({ resource, authorizer }: RouteContext, route: string): Value {
  if (route !== '$connect') return 'NONE';
  if (authorizer) return sourced(authorizer.target.node.span, 'CUSTOM');
  return resource.authorization ? sourced(resource.authorization.node.span, 'AWS_IAM') : 'NONE';
}

/** Required by a 2-way route: without it, the function's return value is discarded. */
function routeResponse(endpoint: Endpoint, key: Located<string>, ids: ApiIds): TemplateResource | undefined {
  if (endpoint.operationMode?.value !== '2-way') return undefined;
  return {
    logicalId: ids.routeResponse(key.value),
    type: 'AWS::ApiGatewayV2::RouteResponse',
    properties: map({
      ApiId: ref(ids.api),
      RouteId: ref(ids.route(key.value)),
      RouteResponseKey: '$default',
    }),
    source: endpoint.operationMode.node.span,
    comment: `Sends the function's response to ${mention(key.value)} back to the client`,
  };
}

/** One integration for each function of an API, shared by its routes. */
function integration(resource: WebSocketApi, ids: ApiIds, { via }: Handler, target: FunctionTarget): TemplateResource {
  return {
    logicalId: ids.integration(target),
    type: 'AWS::ApiGatewayV2::Integration',
    properties: map({
      ApiId: ref(ids.api),
      IntegrationType: 'AWS_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: invocationUri(target),
    }),
    source: via.target.node.span,
    comment: `How ${resource.id.value} calls ${target.lambda.id.value}`,
  };
}
