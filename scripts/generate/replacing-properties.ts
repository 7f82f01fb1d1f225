// Which properties' change makes CloudFormation replace a resource, by AWS's own specification of resource types.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { dataResources } from '../../server/src/language/data-resources.ts';

/** Every type that is generated. */
const types = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  ...Object.values(dataResources).map(({ awsType }) => awsType),
].sort();

/**
 * Of lists whose items replace the resource when they are edited, and not when they are added or taken away: what tells
 * an item from the others. The specification says so in its documentation alone, so that no program finds it.
 */
const namesOfItems: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::DynamoDB::Table': { AttributeDefinitions: 'AttributeName' },
};

export interface ReplacingProperties {
  /** Any change of these replaces the resource. Where a change only may replace, it is taken to do so. */
  readonly changed: readonly string[];
  /** These replace it where an item is edited; each with the property that names its items. */
  readonly edited: Readonly<Record<string, string>>;
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
