// How much of what CloudFormation takes a template takes, and what to say of that.
import {
  byteLength,
  maximumOutputs,
  maximumResources,
  maximumTemplateBody,
  maximumTemplateSize,
} from '../language/limits.ts';
import type { Template } from './template.ts';

/** How much of what AWS allows a template takes. */
export interface TemplateSize {
  readonly resources: Measure;
  readonly outputs: Measure;
  /** Of the file, as CloudFormation takes it from S3. */
  readonly bytes: Measure;
  /** Of the file, as CloudFormation takes it with the request itself. */
  readonly directBytes: Measure;
}

/** How much there is, of how much AWS allows. */
export interface Measure {
  readonly count: number;
  readonly maximum: number;
}

/** @param text what the template is as a file */
export function sizeOf({ resources, outputs }: Template, text: string): TemplateSize {
  const bytes = byteLength(text);
  return {
    resources: { count: resources.length, maximum: maximumResources },
    outputs: { count: outputs.length, maximum: maximumOutputs },
    bytes: { count: bytes, maximum: maximumTemplateSize },
    directBytes: { count: bytes, maximum: maximumTemplateBody },
  };
}

export interface SizeRemark {
  /** An error is a template that CloudFormation refuses. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What to know before it is deployed; nothing for a template with room to grow. */
export function sizeRemarks(size: TemplateSize): readonly SizeRemark[] {
  const units = ['resources', 'outputs', 'bytes'] as const;
  const remarks = units.flatMap((unit): SizeRemark[] => {
    const { count, maximum } = size[unit];
    const figures = `The template has ${count.toLocaleString('en')} ${unit}, and CloudFormation takes ${maximum.toLocaleString('en')}`;
    if (count > maximum) return [{ severity: 'error', message: `${figures}. Split the project into several files.` }];
    // There are never too many outputs for want of room: they are what gives way.
    if (unit === 'outputs' || count < maximum * near) return [];
    return [{ severity: 'warning', message: `${figures}. Start another file for what comes next.` }];
  });
  if (size.resources.count === 0) {
    remarks.push({
      severity: 'error',
      message: 'The template has no resources, and CloudFormation takes none without.',
    });
  }
  const errors = remarks.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors;
  const { count, maximum } = size.directBytes;
  if (count <= maximum) return remarks;
  const message = `The template has ${count.toLocaleString('en')} bytes: over ${maximum.toLocaleString('en')}, CloudFormation takes it from a bucket alone. Deploy it with --s3-bucket.`;
  return [...remarks, { severity: 'warning', message }];
}

const near = 0.9;
