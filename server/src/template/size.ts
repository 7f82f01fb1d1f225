// How large a template is, and what CloudFormation says to that.
import {
  byteLength,
  maximumOutputs,
  maximumResources,
  maximumTemplateBody,
  maximumTemplateSize,
} from '../language/limits.ts';
import type { Template } from './template.ts';

export interface TemplateSize {
  readonly resources: number;
  readonly outputs: number;
  /** Of the text, in UTF-8. */
  readonly bytes: number;
}

/** In CloudFormation's own figures; the last is what it takes without a bucket to read the template from. */
export const templateLimits = {
  resources: maximumResources,
  outputs: maximumOutputs,
  bytes: maximumTemplateSize,
  bytesWithoutBucket: maximumTemplateBody,
} as const;

export function sizeOf({ resources, outputs }: Template, text: string): TemplateSize {
  return { resources: resources.length, outputs: outputs.length, bytes: byteLength(text) };
}

export interface SizeRemark {
  /** An error is a template that CloudFormation refuses. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What to know before it is deployed; nothing for a template with room to grow. */
export function sizeRemarks(size: TemplateSize): readonly SizeRemark[] {
  const units = { resources: 'resources', outputs: 'outputs', bytes: 'bytes' } as const;
  const remarks = Object.values(units).flatMap((unit): SizeRemark[] => {
    const [count, limit] = [size[unit], templateLimits[unit]];
    const figures = `The template has ${figure(count)} ${unit}, and CloudFormation takes ${figure(limit)}`;
    if (count > limit) return [{ severity: 'error', message: `${figures}. Split the project into several files.` }];
    if (count < limit * near) return [];
    return [{ severity: 'warning', message: `${figures}. Start another file for what comes next.` }];
  });
  const errors = remarks.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors;
  if (size.bytes <= templateLimits.bytesWithoutBucket) return remarks;
  const message = `The template has ${figure(size.bytes)} bytes: over ${figure(templateLimits.bytesWithoutBucket)}, CloudFormation takes it from a bucket alone. Deploy it with --s3-bucket.`;
  return [...remarks, { severity: 'warning', message }];
}

const near = 0.9;

/** 51200 is read as 51,200, wherever the reader is. */
function figure(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
