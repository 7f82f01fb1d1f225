import { codeParameters } from '../model/logical-ids.ts';
import type { TemplateParameter } from './template.ts';

/** Where the code is: the whole project as one zip file, from which each function has its entry point. */
export const codeLocation: readonly TemplateParameter[] = [
  { logicalId: codeParameters.bucket, description: 'The S3 bucket that holds the zipped project' },
  {
    logicalId: codeParameters.key,
    description: 'The key of the zip file in that bucket; functions are updated only when it changes',
  },
];
