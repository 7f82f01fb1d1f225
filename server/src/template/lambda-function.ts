// Everything that a `lambda-function` becomes: the function, its role and its log group.
import { actionsFor } from '../language/data-resources.ts';
import { defaultOf, invokers } from '../language/index.ts';
import { maximumDescription } from '../language/limits.ts';
import { groupBy } from '../model/group-by.ts';
import { folderOf } from '../model/entry-point.ts';
import { codeParameters } from '../model/logical-ids.ts';
import type { FunctionIds, LambdaFunction, Project } from '../model/project.ts';
import { dataAccess, sendTargets, triggersTo, variableName, type DataAccess } from '../model/usage.ts';
import type { Span } from '../syntax/tree.ts';
import { callbackUrl, connectionsArn, dataArn, dataReference, polledArn } from './addresses.ts';
import { dynamicValue, stageValue } from './parameters.ts';
import { logGroup, type TemplateResource } from './template.ts';
import { description, tagList } from './texts.ts';
import { getAtt, list, literal, located, map, ref, sourced, type MapEntry, type Value } from './value.ts';

/**
 * Empty for an existing function, which this template must not change.
 * @param localCode the path from the template to the project, if code is there and not in S3
 */
export function lambdaFunction(
  project: Project,
  resource: LambdaFunction,
  localCode?: string,
): readonly TemplateResource[] {
  const ids = project.logicalIds.ofFunction(resource);
  if (!ids || resource.arn) return [];
  return [
    lambda(project, resource, ids, codeOf(resource, ids, localCode)),
    role(project, resource, ids),
    // The log group that Lambda would create keeps logs forever and outlives the stack.
    logGroup({ logicalId: ids.logGroup, source: resource.id.node.span, comment: `The log of ${resource.id.value}` }),
  ];
}

function lambda(project: Project, resource: LambdaFunction, ids: FunctionIds, code: Value): TemplateResource {
  const { id, runtime, architecture, entryPoint, layers, memory, timeout, reservedConcurrency, tracing } = resource;
  return {
    logicalId: ids.lambda,
    type: 'AWS::Lambda::Function',
    properties: map({
      FunctionName: resource.physicalName && dynamicValue(resource.physicalName),
      Description: description(resource.description, maximumDescription.function),
      Runtime: located(runtime),
      Architectures: architecture && list(sourced(architecture.node.span, architecture.value)),
      Handler: located(entryPoint),
      Code: code,
      Layers: layers.length > 0 ? list(...layers.map(({ node, value }) => sourced(node.span, value))) : undefined,
      Role: getAtt(ids.role, 'Arn'),
      MemorySize: located(memory) ?? defaultOf('lambda-function', 'memory'),
      Timeout: located(timeout) ?? defaultOf('lambda-function', 'timeout'),
      ReservedConcurrentExecutions: located(reservedConcurrency),
      TracingConfig: tracing?.value ? sourced(tracing.node.span, map({ Mode: 'Active' })) : undefined,
      Environment: environment(project, resource),
      LoggingConfig: map({ LogGroup: ref(ids.logGroup) }),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, a Lambda function`,
  };
}

/** A local folder is uploaded by `aws cloudformation package` and `sam deploy`. */
function codeOf({ code }: LambdaFunction, { codeKey }: FunctionIds, localCode: string | undefined): Value {
  const place =
    localCode === undefined
      ? map({ S3Bucket: ref(codeParameters.bucket), S3Key: ref(code ? codeKey : codeParameters.key) })
      : `${localCode}${folderOf(code)}`.replace(/(?<=.)\/$/, '') || '.';
  return code ? sourced(code.node.span, place) : place;
}

/** The user's own variables, which take precedence, then one for each API and data resource that it connects to. */
function environment(project: Project, lambda: LambdaFunction): Value | undefined {
  const variables = new Map<string, MapEntry>();
  const add = (key: string, value: Value): void => {
    if (!variables.has(key)) variables.set(key, { key, value });
  };
  for (const { name, value } of lambda.environment) add(name.value, dynamicValue(value));
  for (const { api, via } of sendTargets(project, lambda)) {
    const apiId = project.logicalIds.of(api);
    if (apiId === undefined) continue;
    add(variableName(api, via), sourced(via.node.span, callbackUrl({ apiId, stage: stageValue(api) })));
  }
  for (const { resource, via } of dataAccess(project, lambda)) {
    const reference = dataReference(project, resource);
    if (reference !== undefined) add(variableName(resource, via), sourced(via.node.span, reference));
  }
  if (variables.size === 0) return undefined;
  return map({ Variables: { kind: 'map', entries: [...variables.values()] } });
}

/**
 * The function's own role, to write its log, send messages to the clients of its APIs, use its data resources, be invoked
 * by them, and whatever else it needs permission for.
 */
function role(project: Project, lambda: LambdaFunction, ids: FunctionIds): TemplateResource {
  const statements = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt(ids.logGroup, 'Arn')),
    ...statementsOf([
      ...sending(project, lambda),
      ...dataAccess(project, lambda).flatMap((access) => dataGrants(project, access)),
      ...polling(project, lambda),
      ...tracingGrants(lambda),
      ...ownGrants(lambda),
    ]),
  ];
  return {
    logicalId: ids.role,
    type: 'AWS::IAM::Role',
    properties: map({
      AssumeRolePolicyDocument: policy([
        map({ Effect: 'Allow', Principal: map({ Service: 'lambda.amazonaws.com' }), Action: 'sts:AssumeRole' }),
      ]),
      Policies: list(map({ PolicyName: 'Access', PolicyDocument: policy(statements) })),
    }),
    source: lambda.id.node.span,
    comment: `The role of ${lambda.id.value}`,
  };
}

function policy(statements: readonly Value[]): Value {
  return map({ Version: '2012-10-17', Statement: list(...statements) });
}

function allow(actions: readonly string[], resource: Value): Value {
  const [first, ...others] = actions;
  return map({
    Effect: 'Allow',
    Action: first !== undefined && others.length === 0 ? first : list(...actions),
    Resource: resource,
  });
}

/** The actions that are allowed on one resource. */
interface Grant {
  readonly actions: readonly string[];
  readonly resource: Value;
  readonly source: Span;
}

/** One statement for all resources with the same actions, because the size of a role's policies is limited. */
function statementsOf(grants: readonly Grant[]): readonly Value[] {
  return [...groupBy(grants, ({ actions }) => actions.join()).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { actions, resource, source } = first;
    if (others.length === 0) return [sourced(source, allow(actions, resource))];
    return [allow(actions, list(...[first, ...others].map((grant) => sourced(grant.source, grant.resource))))];
  });
}

function sending(project: Project, lambda: LambdaFunction): readonly Grant[] {
  return sendTargets(project, lambda).flatMap(({ api, via }) => {
    const apiId = project.logicalIds.of(api);
    if (apiId === undefined) return [];
    const resource = connectionsArn({ apiId, stage: stageValue(api) });
    return [{ actions: ['execute-api:ManageConnections'], resource, source: via.node.span }];
  });
}

function dataGrants(project: Project, { resource, level, via }: DataAccess): readonly Grant[] {
  return actionsFor(resource.type, level).flatMap(({ actions, path }) => {
    const arn = dataArn(project, resource, path);
    return arn === undefined ? [] : [{ actions, resource: arn, source: via.node.span }];
  });
}

/** What Lambda needs to poll the queues and streams that invoke the function. */
function polling(project: Project, lambda: LambdaFunction): readonly Grant[] {
  return triggersTo(project, lambda).flatMap(({ source, via: [via] }) => {
    const { trigger } = invokers[source.type];
    const arn = polledArn(project, source);
    if (trigger.kind !== 'polled' || arn === undefined) return [];
    return [{ actions: trigger.actions, resource: arn, source: via.target.node.span }];
  });
}

/** X-Ray's actions apply to no resource in particular. */
function tracingGrants({ tracing }: LambdaFunction): readonly Grant[] {
  if (!tracing?.value) return [];
  return [{ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resource: '*', source: tracing.node.span }];
}

function ownGrants({ permissions }: LambdaFunction): readonly Grant[] {
  return permissions.flatMap(({ actions, resources }) => {
    if (actions.length === 0) return [];
    return resources.map(({ node, value }) => ({
      actions: actions.map((action) => action.value),
      resource: literal(value),
      source: node.span,
    }));
  });
}
