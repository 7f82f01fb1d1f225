// What the template cannot do, and the person who deploys it must know.
import { actionsFor } from '../language/data-resources.ts';
import { ineffectiveBesideArn } from '../language/lambda-function.ts';
import { maximumOutputs } from '../language/limits.ts';
import { homeOf } from '../model/function-arn.ts';
import { permissionId } from '../model/logical-ids.ts';
import { resourcesOfType, type LambdaFunction, type Project, type WebSocketApi } from '../model/project.ts';
import { dataAccess, environmentName, functionAt, handlerIn, sendTargets, stageName } from '../model/usage.ts';
import { authorizerConnection } from './web-socket-api.ts';

/** @param leftOut how the IDs of those outputs end for which there is no room */
export function notesOf(project: Project, leftOut: readonly string[]): readonly string[] {
  return [
    ...(leftOut.length > 0
      ? [`CloudFormation takes ${maximumOutputs} outputs, so there are none whose names end in ${leftOut.join(', ')}.`]
      : []),
    ...resourcesOfType(project, 'websocket-api').flatMap((api) => authorizerNote(project, api)),
    ...resourcesOfType(project, 'lambda-function').flatMap((lambda) => existingFunctionNote(project, lambda)),
  ];
}

function authorizerNote(project: Project, api: WebSocketApi): readonly string[] {
  const lambda = functionAt(project, api.connections[0]);
  if (!lambda || authorizerConnection(project, api)) return [];
  const { value } = api.id;
  return [
    `${value} is open to everyone. AWS asks an authorizer on $connect alone, and ${value} has no such endpoint, so ${lambda.id.value} is never asked.`,
  ];
}

function existingFunctionNote(project: Project, lambda: LambdaFunction): readonly string[] {
  if (!lambda.arn) return [];
  const needs = [
    ...sendTargets(project, lambda).map(({ api }) => ({
      actions: ['execute-api:ManageConnections'],
      on: `the connections of ${api.id.value}, stage ${stageName(api)}`,
      variable: environmentName(api),
    })),
    ...dataAccess(project, lambda).map(({ resource, level }) => ({
      actions: actionsFor(resource.type, level).flatMap((group) => group.actions),
      on: resource.id.value,
      variable: environmentName(resource),
    })),
  ];
  const ignored = ineffectiveBesideArn.filter((name) => [lambda[name]].flat().some((value) => value !== undefined));
  const calls = callsOf(project, lambda);
  if (needs.length === 0 && ignored.length === 0 && calls.length === 0) return [];
  const lines = [
    `${lambda.id.value} exists already, and this template changes neither its role nor its configuration.`,
  ];
  if (ignored.length > 0)
    lines.push(`Of its properties in the descriptor, these have no effect: ${ignored.join(', ')}.`);
  if (needs.length > 0) {
    lines.push('For what it connects to, its role must allow:');
    lines.push(...needs.map(({ actions, on }) => `- on ${on}: ${actions.join(', ')}`));
    const variables = needs.map(({ variable }) => variable).join(', ');
    lines.push(`Nor does it find these in its environment, as functions of this template do: ${variables}.`);
  }
  if (calls.length > 0) {
    const { account, region } = homeOf(lambda.arn.value);
    lines.push(
      `In account ${account} and region ${region}, this template lets API Gateway call it. Where the stack is in another`,
      'account of that region, the owner of the function must, as soon as the API is there. In the command, ACCOUNT is the',
      "account of the stack, and API_ID is what the API's URL begins with:",
      ...calls,
    );
  }
  return [lines.join('\n')];
}

/** The commands that let the APIs call the function that handles or authorizes for them. */
function callsOf(project: Project, lambda: LambdaFunction): readonly string[] {
  const functionId = project.logicalIds.of(lambda);
  if (!lambda.arn || functionId === undefined) return [];
  const { partition, region } = homeOf(lambda.arn.value);
  const name = lambda.arn.value.replace(/:\$LATEST$/, '');
  return resourcesOfType(project, 'websocket-api').flatMap((api) => {
    const apiId = project.logicalIds.of(api);
    const isAsked = functionAt(project, authorizerConnection(project, api)) === lambda;
    if (apiId === undefined || (!isAsked && !handlerIn(project, api, lambda))) return [];
    return [
      [
        `aws lambda add-permission --region ${region} --function-name ${name}`,
        `  --statement-id ${permissionId(apiId, functionId)} --action lambda:InvokeFunction`,
        `  --principal apigateway.amazonaws.com --source-arn arn:${partition}:execute-api:${region}:ACCOUNT:API_ID/*`,
      ].join(' \\\n'),
    ];
  });
}
