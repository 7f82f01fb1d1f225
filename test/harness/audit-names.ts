// Checks what must hold for the names of a template's resources: CloudFormation chooses their physical names unless the
// descriptor does, so that a stack can be deployed twice and replace resources; and a tag names the resource of the descriptor.
import type { Descriptor } from './descriptor.ts';
import { get, isList, isMap, type ReadResource } from './read-template.ts';

const physicalNames = ['FunctionName', 'RoleName', 'LogGroupName', 'TableName', 'QueueName', 'TopicName', 'BucketName'];

export function* auditNames(
  descriptor: Descriptor,
  resources: ReadonlyMap<string, ReadResource>,
  idOf: (resourceId: string) => string | undefined,
): Iterable<string> {
  const given = new Map(
    Object.entries(descriptor.resources).map(([id, { physicalName }]) => [idOf(id) ?? '', physicalName]),
  );
  for (const [logicalId, { type, properties }] of resources) {
    // The `FunctionName` of a permission or of an event source mapping refers to the function.
    const refersToFunction = type === 'AWS::Lambda::Permission' || type === 'AWS::Lambda::EventSourceMapping';
    const named = physicalNames.filter((name) => {
      const value = get(properties, name);
      if (typeof value === 'string' && value === given.get(logicalId)) return false;
      // A bucket's name with the ID of its stack is unique.
      return value !== undefined && !refersToFunction && !JSON.stringify(value).includes('{"Ref":"AWS::StackId"}');
    });
    if (named.length > 0) yield `${logicalId} has a physical name: ${named.join()}`;
  }
  for (const [id, { arn }] of Object.entries(descriptor.resources)) {
    if (arn !== undefined) continue;
    const tags = get(resources.get(idOf(id) ?? '')?.properties, 'Tags');
    const tag = isList(tags)
      ? get(
          tags.find((item) => isMap(item) && item['Key'] === 'websocket-project:resource'),
          'Value',
        )
      : get(tags, 'websocket-project:resource');
    if (tag !== id) yield `${id} has no tag with its ID`;
  }
}
