// The language as one definition: the document, from its root down.
import { anyConnection, commonProperties, connectionsProperty } from './common-properties.ts';
import { dataResources } from './data-resources.ts';
import { findProperty, firstSentence, type EnumType, type ObjectType, type ResourceRecord } from './definition.ts';
import * as formats from './formats.ts';
import { overlayObject } from './overlay.ts';
import { parameterObject } from './parameters.ts';
import { lambdaFunction } from './lambda-function.ts';
import { schedule } from './schedule.ts';
import { certainValue } from './similar.ts';
import { webSocketApi } from './web-socket-api.ts';

export * from './definition.ts';

/** The records of the resources that invoke functions on their own, by `type`. */
export const invokers = { ...dataResources, [schedule.type]: schedule };

/** The records by `type`. */
export const resourceRecords = {
  [webSocketApi.type]: webSocketApi,
  [lambdaFunction.type]: lambdaFunction,
  ...invokers,
};

export type ResourceType = keyof typeof resourceRecords;

export const resourceTypes: readonly ResourceType[] = Object.values(resourceRecords).map(({ type }) => type);

export const resourceTypeEnum: EnumType = {
  kind: 'enum',
  noun: 'a resource type',
  values: Object.values(resourceRecords).map(({ type, docs, otherNames }) => ({
    value: type,
    docs: firstSentence(docs),
    otherNames,
  })),
};

/** The record of a type as the definition of a map in a descriptor, with all of its properties. */
export interface ResourceDefinition extends ObjectType, Omit<ResourceRecord, 'properties'> {
  readonly type: ResourceType;
}

export const resourceDefinitions: readonly ResourceDefinition[] = Object.values(resourceRecords).map((record) => ({
  ...record,
  kind: 'object',
  properties: [...commonProperties(resourceTypeEnum, record.nameExample), ...record.properties],
}));

/** The definition of the resource type with that name, or undefined if there is none. */
export function findResourceDefinition(type: string): ResourceDefinition | undefined {
  return resourceDefinitions.find((definition) => definition.type === type);
}

/** The definition of the resource type with that name, or of the one that it certainly means. */
export function intendedResourceDefinition(type: string): ResourceDefinition | undefined {
  return findResourceDefinition(type) ?? findResourceDefinition(certainValue(type, resourceTypeEnum) ?? '');
}

/** The value that applies if the property is left out. */
export function defaultOf(type: ResourceType, property: string): string | number | undefined {
  const definition = findResourceDefinition(type);
  return definition && findProperty(definition, property)?.default;
}

/** The definition of a resource whose `type` is not known. */
export const anyResource = {
  kind: 'object',
  noun: 'a resource',
  docs: 'A resource of the project. Its `type` determines what it is.',
  properties: [
    ...commonProperties(resourceTypeEnum, webSocketApi.nameExample),
    connectionsProperty(
      anyConnection,
      'The resources that it connects to.',
      ['SendMessage'],
      ['connection', 'authorizer'],
    ),
  ],
} as const satisfies ObjectType;

export const documentObject = {
  kind: 'object',
  noun: 'a WebSocket project file',
  docs: 'A WebSocket project: AWS API Gateway WebSocket APIs, their functions, and the data resources that the functions use.',
  properties: [
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the project is for. It becomes the `Description` of the CloudFormation template.',
      example: 'A chat on WebSockets',
    },
    {
      name: 'parameters',
      otherNames: ['params', 'Parameters'],
      type: { kind: 'map', keys: formats.parameterName, values: parameterObject },
      isExtra: true,
      docs: 'Values that are set when the stack is deployed, each under its name. `{ parameter: NAME }` uses one: as the value of an environment variable, the `stage` of an API, or a `physicalName`.',
      example: { Stage: { default: 'prod', allowed: ['dev', 'prod'] } },
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    },
    {
      name: 'resources',
      type: {
        kind: 'map',
        keys: formats.resourceId,
        values: { kind: 'resource', variants: resourceDefinitions },
      },
      required: true,
      docs: 'The resources of the project, each under its resource ID. Connections refer to a resource by its ID.',
    },
    {
      name: 'cloudformation',
      otherNames: ['cfn'],
      type: overlayObject,
      isExtra: true,
      docs: 'What this language does not have, in the words of CloudFormation: sections that are laid over the generated template. They add resources, conditions and outputs, and change the properties of generated resources.',
      example: {
        Resources: {
          Chat: { Properties: { DisableExecuteApiEndpoint: true } },
          News: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'News' } },
        },
      },
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html',
    },
  ],
} as const satisfies ObjectType;
