// The credentials that name the function which uses them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessKeyOf, callerOf, credentialsOf } from '../../../server/src/gateway/callers.ts';
import { resourceId } from '../../../server/src/language/formats.ts';

test('a signed request and a presigned URL name the function', () => {
  const key = accessKeyOf('on-message_2');
  expect(key).toMatch(/^\w+$/);
  expect(credentialsOf('on-message_2')).toMatchObject({ AWS_ACCESS_KEY_ID: key });
  const scope = `${key}/20260101/us-east-1/dynamodb/aws4_request`;
  expect(callerOf(`AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`)).toBe('on-message_2');
  const presigned = `/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&x-id=GetObject`;
  expect(callerOf(undefined, presigned)).toBe('on-message_2');
});

test('credentials of anybody else name no function', () => {
  expect(callerOf(undefined)).toBeUndefined();
  expect(callerOf('')).toBeUndefined();
  expect(callerOf('Bearer Credential')).toBeUndefined();
  expect(
    callerOf('AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request'),
  ).toBeUndefined();
});

test('each function has credentials of its own', () => {
  fc.assert(
    fc.property(fc.stringMatching(new RegExp(resourceId.pattern)), (id) => {
      expect(callerOf(`AWS4-HMAC-SHA256 Credential=${accessKeyOf(id)}/20260101/eu-west-1/sqs/aws4_request`)).toBe(id);
    }),
  );
});
