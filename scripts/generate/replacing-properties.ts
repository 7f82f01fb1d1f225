// The properties whose change makes CloudFormation replace a resource, and the attributes that `Fn::GetAtt` returns, from
// AWS's specification of resource types.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { dataResources } from '../../server/src/language/data-resources.ts';

/** Every resource type that templates contain. */
const types = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  ...Object.values(dataResources).map(({ awsType }) => awsType),
].sort();

/**
 * The lists whose items replace the resource when they are edited but not when they are added or removed, with the
 * property that identifies an item. The specification states this only in its documentation, so it is listed here.
 */
const namesOfItems: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::DynamoDB::Table': { AttributeDefinitions: 'AttributeName' },
};

export interface ReplacingProperties {
  /** Any change of these replaces the resource, including those that only may replace it. */
  readonly changed: readonly string[];
  /** An edited item of these replaces it; each with the property that identifies an item. */
  readonly edited: Readonly<Record<string, string>>;
}

/** The attributes of each type, in alphabetical order. */
export function resourceAttributes(): Record<string, readonly string[]> {
  const specification = loadAwsServiceSpecSync();
  return Object.fromEntries(
    types.map((type) => {
      const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
      return [type, Object.keys(resource?.attributes ?? {}).sort()];
    }),
  );
}

/** By type, in alphabetical order. */
export function replacingProperties(): Record<string, ReplacingProperties> {
  const specification = loadAwsServiceSpecSync();
  return Object.fromEntries(
    types.map((type) => {
      const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
      if (!resource) throw new Error(`AWS's specification does not have ${type}.`);
      const replacing = Object.entries(resource.properties).filter(
        ([, { causesReplacement = 'no' }]) => causesReplacement !== 'no',
      );
      const edited = namesOfItems[type] ?? {};
      for (const property of Object.keys(edited)) {
        const { documentation = '' } = resource.properties[property] ?? {};
        if (!documentation.includes('Replacement if you edit an existing'))
          throw new Error(`AWS no longer says that ${type} is replaced when an item of ${property} is edited.`);
      }
      return [type, { changed: replacing.map(([property]) => property).sort(), edited }];
    }),
  );
}
