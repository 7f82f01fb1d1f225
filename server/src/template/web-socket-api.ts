// Everything that a `websocket-api` becomes, in the order in which a person would write it.
import type { LambdaFunction, Project, WebSocketApi } from '../model/project.ts';
import { functionAt, handlerOf, handlersOf } from '../model/usage.ts';
import { api } from './api.ts';
import { authorizer } from './authorizer.ts';
import { functionTarget } from './function-target.ts';
import { integration } from './integration.ts';
import { authorizerPermission, handlerPermission } from './permission.ts';
import { routeResponse } from './route-response.ts';
import { route } from './route.ts';
import { stage } from './stage.ts';
import type { TemplateResource } from './template.ts';

export function webSocketApi(project: Project, resource: WebSocketApi): readonly TemplateResource[] {
  const apiId = project.logicalIds.of(resource);
  if (apiId === undefined) return [];
  const endpoints = endpointResources(project, resource, apiId);
  const routeTypes = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::RouteResponse'];
  const routes = new Set(endpoints.filter(({ type }) => routeTypes.includes(type)).map(({ logicalId }) => logicalId));
  return [
    api(resource, apiId),
    stage(resource, apiId, [...routes]),
    ...authorizerResources(project, resource, apiId),
    ...endpoints,
  ];
}

/** The API's connection to its authorizer, if AWS would ever ask it: it does so on `$connect` alone. */
export function authorizerConnection(
  project: Project,
  resource: WebSocketApi,
): WebSocketApi['connections'][number] | undefined {
  const connection = resource.connections[0];
  const asked = resource.endpoints.some((endpoint) => endpoint.route?.value === '$connect');
  return asked && functionTarget(project, functionAt(project, connection)) ? connection : undefined;
}

function authorizerResources(project: Project, resource: WebSocketApi, apiId: string): readonly TemplateResource[] {
  const connection = authorizerConnection(project, resource);
  const target = functionTarget(project, functionAt(project, connection));
  if (!connection || !target) return [];
  return [authorizer(resource, apiId, connection, target), authorizerPermission(resource, apiId, connection, target)];
}

/** Each route, and below it what its function needs, where it is the first that the function handles. */
function endpointResources(project: Project, resource: WebSocketApi, apiId: string): readonly TemplateResource[] {
  const authorizer = authorizerConnection(project, resource);
  const handlers = new Map(handlersOf(project, resource).map((handler) => [handler.lambda, handler]));
  const called = new Set<LambdaFunction>();
  return resource.endpoints.flatMap((endpoint) => {
    if (!endpoint.route) return [];
    const target = functionTarget(project, handlerOf(project, endpoint));
    const resources = [route(endpoint, endpoint.route, { resource, apiId, target, authorizer })];
    const response = routeResponse(endpoint, endpoint.route, apiId);
    if (response) resources.push(response);
    const handler = target && handlers.get(target.lambda);
    if (handler && !called.has(target.lambda)) {
      called.add(target.lambda);
      resources.push(
        integration(resource, apiId, handler, target),
        handlerPermission(resource, apiId, handler, target),
      );
    }
    return resources;
  });
}
