// What a rename changes beyond the file.
import type { Consequence } from '../../model/change.ts';
import { resourcesOfType, type LambdaFunction, type Project, type Resource } from '../../model/project.ts';
import type { Name } from '../../model/references.ts';
import { environmentName, handlersOf } from '../../model/usage.ts';
import type { LogicalName } from './logical-name.ts';

export function consequenceOf(project: Project, name: Name | LogicalName, newName: string): Consequence | undefined {
  if (name.kind === 'route') {
    return {
      label: `Rename the route ${name.value}`,
      description: `CloudFormation replaces the route, and clients must send “${newName}” to reach the endpoint.`,
      needsConfirmation: false,
    };
  }
  return name.kind === 'resource' && name.resource ? otherEnvironment(project, name.resource, newName) : undefined;
}

/** A resource's id does not reach the template, but for the variables by which functions find the resource. */
function otherEnvironment(project: Project, resource: Resource, newId: string): Consequence | undefined {
  if (resource.type === undefined || resource.type === 'lambda-function') return undefined;
  const before = environmentName(resource);
  const after = environmentName({ ...resource, id: { ...resource.id, value: newId } });
  const handlers = new Set(
    resource.type === 'websocket-api' ? handlersOf(project, resource).map(({ lambda }) => lambda) : [],
  );
  const finders = resourcesOfType(project, 'lambda-function').filter(
    (lambda) =>
      lambda.arn === undefined &&
      (handlers.has(lambda) || lambda.connections.some(({ target }) => project.find(target.value) === resource)) &&
      lambda.environment.every(({ name }) => name.value !== before),
  );
  if (before === after || finders.length === 0) return undefined;
  return {
    label: `Rename the resource id ${resource.id.value}`,
    description: `The environment variable ${before} becomes ${after}. Change the code that reads it: ${named(finders)}.`,
    needsConfirmation: true,
  };
}

function named(functions: readonly LambdaFunction[]): string {
  const names = functions.slice(0, 5).map(({ id }) => id.value);
  return functions.length > names.length ? `${names.join(', ')} and others` : names.join(', ');
}
