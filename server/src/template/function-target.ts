// How other resources of the template refer to a function, be it one of the template or one that exists already.
import { homeOf, type FunctionHome } from '../model/function-arn.ts';
import type { LambdaFunction, Project } from '../model/project.ts';
import { account, partition, region } from './pseudo-parameters.ts';
import type { TemplateCondition } from './template.ts';
import { getAtt, list, map, sub, type GetAtt, type Sub } from './value.ts';

export interface FunctionTarget {
  readonly lambda: LambdaFunction;
  readonly logicalId: string;
  readonly arn: GetAtt | Sub;
  /** Under which the stack may say who calls the function; undefined where it is of the template. */
  readonly isHere: TemplateCondition | undefined;
}

/** Undefined for a function that has no logical ID. */
export function functionTarget(project: Project, lambda: LambdaFunction | undefined): FunctionTarget | undefined {
  const logicalId = lambda && project.logicalIds.of(lambda);
  if (!lambda || logicalId === undefined) return undefined;
  if (!lambda.arn) return { lambda, logicalId, arn: getAtt(logicalId, 'Arn'), isHere: undefined };
  return { lambda, logicalId, arn: existingArn(lambda.arn.value), isHere: condition(homeOf(lambda.arn.value)) };
}

/** Lambda takes permissions from the function's own region, and from its owner alone: elsewhere they fail the stack. */
function condition(home: FunctionHome): TemplateCondition {
  const words = home.region.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
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
