// The formats of strings in the language, each with its pattern and the words that explain it.
import type { StringFormat } from './definition.ts';

export const resourceId: StringFormat = {
  noun: 'a resource ID',
  pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
  words: 'a letter, then letters, digits, `_` or `-`',
};

export const routeSelector: StringFormat = {
  noun: 'a route selector property',
  pattern: '^[A-Za-z_][A-Za-z0-9_-]*(\\.[A-Za-z_][A-Za-z0-9_-]*)*$',
  words:
    'the name of a JSON property in the body of a message, such as `action`, or a path to a nested one, such as `detail.type`',
};

export const identitySource: StringFormat = {
  noun: 'an identity source',
  pattern: '^(querystring|header)\\.[A-Za-z0-9_-]+$',
  words: '`querystring.NAME` or `header.NAME`',
};

export const stageName: StringFormat = {
  noun: 'a stage name',
  pattern: '^[A-Za-z0-9_-]{1,128}$',
  words: '1 to 128 letters, digits, `_` or `-`',
};

export const runtimeName: StringFormat = {
  noun: 'a runtime',
  pattern: '^[A-Za-z0-9._-]+$',
  words: 'the name of a Lambda runtime, such as `nodejs22.x`',
};

export const functionArn: StringFormat = {
  noun: 'the ARN of a function',
  pattern: '^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,140}(:[A-Za-z0-9_$-]+)?$',
  words: 'the ARN of a Lambda function, such as `arn:aws:lambda:eu-west-1:123456789012:function:send`',
};

export const tableArn: StringFormat = {
  noun: 'the ARN of a table',
  pattern: '^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}$',
  words: 'the ARN of a DynamoDB table, such as `arn:aws:dynamodb:eu-west-1:123456789012:table/sessions`',
};

export const queueArn: StringFormat = {
  noun: 'the ARN of a queue',
  pattern: '^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:(?=.{1,80}$)[A-Za-z0-9_-]+(\\.fifo)?$',
  words: 'the ARN of an SQS queue, such as `arn:aws:sqs:eu-west-1:123456789012:orders`',
};

export const topicArn: StringFormat = {
  noun: 'the ARN of a topic',
  pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:(?=.{1,256}$)[A-Za-z0-9_-]+(\\.fifo)?$',
  words: 'the ARN of an SNS topic, such as `arn:aws:sns:eu-west-1:123456789012:news`',
};

export const bucketArn: StringFormat = {
  noun: 'the ARN of a bucket',
  // The names of old buckets are less strict than those of new ones.
  pattern: '^arn:aws[a-z-]*:s3:::[A-Za-z0-9._-]{3,255}$',
  words: 'the ARN of an S3 bucket, such as `arn:aws:s3:::uploads`',
};

export const layerArn: StringFormat = {
  noun: 'a layer ARN',
  pattern: '^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]{1,140}:[0-9]+$',
  words: 'the ARN of a version of a Lambda layer, such as `arn:aws:lambda:eu-west-1:123456789012:layer:tools:3`',
};

export const iamAction: StringFormat = {
  noun: 'an IAM action',
  pattern: '^(\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$',
  words: '`SERVICE:ACTION`, such as `bedrock:InvokeModel`; `*` and `?` are wildcards',
};

export const resourceArn: StringFormat = {
  noun: 'a resource ARN',
  pattern: '^(\\*|(?!.*\\$\\{AWS::)arn:[^:]+:[^:]+:[^:]*:[^:]*:.+)$',
  words: 'an ARN, or `*` for all resources; `*` and `?` are wildcards, and `${AWS::Region}` would not be replaced',
};

export const domainName: StringFormat = {
  noun: 'a domain name',
  pattern: '^(?=.{1,255}$)(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]{2,63}$',
  words: 'a domain name in lower case, such as `ws.example.com`',
};

export const certificateArn: StringFormat = {
  noun: 'a certificate ARN',
  pattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$',
  words:
    'the ARN of a certificate in AWS Certificate Manager, such as `arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012`',
};

export const mappingKey: StringFormat = {
  noun: 'a path',
  pattern: '^[A-Za-z0-9_.$+!*()-]{1,300}$',
  words: 'one segment of a path, without slashes, such as `chat`',
};

export const codeFolder: StringFormat = {
  noun: 'a folder',
  pattern: '^(?![/\\s])(?!\\.\\.(/|$))(?!.*/\\.\\.(/|$))[^\\\\:*?"<>|\\r\\n]{1,255}$',
  words: 'the path of a folder, relative to this file and not above it, with `/` between its parts, such as `send`',
};

export const parameterName: StringFormat = {
  noun: 'a parameter name',
  pattern: '^[A-Za-z0-9]{1,64}$',
  words: '1 to 64 letters and digits',
};

export const ssmName: StringFormat = {
  noun: 'the name of a Parameter Store parameter',
  pattern: '^[A-Za-z0-9_./-]{1,1011}(:[0-9]+)?$',
  words: 'letters, digits and `_ . - /`, such as `/chat/level`, optionally with a version, such as `/chat/level:3`',
};

export const secretName: StringFormat = {
  noun: 'the name of a secret',
  pattern: '^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$',
  words: 'letters, digits and `/ _ + = . @ -`, such as `chat/api`, or the ARN of a secret',
};

export const secretKey: StringFormat = {
  noun: 'a key of a secret',
  pattern: '^[^:{}\\s]{1,128}$',
  words: 'a key of the JSON in the secret, without whitespace, colons and braces',
};

export const environmentName: StringFormat = {
  noun: 'the name of an environment variable',
  pattern: '^[A-Za-z][A-Za-z0-9_]+$',
  words: 'a letter, then one or more letters, digits or `_`',
};

export const indexName: StringFormat = {
  noun: 'the name of an index',
  pattern: '^[A-Za-z0-9_.-]{3,255}$',
  words: '3 to 255 letters, digits, `_`, `.` or `-`',
};

export const tableName: StringFormat = {
  noun: 'the name of a table',
  pattern: '^[A-Za-z0-9_.-]{3,255}$',
  words: '3 to 255 letters, digits, `_`, `.` or `-`',
};

export const queueName: StringFormat = {
  noun: 'the name of a queue',
  pattern: '^(?=.{1,80}$)[A-Za-z0-9_-]+(\\.fifo)?$',
  words: '1 to 80 letters, digits, `_` or `-`; that of a FIFO queue ends with `.fifo`',
};

export const topicName: StringFormat = {
  noun: 'the name of a topic',
  pattern: '^[A-Za-z0-9_-]{1,256}$',
  words: '1 to 256 letters, digits, `_` or `-`',
};

export const bucketName: StringFormat = {
  noun: 'the name of a bucket',
  pattern:
    '^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)$)(?!.*\\.\\.)(?!([0-9]{1,3}\\.){3}[0-9]{1,3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  words:
    '3 to 63 lowercase letters, digits, `.` or `-`, which starts and ends with a letter or digit, is not an IP address, and does not use the prefixes and suffixes that S3 reserves, such as `xn--`',
};

export const functionName: StringFormat = {
  noun: 'the name of a function',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  words: '1 to 64 letters, digits, `_` or `-`',
};

export const attributeName: StringFormat = {
  noun: 'an attribute name',
  pattern: '^[\\s\\S]{1,255}$',
  words: '1 to 255 characters',
};

export const templateLogicalId: StringFormat = {
  noun: 'a logical ID',
  pattern: '^[A-Za-z0-9]{1,255}$',
  words: '1 to 255 letters and digits',
};

export const mappingMember: StringFormat = {
  noun: 'a key of a mapping',
  pattern: '^[A-Za-z0-9.-]{1,255}$',
  words: '1 to 255 letters, digits, `.` or `-`',
};

export const cloudFormationType: StringFormat = {
  noun: 'a CloudFormation type',
  pattern: '^[A-Za-z0-9]+(::[A-Za-z0-9_@-]+){1,4}$',
  words: 'the type of a resource, such as `AWS::CloudWatch::Alarm`',
};

export const parameterType: StringFormat = {
  noun: 'the type of a parameter',
  pattern:
    '^(String|Number|CommaDelimitedList|AWS(::[A-Za-z0-9]+){3}|List<(Number|AWS(::[A-Za-z0-9]+){3})>|AWS::SSM::Parameter::Value<.+>)$',
  words: '`String`, `Number`, `CommaDelimitedList`, `List<Number>`, or a type of AWS such as `AWS::EC2::VPC::Id`',
};

export const templateProperty: StringFormat = {
  noun: 'the name of a property',
  pattern: '^[\\s\\S]+$',
  words: 'at least one character',
};

const compiled = new Map<StringFormat, RegExp>();

/** Whether the whole text matches the format. */
export function matchesFormat(text: string, format: StringFormat): boolean {
  let pattern = compiled.get(format);
  if (!pattern) compiled.set(format, (pattern = new RegExp(format.pattern, 'u')));
  return pattern.test(text);
}

/** The location of an existing resource according to its ARN. That of a bucket has no region and no account. */
export interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** @param arn in one of the formats of ARNs; any other text is read in the same positions */
export function homeOf(arn: string): Home {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return { partition, region, account };
}

/** The name of the table, queue, topic or bucket with that ARN. */
export function nameIn(arn: string): string {
  return arn.replace(/^.*[:/]/s, '');
}

/** Whether the queue or topic with that ARN or name delivers its messages in order. */
export function isFifoName(name: string): boolean {
  return name.endsWith('.fifo');
}
