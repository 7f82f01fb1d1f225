import { maximumTemplateSize } from '../../language/limits.ts';
import { resourcesKey } from '../resources-key.ts';
import { rule } from '../rule.ts';

const maximum = maximumTemplateSize.toLocaleString('en');

export const templateTooLarge = rule({
  id: 'template-too-large',
  severity: 'error',
  summary: `a project whose template would have more than ${maximum} bytes`,
  why: `CloudFormation takes no template of more than ${maximum} bytes, not even from S3.`,
  looksAt: 'template',
  *check({ size }, project) {
    const key = resourcesKey(project);
    if (key && size > maximumTemplateSize) yield { span: key.span, data: size };
  },
  message: (size) =>
    `The template would have ${size.toLocaleString('en')} bytes, and CloudFormation takes ${maximum}, even from S3. Split the project into several files, or keep long texts elsewhere.`,
});
