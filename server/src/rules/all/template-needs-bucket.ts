import { resourcesEntry } from '../../model/project.ts';
import { maximumTemplateBody, maximumTemplateSize } from '../../language/limits.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { amount } from '../../wording.ts';

const maximum = maximumTemplateBody.toLocaleString('en');

export const templateNeedsBucket = rule({
  id: 'template-needs-bucket',
  severity: 'information',
  summary: `a project whose template exceeds the ${maximum} bytes that can be deployed without S3`,
  why: `CloudFormation accepts a template of more than ${maximum} bytes only from S3. \`aws cloudformation deploy\` uploads it there if you specify a bucket, and fails otherwise.`,
  looksAt: 'template',
  *check({ size }, project) {
    const key = resourcesEntry(project)?.key;
    if (key && size > maximumTemplateBody && size <= maximumTemplateSize) yield { span: key.span, data: size };
  },
  message: (size) =>
    t`The template is ${amount(size)} bytes long, and CloudFormation accepts more than ${amount(maximumTemplateBody)} only from S3. Deploy it with \`--s3-bucket\`.`,
});
