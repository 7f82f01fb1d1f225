// What SAM makes of a function's events.
import { describe, expect, test } from 'vitest';
import { entries, expand, properties, resourcesOf, send } from '../../../harness/sam-template.ts';

describe('an event', () => {
  const event = (type: string, more: string): string =>
    send(`Events:\n  Work:\n    Type: ${type}\n    Properties: ${more}\n`);

  test('of a queue or a stream is a mapping, and the role may poll', () => {
    const queue = event('SQS', '{ Queue: !GetAtt Jobs.Arn, BatchSize: 5 }');
    expect(properties(queue, 'SendWork')).toEqual({
      EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
      FunctionName: { Ref: 'Send' },
      BatchSize: 5,
    });
    expect(properties(queue, 'SendRole')).toMatchObject({
      ManagedPolicyArns: [expect.any(String), 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole'],
    });
    const stream = event('DynamoDB', '{ Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST }');
    expect(properties(stream, 'SendWork')).toMatchObject({ StartingPosition: 'LATEST' });
  });

  test('of a topic is a subscription', () => {
    const text = event('SNS', '{ Topic: !Ref News, FilterPolicy: { a: [b] } }');
    expect(properties(text, 'SendWork')).toEqual({
      Endpoint: { 'Fn::GetAtt': ['Send', 'Arn'] },
      Protocol: 'lambda',
      TopicArn: { Ref: 'News' },
      FilterPolicy: { a: ['b'] },
    });
    expect(properties(text, 'SendWorkPermission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Send' },
      Principal: 'sns.amazonaws.com',
      SourceArn: { Ref: 'News' },
    });
  });

  test('of a bucket is a notification of the bucket, which waits for the permission', () => {
    const text = `${event('S3', '{ Bucket: !Ref Files, Events: [s3:ObjectCreated:*, s3:ObjectRemoved:*] }')}
  Files:
    Type: AWS::S3::Bucket
    DependsOn: Other
    Properties: { BucketName: files }
`;
    const configuration = { Function: { 'Fn::GetAtt': ['Send', 'Arn'] } };
    expect(resourcesOf(expand(text))['Files']).toEqual({
      Type: 'AWS::S3::Bucket',
      DependsOn: ['Other', 'SendWorkPermission'],
      Properties: {
        BucketName: 'files',
        NotificationConfiguration: {
          LambdaConfigurations: [
            { Event: 's3:ObjectCreated:*', ...configuration },
            { Event: 's3:ObjectRemoved:*', ...configuration },
          ],
        },
      },
    });
  });

  test('on a schedule or of a pattern is a rule', () => {
    const target = { Arn: { 'Fn::GetAtt': ['Send', 'Arn'] }, Id: 'SendWorkLambdaTarget' };
    expect(properties(event('Schedule', '{ Schedule: rate(5 minutes), Enabled: false }'), 'SendWork')).toEqual({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'DISABLED',
      Targets: [target],
    });
    expect(properties(event('EventBridgeRule', '{ Pattern: { source: [a] }, Input: "{}" }'), 'SendWork')).toEqual({
      EventPattern: { source: ['a'] },
      Targets: [{ ...target, Input: '{}' }],
    });
  });

  test("on a schedule of EventBridge's scheduler has a role", () => {
    const text = event('ScheduleV2', '{ ScheduleExpression: rate(1 hour) }');
    expect(properties(text, 'SendWork')).toEqual({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Name: 'SendWork',
      Target: { Arn: { 'Fn::GetAtt': ['Send', 'Arn'] }, RoleArn: { 'Fn::GetAtt': ['SendWorkRole', 'Arn'] } },
    });
    expect(expand(text).resources.get('SendWorkRole')?.type).toBe('AWS::IAM::Role');
  });

  test.each([
    ['Api', '{ Path: /a, Method: get }', ' (GET /a)'],
    ['HttpApi', '{ Path: /a, Method: any }', ' (/a)'],
    ['IoTRule', '{ Sql: SELECT }', ''],
    ['SQS', '{}', ''],
    ['SNS', '{ Topic: !Ref News, SqsSubscription: true }', ''],
    ['S3', '{ Bucket: name, Events: s3:ObjectCreated:* }', ''],
  ])('of type %s with %s is reported', (type, written, detail) => {
    expect(entries(event(type, written))[0]).toBe(`left out: Event Work of function Send${detail} <Work>`);
  });
});
