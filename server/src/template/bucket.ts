import type { S3Bucket } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { list, map } from './value.ts';

/** Closed to the public and encrypted. Both are S3's defaults by now, and written so that nobody must know that. */
export function bucket({ id }: S3Bucket, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::S3::Bucket',
    retain: true,
    properties: map({
      BucketEncryption: map({
        ServerSideEncryptionConfiguration: list(
          map({ ServerSideEncryptionByDefault: map({ SSEAlgorithm: 'AES256' }) }),
        ),
      }),
      PublicAccessBlockConfiguration: map({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      }),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, an S3 bucket`,
  };
}
