import type { SQSQueue } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { map } from './value.ts';

export function queue({ id }: SQSQueue, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::SQS::Queue',
    retain: true,
    properties: map({ SqsManagedSseEnabled: true, Tags: tagList(id.value) }),
    source: id.node.span,
    comment: `${id.value}, an SQS queue`,
  };
}
