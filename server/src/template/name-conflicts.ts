// Names that an update needs twice: CloudFormation deletes resources only after it has created the new ones, so one that has
// another logical ID than before cannot have the same name.
import { dataResources } from '../language/data-resources.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';

interface UniqueName {
  /** The property that names it. */
  readonly name: string;
  /** The property with the resource within which the name is unique. Without one, that is the account and region. */
  readonly parent?: string;
  /** Whether no name is a name as well: AWS then has one for it. */
  readonly optional?: true;
}

/** The properties that cannot be the same in two resources of a type. */
export const uniqueNames: ReadonlyMap<string, UniqueName> = new Map<string, UniqueName>([
  ...Object.values(dataResources).map(({ awsType, nameProperty }) => [awsType, { name: nameProperty }] as const),
  ['AWS::Lambda::Function', { name: 'FunctionName' }],
  ['AWS::Lambda::EventSourceMapping', { parent: 'FunctionName', name: 'EventSourceArn' }],
  ['AWS::IAM::Role', { name: 'RoleName' }],
  ['AWS::Logs::LogGroup', { name: 'LogGroupName' }],
  ['AWS::Events::Rule', { name: 'Name' }],
  ['AWS::ApiGatewayV2::Stage', { parent: 'ApiId', name: 'StageName' }],
  ['AWS::ApiGatewayV2::Route', { parent: 'ApiId', name: 'RouteKey' }],
  ['AWS::ApiGatewayV2::RouteResponse', { parent: 'RouteId', name: 'RouteResponseKey' }],
  ['AWS::ApiGatewayV2::Authorizer', { parent: 'ApiId', name: 'Name' }],
  ['AWS::ApiGatewayV2::DomainName', { name: 'DomainName' }],
  ['AWS::ApiGatewayV2::ApiMapping', { parent: 'DomainName', name: 'ApiMappingKey', optional: true }],
]);

/** Finds the existing resource that has the name that another one is to get. A name in a parent that is replaced is free. */
export function holdersIn(
  before: DeployedTemplate,
  replaced: ReadonlySet<string>,
): (logicalId: string, is: DeployedResource) => string | undefined {
  const holders = new Map(
    [...before.resources].flatMap(([logicalId, was]) => {
      const name = nameInParent(was);
      return name === undefined ? [] : [[name, logicalId] as const];
    }),
  );
  return (logicalId, is) => {
    const name = nameInParent(is);
    const parents = is.properties.get(uniqueNames.get(is.type)?.parent ?? '')?.references ?? [];
    const holder =
      name === undefined || [...parents].some((parent) => replaced.has(parent)) ? undefined : holders.get(name);
    // One that is replaced needs the name while the old one still has it.
    return holder === logicalId && !replaced.has(logicalId) ? undefined : holder;
  };
}

function nameInParent({ type, properties }: DeployedResource): string | undefined {
  const unique = uniqueNames.get(type);
  if (!unique) return undefined;
  const parent = unique.parent === undefined ? undefined : properties.get(unique.parent);
  const name = properties.get(unique.name);
  if ((!name && !unique.optional) || (unique.parent !== undefined && !parent)) return undefined;
  return `${type} ${parent ? identityOf(parent) : ''} ${name?.canonical ?? ''}`;
}

/** A resource is the same one by its ID and by its ARN. */
export function identityOf({ references, canonical }: DeployedValue): string {
  const [reference, ...others] = references;
  return reference === undefined || others.length > 0 ? canonical : reference;
}

/** What belongs to an API and has a name there. */
export const namedPartsOfApis: readonly string[] = [
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Authorizer',
];

/** Whether the name is that of a part of an API that now has another logical ID. */
export function isApiConflict(change: {
  readonly type: string;
  readonly logicalId: string;
  readonly conflictsWith: string | undefined;
}): boolean {
  const { type, logicalId, conflictsWith } = change;
  return conflictsWith !== undefined && conflictsWith !== logicalId && namedPartsOfApis.includes(type);
}
