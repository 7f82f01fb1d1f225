import { logGroupId } from '../model/logical-ids.ts';
import type { LambdaFunction } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { map } from './value.ts';

/** The function's log, a month of it. Lambda's own log groups keep everything for ever, and outlive their stack. */
export function logGroup(lambda: LambdaFunction, functionId: string): TemplateResource {
  return {
    logicalId: logGroupId(functionId),
    type: 'AWS::Logs::LogGroup',
    properties: map({ RetentionInDays: 30 }),
    source: lambda.id.node.span,
    comment: `The log of ${lambda.id.value}`,
  };
}
