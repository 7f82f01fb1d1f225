// How a function is called, whether deployed by the template or existing: the URI for API Gateway, and permissions.
import { homeOf, type Home } from '../language/formats.ts';
import { maximumSourceArn } from '../language/limits.ts';
import type {
  ApiIds,
  Connection,
  IdentifiedFunction,
  LambdaFunction,
  Project,
  WebSocketApi,
} from '../model/project.ts';
import type { Handler } from '../model/usage.ts';
import { executionArn, inStackPartition } from './addresses.ts';
import { stageValue } from './parameters.ts';
import type { TemplateCondition, TemplateResource } from './template.ts';
import { mention } from './texts.ts';
import { account, getAtt, list, map, partition, ref, region, sub, type GetAtt, type Sub, type Value } from './value.ts';
import { capitalize } from '../wording.ts';

export interface FunctionTarget extends IdentifiedFunction {
  readonly arn: GetAtt | Sub;
  /** The condition under which the stack can grant permissions; undefined if the template deploys the function. */
  readonly isHere: TemplateCondition | undefined;
}

/** Undefined if the function has no logical ID. */
export function functionTarget(project: Project, lambda: LambdaFunction | undefined): FunctionTarget | undefined {
  const logicalId = lambda && project.logicalIds.of(lambda);
  if (!lambda || logicalId === undefined) return undefined;
  if (!lambda.arn) return { lambda, logicalId, arn: getAtt(logicalId, 'Arn'), isHere: undefined };
  const { value } = lambda.arn;
  // An unqualified ARN means `$LATEST` anyway, and Lambda rejects it in a permission.
  const arn = inStackPartition(value.replace(/:\$LATEST$/, ''));
  return { lambda, logicalId, arn, isHere: condition(homeOf(value)) };
}

/** Lambda accepts permissions only in the function's own region and account: elsewhere they would fail the stack. */
function condition(home: Home): TemplateCondition {
  const words = home.region.split('-').map(capitalize);
  return {
    logicalId: `In${home.account}${words.join('')}`,
    value: map({
      'Fn::And': list(
        map({ 'Fn::Equals': list(account, home.account) }),
        map({ 'Fn::Equals': list(region, home.region) }),
      ),
    }),
  };
}

/** The URI with which API Gateway calls the function. Only this long form works everywhere. */
export function invocationUri({ arn }: FunctionTarget): Sub {
  return sub`arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/**
 * One permission for each function of an API, however many routes it handles, because a function's policy is limited.
 */
export function handlerPermission(
  resource: WebSocketApi,
  ids: ApiIds,
  { routes, via }: Handler,
  target: FunctionTarget,
): TemplateResource {
  const [first, ...others] = routes;
  const only = others.length === 0 ? first?.value : undefined;
  const route = only !== undefined && isExactInArn(only) ? only : '*';
  const reason =
    only !== undefined && route === '*' ? `, on any route, because an ARN cannot express exactly ${mention(only)}` : '';
  return permission(target, {
    principal: 'apigateway.amazonaws.com',
    logicalId: ids.permission(target),
    sourceArn: executionArn(ids.api, sub`${stageValue(resource)}/${route}`),
    source: via.target.node.span,
    comment: `Lets ${resource.id.value} call ${target.lambda.id.value}${reason}`,
  });
}

export function authorizerPermission(
  resource: WebSocketApi,
  ids: ApiIds,
  connection: Connection,
  target: FunctionTarget,
): TemplateResource {
  return permission(target, {
    principal: 'apigateway.amazonaws.com',
    logicalId: ids.authorizerPermission,
    sourceArn: executionArn(ids.api, sub`authorizers/${ref(ids.authorizer)}`),
    source: connection.target.node.span,
    comment: `Lets ${resource.id.value} call its authorizer`,
  });
}

/** Who a permission is for, and the permission's place in the template. */
interface Caller extends Omit<TemplateResource, 'type' | 'properties'> {
  readonly principal: string;
  readonly sourceArn?: Value | undefined;
  readonly sourceAccount?: Value | undefined;
}

/** Lets the caller invoke the function. */
export function permission(
  { arn, isHere }: FunctionTarget,
  { principal, sourceArn, sourceAccount, ...rest }: Caller,
): TemplateResource {
  return {
    ...rest,
    type: 'AWS::Lambda::Permission',
    condition: isHere?.logicalId,
    properties: map({
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: principal,
      SourceArn: sourceArn,
      SourceAccount: sourceAccount,
    }),
  };
}

/** The rest of the ARN has at most 100 characters, and a stage at most 128. */
const maximumRouteInArn = maximumSourceArn - 100 - 128;

/**
 * Whether a route in an ARN matches only itself. `*` and `?` would match other routes, `${` would start a variable, and
 * how API Gateway writes spaces and non-ASCII letters there is not documented. An ARN also has a limited length. For such
 * a route the permission covers all routes of the API, which are in the descriptor anyway.
 */
function isExactInArn(route: string): boolean {
  return /^[A-Za-z0-9_$.:/-]+$/.test(route) && route.length <= maximumRouteInArn;
}
