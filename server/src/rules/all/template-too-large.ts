import { resourcesEntry } from '../../model/project.ts';
import { maximumTemplateSize } from '../../language/limits.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { amount } from '../../wording.ts';

const maximum = maximumTemplateSize.toLocaleString('en');

export const templateTooLarge = rule({
  id: 'template-too-large',
  severity: 'error',
  summary: `a project whose template would exceed ${maximum} bytes`,
  why: `CloudFormation rejects a template of more than ${maximum} bytes, even from S3.`,
  looksAt: 'template',
  *check({ size }, project) {
    const key = resourcesEntry(project)?.key;
    if (key && size > maximumTemplateSize) yield { span: key.span, data: size };
  },
  message: (size) =>
    t`The template would be ${amount(size)} bytes long, over CloudFormation's limit of ${amount(maximumTemplateSize)}, which holds even for S3. Split the project into several files, or store long strings elsewhere.`,
});
