import { maximumTemplateBody, maximumTemplateSize } from '../../language/limits.ts';
import { resourcesKey } from '../resources-key.ts';
import { rule } from '../rule.ts';

const maximum = maximumTemplateBody.toLocaleString('en');

export const templateNeedsBucket = rule({
  id: 'template-needs-bucket',
  severity: 'information',
  summary: `a project whose template has more than the ${maximum} bytes that can be deployed without S3`,
  why: `CloudFormation takes a template of more than ${maximum} bytes from S3 alone. \`aws cloudformation deploy\` uploads it there if it is told a bucket, and else fails.`,
  looksAt: 'template',
  *check({ size }, project) {
    const key = resourcesKey(project);
    if (key && size > maximumTemplateBody && size <= maximumTemplateSize) yield { span: key.span, data: size };
  },
  message: (size) =>
    `The template has ${size.toLocaleString('en')} bytes, and CloudFormation takes more than ${maximum} only from S3. Deploy it with \`--s3-bucket\`.`,
});
