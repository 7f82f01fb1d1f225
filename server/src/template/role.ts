import { logGroupId, roleId } from '../model/logical-ids.ts';
import { groupBy } from '../model/group-by.ts';
import type { LambdaFunction, Project } from '../model/project.ts';
import { dataAccess, sendTargets, stageName, type DataAccess } from '../model/usage.ts';
import type { Span } from '../syntax/tree.ts';
import { connectionsArn } from './addresses.ts';
import { actionsFor } from './data-actions.ts';
import type { TemplateResource } from './template.ts';
import { getAtt, list, map, ref, sourced, sub, type Value } from './value.ts';

/** The function's own role: it may write its log, send to the clients of its APIs and use what it connects to. */
export function role(project: Project, lambda: LambdaFunction, functionId: string): TemplateResource {
  const statements = [
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt(logGroupId(functionId), 'Arn')),
    ...statementsOf([
      ...sending(project, lambda),
      ...dataAccess(project, lambda).flatMap((access) => dataGrants(project, access)),
    ]),
  ];
  return {
    logicalId: roleId(functionId),
    type: 'AWS::IAM::Role',
    properties: map({
      AssumeRolePolicyDocument: policy([
        map({ Effect: 'Allow', Principal: map({ Service: 'lambda.amazonaws.com' }), Action: 'sts:AssumeRole' }),
      ]),
      Policies: list(map({ PolicyName: 'Access', PolicyDocument: policy(statements) })),
    }),
    source: lambda.id.node.span,
    comment: `What ${lambda.id.value} may do`,
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

/** What may be done with one resource. */
interface Grant {
  readonly actions: readonly string[];
  readonly resource: Value;
  readonly source: Span;
}

/** One for all that has the same actions: what a role's policies can hold is limited. */
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
    const resource = connectionsArn({ apiId, stage: stageName(api) });
    return [{ actions: ['execute-api:ManageConnections'], resource, source: via.node.span }];
  });
}

function dataGrants(project: Project, { resource, level, via }: DataAccess): readonly Grant[] {
  const id = project.logicalIds.of(resource);
  if (id === undefined) return [];
  // Ref gives the ARN of a topic; of anything else, it is an attribute.
  const arn = resource.type === 'sns-topic' ? ref(id) : getAtt(id, 'Arn');
  return actionsFor(resource.type, level).map(({ actions, onObjects }) => ({
    actions,
    resource: onObjects ? sub`${arn}/*` : arn,
    source: via.node.span,
  }));
}
