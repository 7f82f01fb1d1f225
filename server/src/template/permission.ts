// What lets API Gateway call a function.
import { authorizerId, authorizerPermissionId, permissionId } from '../model/logical-ids.ts';
import type { Connection, WebSocketApi } from '../model/project.ts';
import type { Handler } from '../model/usage.ts';
import type { FunctionTarget } from './function-target.ts';
import { account, partition, region } from './pseudo-parameters.ts';
import type { TemplateResource } from './template.ts';
import { mention } from './texts.ts';
import { map, ref, sub, type Sub } from './value.ts';

/** One for each function of an API, however many routes it handles: what a function's policy can hold is limited. */
export function handlerPermission(
  resource: WebSocketApi,
  apiId: string,
  { routes, via }: Handler,
  target: FunctionTarget,
): TemplateResource {
  const [first, ...others] = routes;
  const only = others.length === 0 ? first?.value : undefined;
  const route = only !== undefined && isExactInArn(only) ? `*/${only}` : '*';
  const reason =
    only !== undefined && route === '*'
      ? `, from any route, since an ARN would not tell ${mention(only)} from others`
      : '';
  return permission(target, {
    logicalId: permissionId(apiId, target.logicalId),
    sourceArn: executionArn(apiId, sub`${route}`),
    source: via.target.node.span,
    comment: `Lets ${resource.id.value} call ${target.lambda.id.value}${reason}`,
  });
}

export function authorizerPermission(
  resource: WebSocketApi,
  apiId: string,
  connection: Connection,
  target: FunctionTarget,
): TemplateResource {
  return permission(target, {
    logicalId: authorizerPermissionId(apiId),
    sourceArn: executionArn(apiId, sub`authorizers/${ref(authorizerId(apiId))}`),
    source: connection.target.node.span,
    comment: `Lets ${resource.id.value} ask its authorizer`,
  });
}

function permission(
  { arn, isHere }: FunctionTarget,
  { sourceArn, ...rest }: Omit<TemplateResource, 'type' | 'properties'> & { readonly sourceArn: Sub },
): TemplateResource {
  return {
    ...rest,
    type: 'AWS::Lambda::Permission',
    condition: isHere?.logicalId,
    properties: map({
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sourceArn,
    }),
  };
}

/** The ARN of what calls: a stage and a route, or an authorizer, of the API. */
export function executionArn(apiId: string, path: Sub): Sub {
  return sub`arn:${partition}:execute-api:${region}:${account}:${ref(apiId)}/${path}`;
}

/**
 * Whether a route stands in an ARN for itself alone. `*` and `?` would match other routes and `${` would be a variable,
 * and how API Gateway writes a space or a letter beyond ASCII there is not documented. For such a route the permission
 * covers the whole API: only its own routes can then call the function, and those are in the descriptor.
 */
function isExactInArn(route: string): boolean {
  return /^[A-Za-z0-9_$.:/-]+$/.test(route);
}
