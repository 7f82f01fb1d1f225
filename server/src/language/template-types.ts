// CloudFormation's types, as far as they are known: those that completion offers for resources and parameters, and the
// attributes of those that templates contain.
import type { EnumValue } from './definition.ts';
import attributes from './resource-attributes.json';

const knownAttributes: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(attributes));

/** What `Fn::GetAtt` can return of a resource of the type; undefined if that is not known. */
export function attributesOf(type: string): readonly string[] | undefined {
  return knownAttributes.get(type);
}

/** What projects most often add to a WebSocket API, by topic. */
export const commonTypes: readonly EnumValue[] = [
  { value: 'AWS::CloudWatch::Alarm', docs: 'Watches a metric, and notifies a topic when it crosses a threshold.' },
  { value: 'AWS::CloudWatch::Dashboard', docs: 'Shows metrics and logs on one page.' },
  { value: 'AWS::Logs::LogGroup', docs: 'Keeps logs for a number of days.' },
  { value: 'AWS::Logs::MetricFilter', docs: 'Makes a metric of what matches a pattern in a log group.' },
  {
    value: 'AWS::Logs::SubscriptionFilter',
    docs: 'Sends what matches a pattern in a log group to a function or stream.',
  },
  { value: 'AWS::SSM::Parameter', docs: 'A value in the Parameter Store of Systems Manager.' },
  { value: 'AWS::SecretsManager::Secret', docs: 'A secret, which can be generated.' },
  { value: 'AWS::KMS::Key', docs: 'A key for encryption.' },
  { value: 'AWS::KMS::Alias', docs: 'A name for a key of KMS.' },
  { value: 'AWS::IAM::Role', docs: 'A role, with the policies that say what it may do.' },
  { value: 'AWS::IAM::Policy', docs: 'A policy that is embedded in roles, users or groups.' },
  { value: 'AWS::IAM::ManagedPolicy', docs: 'A policy of its own, which can be attached to roles.' },
  {
    value: 'AWS::Lambda::Function',
    docs: 'A function that the project does not describe, such as one in a container image.',
  },
  { value: 'AWS::Lambda::Permission', docs: 'Lets a service or an account invoke a function.' },
  { value: 'AWS::Lambda::EventSourceMapping', docs: 'Invokes a function with the records of a queue or stream.' },
  { value: 'AWS::Lambda::LayerVersion', docs: 'A layer with code that functions share.' },
  { value: 'AWS::Lambda::Alias', docs: 'A name for a version of a function.' },
  { value: 'AWS::Lambda::Version', docs: 'A published version of a function.' },
  { value: 'AWS::Lambda::Url', docs: 'An HTTPS address of a function.' },
  { value: 'AWS::DynamoDB::Table', docs: 'A DynamoDB table.' },
  { value: 'AWS::SQS::Queue', docs: 'An SQS queue.' },
  { value: 'AWS::SQS::QueuePolicy', docs: 'Who may use a queue.' },
  { value: 'AWS::SNS::Topic', docs: 'An SNS topic.' },
  { value: 'AWS::SNS::Subscription', docs: 'Sends the messages of a topic to an address, a queue or a function.' },
  { value: 'AWS::SNS::TopicPolicy', docs: 'Who may publish to a topic.' },
  { value: 'AWS::S3::Bucket', docs: 'An S3 bucket.' },
  { value: 'AWS::S3::BucketPolicy', docs: 'Who may use a bucket.' },
  { value: 'AWS::Events::Rule', docs: 'Invokes targets on a schedule, or when an event matches a pattern.' },
  { value: 'AWS::Scheduler::Schedule', docs: 'Invokes a target once or repeatedly, in a time zone.' },
  { value: 'AWS::Pipes::Pipe', docs: 'Sends events from a source to a target, filtered and enriched.' },
  { value: 'AWS::Kinesis::Stream', docs: 'A Kinesis data stream.' },
  { value: 'AWS::StepFunctions::StateMachine', docs: 'A workflow of Step Functions.' },
  { value: 'AWS::Cognito::UserPool', docs: 'A directory of users who can sign in.' },
  { value: 'AWS::Cognito::UserPoolClient', docs: 'An application that signs in the users of a user pool.' },
  { value: 'AWS::ApiGatewayV2::Api', docs: 'An HTTP or WebSocket API.' },
  { value: 'AWS::ApiGatewayV2::Stage', docs: 'A stage of an API.' },
  {
    value: 'AWS::ApiGateway::Account',
    docs: 'The role with which API Gateway writes logs, for the whole account and region.',
  },
  { value: 'AWS::Route53::RecordSet', docs: 'A DNS record, such as one that points to the domain of an API.' },
  { value: 'AWS::CertificateManager::Certificate', docs: 'A TLS certificate for a domain.' },
  { value: 'AWS::WAFv2::WebACL', docs: 'Rules for the requests that an application accepts.' },
  { value: 'AWS::CloudFront::Distribution', docs: 'A content delivery network in front of a site or an API.' },
  { value: 'AWS::EC2::SecurityGroup', docs: 'Which connections are allowed in a VPC.' },
  { value: 'AWS::ElastiCache::ReplicationGroup', docs: 'A Redis or Valkey cluster.' },
];

export const parameterTypes: readonly EnumValue[] = [
  { value: 'String', docs: 'A text.' },
  { value: 'Number', docs: 'An integer or a decimal number.' },
  { value: 'CommaDelimitedList', docs: 'Texts, separated by commas.' },
  { value: 'List<Number>', docs: 'Numbers, separated by commas.' },
  {
    value: 'AWS::SSM::Parameter::Value<String>',
    docs: 'The name of a parameter in the Parameter Store, whose value is used.',
  },
  { value: 'AWS::SSM::Parameter::Value<List<String>>', docs: 'The same for a list of texts.' },
  { value: 'List<AWS::EC2::Subnet::Id>', docs: 'The IDs of existing subnets.' },
  { value: 'List<AWS::EC2::SecurityGroup::Id>', docs: 'The IDs of existing security groups.' },
  { value: 'AWS::EC2::VPC::Id', docs: 'The ID of an existing VPC.' },
  { value: 'AWS::Route53::HostedZone::Id', docs: 'The ID of an existing hosted zone.' },
];
