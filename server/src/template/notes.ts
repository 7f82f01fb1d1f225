// What the template cannot do, and the person who deploys it must know.
import { resourcesOfType, type LambdaFunction, type Project, type WebSocketApi } from '../model/project.ts';
import { dataAccess, environmentName, functionAt, sendTargets } from '../model/usage.ts';
import { actionsFor } from './data-actions.ts';
import { stageName } from './texts.ts';
import { authorizerConnection } from './web-socket-api.ts';

export function notesOf(project: Project): readonly string[] {
  return [
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
  const ignored = [
    lambda.memory && 'memory',
    lambda.timeout && 'timeout',
    lambda.environment.length > 0 && 'environment',
  ].filter((property) => typeof property === 'string');
  if (needs.length === 0 && ignored.length === 0) return [];
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
  return [lines.join('\n')];
}
