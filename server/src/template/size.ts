// The size of a template compared with CloudFormation's limits, and what to report about it.
import { maximumOutputs, maximumResources, maximumTemplateBody, maximumTemplateSize } from '../language/limits.ts';
import { t } from '../locale.ts';
import { byteLength } from '../syntax/positions.ts';
import { amount, sentences } from '../wording.ts';
import type { Template } from './template.ts';

/** The size of a template, compared with AWS's limits. */
export interface TemplateSize {
  readonly resources: Measure;
  readonly outputs: Measure;
  /** The size of the file, with the limit for a template on S3. */
  readonly bytes: Measure;
  /** The size of the file, with the limit for a template in the request itself. */
  readonly directBytes: Measure;
}

/** A count and AWS's limit. */
export interface Measure {
  readonly count: number;
  readonly maximum: number;
}

/** @param text the template as a file */
export function sizeOf(template: Template, text: string): TemplateSize {
  const bytes = byteLength(text);
  return {
    resources: { count: countOf(template, 'Resources'), maximum: maximumResources },
    outputs: { count: countOf(template, 'Outputs'), maximum: maximumOutputs },
    bytes: { count: bytes, maximum: maximumTemplateSize },
    directBytes: { count: bytes, maximum: maximumTemplateBody },
  };
}

/** How many entries the section has, together with those of the overlay. */
function countOf({ resources, outputs, overlay }: Template, section: 'Resources' | 'Outputs'): number {
  const generated = (section === 'Resources' ? resources : outputs).map(({ logicalId }) => logicalId);
  const laidOver = overlay.filter((part) => part.section === section).map(({ name }) => name);
  return new Set([...generated, ...laidOver]).size;
}

export interface SizeRemark {
  /** An error if CloudFormation would reject the template. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** Remarks to read before deploying; empty for a template well within the limits. */
export function sizeRemarks(size: TemplateSize): readonly SizeRemark[] {
  const units = ['resources', 'outputs', 'bytes'] as const;
  const remarks = units.flatMap((unit): SizeRemark[] => {
    const { count, maximum } = size[unit];
    const figures = figuresOf(unit, amount(count), amount(maximum));
    if (count > maximum) {
      return [{ severity: 'error', message: sentences(figures, t`Split the project into several files.`) }];
    }
    // Generated outputs never exceed the limit, because those beyond it are left out.
    if (unit === 'outputs' || count < maximum * near) return [];
    return [{ severity: 'warning', message: sentences(figures, t`Put new resources in another project file.`) }];
  });
  if (size.resources.count === 0) {
    remarks.push({
      severity: 'error',
      message: t`The template has no resources. CloudFormation requires at least one.`,
    });
  }
  const errors = remarks.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return errors;
  const { count, maximum } = size.directBytes;
  if (count <= maximum) return remarks;
  const message = t`The template has ${amount(count)} bytes. Above ${amount(maximum)}, CloudFormation accepts it only from an S3 bucket. Deploy it with --s3-bucket.`;
  return [...remarks, { severity: 'warning', message }];
}

function figuresOf(unit: 'resources' | 'outputs' | 'bytes', count: string, maximum: string): string {
  switch (unit) {
    case 'resources':
      return t`The template has ${count} resources; CloudFormation's limit is ${maximum}.`;
    case 'outputs':
      return t`The template has ${count} outputs; CloudFormation's limit is ${maximum}.`;
    case 'bytes':
      return t`The template has ${count} bytes; CloudFormation's limit is ${maximum}.`;
  }
}

const near = 0.9;
