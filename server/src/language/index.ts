// The language as one definition: the document, from its root down.
import { commonProperties } from './common-properties.ts';
import { dataResources } from './data-resources.ts';
import { findProperty, firstSentence, type EnumType, type ObjectType, type ResourceRecord } from './definition.ts';
import * as formats from './formats.ts';
import { lambdaFunction } from './lambda-function.ts';
import { apiConnections, webSocketApi } from './web-socket-api.ts';

export * from './definition.ts';

/** By what `type` says. */
export const resourceRecords = {
  [webSocketApi.type]: webSocketApi,
  [lambdaFunction.type]: lambdaFunction,
  ...dataResources,
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

/** The record of a type as the map that a descriptor holds, with all of its properties. */
export interface ResourceDefinition extends ObjectType, Omit<ResourceRecord, 'properties'> {
  readonly type: ResourceType;
}

export const resourceDefinitions: readonly ResourceDefinition[] = Object.values(resourceRecords).map((record) => ({
  ...record,
  kind: 'object',
  properties: [...commonProperties(resourceTypeEnum, record.nameExample), ...record.properties],
}));

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
export const anyResource = {
  kind: 'object',
  noun: 'a resource',
  docs: 'A resource of the project. Its `type` says what it is.',
  properties: [...commonProperties(resourceTypeEnum, webSocketApi.nameExample), apiConnections],
} as const satisfies ObjectType;

export const documentObject = {
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
} as const satisfies ObjectType;
