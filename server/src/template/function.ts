import { defaultOf } from '../language/index.ts';
import { maximumDescription } from '../language/limits.ts';
import { codeParameters, logGroupId, roleId } from '../model/logical-ids.ts';
import type { LambdaFunction, Located, Project } from '../model/project.ts';
import { environment } from './environment.ts';
import type { TemplateResource } from './template.ts';
import { description, tagList } from './texts.ts';
import { getAtt, map, ref, sourced, type Value } from './value.ts';

export function lambda(project: Project, resource: LambdaFunction, logicalId: string): TemplateResource {
  const { id, runtime, entryPoint, memory, timeout } = resource;
  return {
    logicalId,
    type: 'AWS::Lambda::Function',
    properties: map({
      Description: description(resource.description, maximumDescription.function),
      Runtime: located(runtime),
      Handler: located(entryPoint),
      Code: map({ S3Bucket: ref(codeParameters.bucket), S3Key: ref(codeParameters.key) }),
      Role: getAtt(roleId(logicalId), 'Arn'),
      MemorySize: located(memory) ?? defaultOf('lambda-function', 'memory'),
      Timeout: located(timeout) ?? defaultOf('lambda-function', 'timeout'),
      Environment: environment(project, resource),
      LoggingConfig: map({ LogGroup: ref(logGroupId(logicalId)) }),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, a Lambda function`,
  };
}

function located(value: Located<string | number> | undefined): Value | undefined {
  return value && sourced(value.node.span, value.value);
}
