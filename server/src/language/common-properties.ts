// The properties that every resource has, whatever its type; endpoints have connections as well.
import type { EnumType, ObjectType, Plain, Property } from './definition.ts';

export const maximumNameLength = 64;

export const accessLevels = {
  kind: 'enum',
  noun: 'an access level',
  values: [
    { value: 'read-only', otherNames: ['read', 'r', 'ro'], docs: 'The function may read from the resource.' },
    {
      value: 'write-only',
      otherNames: ['write', 'w', 'wo'],
      docs: 'The function may write to the resource, but not read from it.',
    },
    {
      value: 'read-write',
      otherNames: ['rw', 'full'],
      docs: 'The function may read from the resource and write to it.',
    },
  ],
} as const satisfies EnumType;

export type AccessLevel = (typeof accessLevels.values)[number]['value'];

export const connectionObject = {
  kind: 'object',
  noun: 'a connection',
  docs: 'A connection to another resource, with the access that it gives.',
  properties: [
    {
      name: 'to',
      otherNames: ['target', 'resource', 'id'],
      type: { kind: 'string' },
      required: true,
      docs: 'The id of the resource to connect to.',
    },
    {
      name: 'access',
      type: accessLevels,
      requiredFor: 'a data resource',
      docs: 'What a function may do with a data resource. Required on a connection to one; an error on any other.',
      example: 'read-write',
    },
  ],
} as const satisfies ObjectType;

const connectionList = { kind: 'list', items: { kind: 'connection', object: connectionObject } } as const;

/** The `connections` property, with what it means, and is called elsewhere, where it stands. */
export function connectionsProperty(docs: string, example: Plain, otherNames: readonly string[] = []) {
  return { name: 'connections', type: connectionList, docs, example, otherNames } as const satisfies Property;
}

/** `type` comes first, since it decides which other properties there are. */
export function commonProperties(type: EnumType, nameExample: string) {
  return [
    {
      name: 'type',
      type,
      required: true,
      docs: 'What the resource is. It decides which other properties there are.',
      example: 'websocket-api',
    },
    {
      name: 'name',
      type: { kind: 'string' },
      required: true,
      docs: `The name of the resource, up to ${maximumNameLength} characters. A name of letters and digits alone is the resource's logical ID in CloudFormation; for any other, an ID is generated from the type and the order in the file.`,
      example: nameExample,
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html',
    },
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the resource is for, in your own words.',
      example: 'Where the clients of the chat connect',
    },
  ] as const satisfies readonly Property[];
}
