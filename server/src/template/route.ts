import { authorizerId, integrationId, routeId } from '../model/logical-ids.ts';
import type { Connection, Endpoint, Located, WebSocketApi } from '../model/project.ts';
import type { FunctionTarget } from './function-target.ts';
import type { TemplateResource } from './template.ts';
import { mention } from './texts.ts';
import { literal, map, ref, sourced, sub } from './value.ts';

export interface RouteContext {
  readonly resource: WebSocketApi;
  readonly apiId: string;
  /** Of the endpoint's handler; undefined where nothing handles it. */
  readonly target: FunctionTarget | undefined;
  /** The API's connection to its authorizer. */
  readonly authorizer: Connection | undefined;
}

export function route(endpoint: Endpoint, key: Located<string>, context: RouteContext): TemplateResource {
  const { resource, apiId, target } = context;
  const { operationMode } = endpoint;
  // The authorizer is asked when a client connects, and never again.
  const authorizer = key.value === '$connect' ? context.authorizer : undefined;
  return {
    logicalId: routeId(apiId, key.value),
    type: 'AWS::ApiGatewayV2::Route',
    properties: map({
      ApiId: ref(apiId),
      RouteKey: sourced(key.node.span, literal(key.value)),
      // Written even where it is the default: a route that loses its authorizer must become open in AWS as well.
      AuthorizationType: sourced(authorizer?.target.node.span, authorizer ? 'CUSTOM' : 'NONE'),
      AuthorizerId: authorizer && sourced(authorizer.target.node.span, ref(authorizerId(apiId))),
      Target:
        target &&
        sourced(
          endpoint.connections[0]?.target.node.span,
          sub`integrations/${ref(integrationId(apiId, target.logicalId))}`,
        ),
      RouteResponseSelectionExpression:
        operationMode?.value === '2-way' ? sourced(operationMode.node.span, '$default') : undefined,
    }),
    source: key.node.span,
    comment: `Route ${mention(key.value)} of ${resource.id.value}${target ? '' : ', which no function handles'}`,
  };
}
