// What a template can say without an effect: values that AWS has anyway, and names that nothing uses. The descriptor does
// without them.
import { wordsOf } from './references.ts';
import type { SourceValue } from '../source.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * The defaults of AWS by resource type. The keys are paths of properties. A map with a required property is listed as a
 * whole, because it is invalid without that property. Each has its source in a test: the reference of CloudFormation, or
 * another page.
 */
export const defaults: Readonly<Record<string, Texts>> = {
  'AWS::ApiGatewayV2::Api': {
    ApiKeySelectionExpression: '$request.header.x-api-key',
    DisableExecuteApiEndpoint: 'false',
    IpAddressType: 'ipv4',
  },
  'AWS::ApiGatewayV2::Integration': {
    ConnectionType: 'INTERNET',
    // The only version that WebSocket APIs support.
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: '29000',
  },
  'AWS::ApiGatewayV2::Route': { ApiKeyRequired: 'false', AuthorizationType: 'NONE' },
  'AWS::ApiGatewayV2::Stage': {
    'DefaultRouteSettings.DataTraceEnabled': 'false',
    'DefaultRouteSettings.DetailedMetricsEnabled': 'false',
    'DefaultRouteSettings.LoggingLevel': 'OFF',
  },
  'AWS::DynamoDB::Table': {
    DeletionProtectionEnabled: 'false',
    'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': 'false',
    SSESpecification: '{SSEEnabled: false}',
    TableClass: 'STANDARD',
  },
  'AWS::Events::Rule': { EventBusName: 'default', State: 'ENABLED' },
  'AWS::IAM::Role': { MaxSessionDuration: '3600', Path: '/' },
  'AWS::Lambda::EventSourceMapping': {
    BisectBatchOnFunctionError: 'false',
    Enabled: 'true',
    MaximumBatchingWindowInSeconds: '0',
    MaximumRecordAgeInSeconds: '-1',
    MaximumRetryAttempts: '-1',
    ParallelizationFactor: '1',
  },
  'AWS::Lambda::Function': {
    Architectures: '[x86_64]',
    EphemeralStorage: '{Size: 512}',
    PackageType: 'Zip',
    RecursiveLoop: 'Terminate',
    RuntimeManagementConfig: '{UpdateRuntimeOn: Auto}',
    SnapStart: '{ApplyOn: None}',
  },
  'AWS::Logs::LogGroup': { LogGroupClass: 'STANDARD' },
  'AWS::SNS::Subscription': { RawMessageDelivery: 'false' },
  'AWS::SNS::Topic': { ContentBasedDeduplication: 'false', FifoTopic: 'false' },
  'AWS::SQS::Queue': {
    DelaySeconds: '0',
    FifoQueue: 'false',
    KmsDataKeyReusePeriodSeconds: '300',
    MessageRetentionPeriod: '345600',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  },
};

/** Names and descriptions that nobody is shown. */
const unused: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Authorizer': ['Name'],
  'AWS::ApiGatewayV2::Integration': ['Description'],
};

/**
 * Whether a template that lacks the property means the same.
 * @param path the names of the property and of those that it is in, with dots in between
 */
export function isUsual(type: string, path: string, value: SourceValue): boolean {
  return unused[type]?.includes(path) === true || wordsOf(value) === defaults[type]?.[path];
}
