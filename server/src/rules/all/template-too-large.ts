import { resourcesEntry } from '../../model/project.ts';
import { maximumTemplateSize } from '../../language/limits.ts';
import { rule } from '../rule.ts';

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
    `The template would be ${size.toLocaleString('en')} bytes long, over CloudFormation's limit of ${maximum}, which holds even for S3. Split the project into several files, or store long strings elsewhere.`,
});
