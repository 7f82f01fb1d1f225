import { authorizerId } from '../model/logical-ids.ts';
import type { Connection, Located, WebSocketApi } from '../model/project.ts';
import { invocationUri, type FunctionTarget } from './function-target.ts';
import type { TemplateResource } from './template.ts';
import { list, literal, map, ref, sourced, type Value } from './value.ts';

export function authorizer(
  resource: WebSocketApi,
  apiId: string,
  connection: Connection,
  target: FunctionTarget,
): TemplateResource {
  const { lambda } = target;
  return {
    logicalId: authorizerId(apiId),
    type: 'AWS::ApiGatewayV2::Authorizer',
    properties: map({
      ApiId: ref(apiId),
      Name: lambda.name && sourced(lambda.name.node.span, literal(lambda.name.value)),
      AuthorizerType: 'REQUEST',
      AuthorizerUri: invocationUri(target),
      // Without any, the authorizer is asked whatever the client sends.
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
