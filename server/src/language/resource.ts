// What every resource has, whatever its type.
import type { Property } from './definition.ts';

export const maximumNameLength = 64;

/** The properties that every resource has; `type` first, since it tells which others there are. */
export function commonProperties(type: Property['type'], name: { example: string }): readonly Property[] {
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
      example: name.example,
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html',
    },
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the resource is for, in your own words.',
      example: 'Where the clients of the chat connect',
    },
  ];
}
