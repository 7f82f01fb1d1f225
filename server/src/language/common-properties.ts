// The properties that resources of several types have. Endpoints have connections as well.
import type { ConnectionObject, ConnectionRules, EnumType, Plain, Property, StringFormat } from './definition.ts';
import * as formats from './formats.ts';
import { parameterSource } from './parameters.ts';

export const maximumNameLength = 64;

export const accessLevels = {
  kind: 'enum',
  noun: 'an access level',
  values: [
    { value: 'read-only', otherNames: ['read', 'r', 'ro'], docs: 'The function can read from the resource.' },
    {
      value: 'write-only',
      otherNames: ['write', 'w', 'wo'],
      docs: 'The function can write to the resource, but not read from it.',
    },
    {
      value: 'read-write',
      otherNames: ['rw', 'full'],
      docs: 'The function can read from the resource and write to it.',
    },
  ],
} as const satisfies EnumType;

export type AccessLevel = (typeof accessLevels.values)[number]['value'];

export const to = {
  name: 'to',
  otherNames: ['target', 'resource', 'id'],
  type: { kind: 'string' },
  required: true,
  docs: 'The ID of the resource to connect to.',
} as const satisfies Property;

const access = {
  name: 'access',
  type: accessLevels,
  requiredFor: 'a data resource',
  docs: 'What a function can do with a data resource. Required for a connection to a data resource, not allowed for any other.',
  example: 'read-write',
} as const satisfies Property;

const variable = {
  name: 'as',
  otherNames: ['variable', 'env', 'environment'],
  type: { kind: 'string', format: formats.environmentName },
  docs: 'The name of the environment variable by which the function finds the resource, instead of the generated one, such as `TABLE_SESSIONS`.',
  isExtra: true,
  example: 'TABLE_NAME',
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
} as const satisfies Property;

/** The connection of an endpoint to its handler, or of an API to its authorizer. */
export const plainConnection = {
  kind: 'object',
  isConnection: true,
  noun: 'a connection',
  docs: 'A connection to another resource, with the access that it grants.',
  properties: [to, access],
} as const satisfies ConnectionObject;

export const functionConnection = {
  ...plainConnection,
  properties: [to, access, variable],
} as const satisfies ConnectionObject;

/** An event of a bucket that invokes a function. */
export const bucketEvents = {
  kind: 'enum',
  noun: 'an event of a bucket',
  values: [
    {
      value: 'created',
      otherNames: ['create', 'put', 'ObjectCreated', 's3:ObjectCreated:*'],
      docs: 'An object is created or overwritten.',
    },
    {
      value: 'removed',
      otherNames: ['remove', 'delete', 'deleted', 'ObjectRemoved', 's3:ObjectRemoved:*'],
      docs: 'An object is deleted, or a delete marker is created for it.',
    },
  ],
} as const satisfies EnumType;

export type BucketEvent = (typeof bucketEvents.values)[number]['value'];

const event = {
  name: 'on',
  otherNames: ['event', 'events'],
  type: bucketEvents,
  default: 'created',
  isExtra: true,
  docs: 'What happens to an object of the bucket when the function is invoked. One connection for each; `created` if left out.',
  example: 'removed',
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html',
} as const satisfies Property;

const batchDocs =
  'How many messages of the queue, or records of the stream of the table, the function gets at once, at most. By default, 10 messages or 100 records.';

const batchOfMessages = {
  name: 'batchSize',
  otherNames: ['batch'],
  type: { kind: 'integer', minimum: 1, maximum: 10_000, unit: 'messages' },
  default: 10,
  isExtra: true,
  docs: batchDocs,
  example: 10,
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html',
} as const satisfies Property;

const batchOfRecords = {
  ...batchOfMessages,
  type: { kind: 'integer', minimum: 1, maximum: 10_000, unit: 'records' },
  default: 100,
  example: 100,
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html',
} as const satisfies Property;

export const queueConnection = {
  ...plainConnection,
  properties: [to, access, batchOfMessages],
} as const satisfies ConnectionObject;

export const tableConnection = {
  ...plainConnection,
  properties: [to, access, batchOfRecords],
} as const satisfies ConnectionObject;

export const bucketConnection = {
  ...plainConnection,
  properties: [to, access, event],
} as const satisfies ConnectionObject;

/** A connection with every property that any connection can have. */
export const anyConnection = {
  ...plainConnection,
  properties: [to, access, variable, batchOfMessages, event],
} as const satisfies ConnectionObject;

/** The `connections` property, with the docs and other names that it has in one kind of map. */
export function connectionsProperty<C extends ConnectionObject>(
  object: C,
  docs: string,
  example: Plain,
  otherNames: readonly string[] = [],
) {
  const type = { kind: 'list', items: { kind: 'connection', object } } as const;
  return { name: 'connections', type, docs, example, otherNames } as const satisfies Property;
}

/** AWS's own name of a resource that the project creates. */
export function physicalNameProperty(format: StringFormat, what: string, example: string, more = '') {
  return {
    name: 'physicalName',
    otherNames: [`${what}Name`],
    type: { kind: 'string', format, sources: parameterSource },
    excludedBy: 'arn',
    isExtra: true,
    docs: `The name of the ${what} in AWS, instead of one that CloudFormation makes up.${more} Two stacks of an account and region cannot have the same, but \`{ parameter: NAME }\` can use a parameter. A change that replaces the ${what} fails unless the name changes as well.`,
    example,
    link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html',
  } as const satisfies Property;
}

/** `type` comes first because it determines which other properties there are. */
export function commonProperties(type: EnumType, nameExample: string) {
  return [
    {
      name: 'type',
      type,
      required: true,
      docs: 'What the resource is. Determines which other properties it can have.',
      example: 'websocket-api',
    },
    {
      name: 'name',
      type: { kind: 'string' },
      required: true,
      docs: `The name of the resource, up to ${maximumNameLength} characters. If it has only letters and digits, it is also the resource's logical ID in CloudFormation. Otherwise, the logical ID is derived from the type and the order of the file.`,
      example: nameExample,
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html',
    },
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the resource is for, in your own words.',
      example: 'Entry point for chat clients',
    },
  ] as const satisfies readonly Property[];
}

/** Of one that exists: nothing is created, and no property of a new one can be set. */
export function arnProperty(format: StringFormat, what: string, more: string, example: string) {
  return {
    name: 'arn',
    otherNames: [`${what}Arn`],
    type: { kind: 'string', format },
    isExtra: true,
    docs: `The ARN of an existing ${what} to use instead of creating one. The permissions and environment variables of functions are derived from it.${more} If it is in another account, or encrypted with a customer managed key, its owner must also allow the access.`,
    example,
  } as const satisfies Property;
}

/** The connections of a data resource: to the functions that it invokes. */
export function triggers(what: string, docs: string) {
  return {
    meaning: `${what} connects to the functions that it invokes`,
    allowed: [{ to: 'lambda-function', role: 'trigger', access: false, docs }],
  } as const satisfies ConnectionRules;
}
