// Which properties' change makes CloudFormation replace a resource, by AWS's own specification of resource types.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

/** Every type that is generated. */
const types = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::Table',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
];

/** By type, in alphabetical order. Where a change only may replace, it is taken to do so. */
export function replacingProperties(): Record<string, readonly string[]> {
  const specification = loadAwsServiceSpecSync();
  return Object.fromEntries(
    types.map((type) => {
      const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
      if (!resource) throw new Error(`AWS's specification does not have ${type}.`);
      const replacing = Object.entries(resource.properties).filter(
        ([, { causesReplacement = 'no' }]) => causesReplacement !== 'no',
      );
      return [type, replacing.map(([property]) => property).sort()];
    }),
  );
}
