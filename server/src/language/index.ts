// The language as one definition: the document, from its root down.
import { dataResources } from './data-resources.ts';
import {
  findProperty,
  resourceTypes,
  type EnumType,
  type EnumValue,
  type ObjectType,
  type ResourceDefinition,
  type ResourceType,
} from './definition.ts';
import * as formats from './formats.ts';
import { lambdaFunction } from './lambda-function.ts';
import { webSocketApi } from './web-socket-api.ts';

export * from './definition.ts';

const resourceTypeNames: Readonly<Record<ResourceType, Omit<EnumValue, 'value'>>> = {
  'websocket-api': {
    docs: 'An API Gateway WebSocket API, with its endpoints.',
    otherNames: ['api', 'websocket', 'AWS::ApiGatewayV2::Api'],
  },
  'lambda-function': {
    docs: 'A function that handles requests, or authorizes clients.',
    otherNames: ['function', 'lambda', 'AWS::Lambda::Function', 'AWS::Serverless::Function'],
  },
  'dynamodb-table': { docs: 'A DynamoDB table.', otherNames: ['table', 'dynamodb', 'AWS::DynamoDB::Table'] },
  'sqs-queue': { docs: 'An SQS queue.', otherNames: ['queue', 'sqs', 'AWS::SQS::Queue'] },
  'sns-topic': { docs: 'An SNS topic.', otherNames: ['topic', 'sns', 'AWS::SNS::Topic'] },
  's3-bucket': { docs: 'An S3 bucket.', otherNames: ['bucket', 's3', 'AWS::S3::Bucket'] },
};

export const resourceTypeEnum: EnumType = {
  kind: 'enum',
  noun: 'a resource type',
  values: resourceTypes.map((value) => ({ value, ...resourceTypeNames[value] })),
};

export const resourceDefinitions: readonly ResourceDefinition[] = [
  webSocketApi(resourceTypeEnum),
  lambdaFunction(resourceTypeEnum),
  ...dataResources(resourceTypeEnum),
];

/** The definition of the resource type of that name, or undefined when there is none. */
export function findResourceDefinition(type: string): ResourceDefinition | undefined {
  return resourceDefinitions.find((definition) => definition.type === type);
}

/** The value that the language gives to a property of a resource that is left out. */
export function defaultOf(type: ResourceType, property: string): string | number | undefined {
  const definition = findResourceDefinition(type);
  return definition && findProperty(definition, property)?.default;
}

/** What can be said of a resource before its `type` is known. */
export const anyResource: ObjectType = {
  kind: 'object',
  noun: 'a resource',
  docs: 'A resource of the project. Its `type` says what it is.',
  properties: (resourceDefinitions[0]?.properties ?? []).filter(({ name }) =>
    resourceDefinitions.every(({ properties }) => properties.some((property) => property.name === name)),
  ),
};

export const documentObject: ObjectType = {
  kind: 'object',
  noun: 'a websocket project file',
  docs: 'A websocket project: WebSocket APIs of AWS API Gateway, their functions and the data resources that those use.',
  properties: [
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the project is. It becomes the `Description` of the CloudFormation template.',
      example: 'A chat on WebSockets',
    },
    {
      name: 'resources',
      type: {
        kind: 'map',
        keys: formats.resourceId,
        values: { kind: 'resource', variants: resourceDefinitions },
      },
      required: true,
      docs: 'The resources of the project, each under its resource id. Connections name a resource by its id.',
    },
  ],
};
