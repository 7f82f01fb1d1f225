// What must hold for what a template's resources are called: their physical names are CloudFormation's to give, so that
// a stack can stand beside its like and replace what it must; and a tag tells which resource of the descriptor each is.
import type { Descriptor } from './arbitrary-project.ts';
import { get, isList, isMap, type ReadResource } from './read-template.ts';

const physicalNames = ['FunctionName', 'RoleName', 'LogGroupName', 'TableName', 'QueueName', 'TopicName', 'BucketName'];

export function* auditNames(
  descriptor: Descriptor,
  resources: ReadonlyMap<string, ReadResource>,
  idOf: (resourceId: string) => string | undefined,
): Iterable<string> {
  for (const [logicalId, { type, properties }] of resources) {
    // The function that a permission is for has its name there.
    const named = physicalNames.filter(
      (name) => get(properties, name) !== undefined && type !== 'AWS::Lambda::Permission',
    );
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
    if (tag !== id) yield `${id} has no tag that says so`;
  }
}
