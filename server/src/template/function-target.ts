// How other resources of the template refer to a function, be it one of the template or one that exists already.
import type { LambdaFunction, Project } from '../model/project.ts';
import { partition, region } from './pseudo-parameters.ts';
import { getAtt, sub, type GetAtt, type Sub } from './value.ts';

export interface FunctionTarget {
  readonly lambda: LambdaFunction;
  readonly logicalId: string;
  readonly arn: GetAtt | Sub;
}

/** Undefined for a function that has no logical ID. */
export function functionTarget(project: Project, lambda: LambdaFunction | undefined): FunctionTarget | undefined {
  const logicalId = lambda && project.logicalIds.of(lambda);
  if (!lambda || logicalId === undefined) return undefined;
  return { lambda, logicalId, arn: lambda.arn ? existingArn(lambda.arn.value) : getAtt(logicalId, 'Arn') };
}

/**
 * An ARN without its partition, which is that of the stack, since no API calls a function of another one; and without
 * `$LATEST`, which is what an unqualified ARN means, and which Lambda refuses in a permission.
 */
function existingArn(arn: string): Sub {
  return sub`arn:${partition}${arn.replace(/^arn:[a-z-]+/, '').replace(/:\$LATEST$/, '')}`;
}

/** The URI by which API Gateway calls the function. Only this long form works everywhere. */
export function invocationUri({ arn }: FunctionTarget): Sub {
  return sub`arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}
