// The properties that every resource has, whatever its type. Endpoints have connections as well.
import type { ConnectionObject, EnumType, Plain, Property } from './definition.ts';
import * as formats from './formats.ts';

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

const to = {
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

/** A connection with every property that any connection can have. */
export const anyConnection = functionConnection;

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
