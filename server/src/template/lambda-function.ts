// Everything that a `lambda-function` becomes.
import type { LambdaFunction, Project } from '../model/project.ts';
import { lambda } from './function.ts';
import { logGroup } from './log-group.ts';
import { role } from './role.ts';
import type { TemplateResource } from './template.ts';

/** Nothing for a function that exists already: it is not this template's to change. */
export function lambdaFunction(project: Project, resource: LambdaFunction): readonly TemplateResource[] {
  const functionId = project.logicalIds.of(resource);
  if (functionId === undefined || resource.arn) return [];
  return [lambda(project, resource, functionId), role(project, resource, functionId), logGroup(resource, functionId)];
}
