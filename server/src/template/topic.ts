import type { SNSTopic } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { map } from './value.ts';

/** Not encrypted at rest: that takes a KMS key, and a grant on it for each publisher. */
export function topic({ id }: SNSTopic, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::SNS::Topic',
    retain: true,
    properties: map({ Tags: tagList(id.value) }),
    source: id.node.span,
    comment: `${id.value}, an SNS topic`,
  };
}
