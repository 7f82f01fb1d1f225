// What the template tells after it was deployed: where clients connect, and what everything is called.
import type { DataResource, KnownResource, Project, Resource } from '../model/project.ts';
import { callbackUrl, webSocketUrl } from './addresses.ts';
import type { TemplateOutput } from './template.ts';
import { plainDescription, stageName } from './texts.ts';
import { getAtt, ref, type Value } from './value.ts';

/** No suffix ends another one, so that no two resources' outputs can have the same ID. */
const suffixes = {
  webSocketUrl: 'WebSocketUrl',
  callbackUrl: 'CallbackUrl',
  functionArn: 'FunctionArn',
  'dynamodb-table': 'TableName',
  'sqs-queue': 'QueueUrl',
  'sns-topic': 'TopicArn',
  's3-bucket': 'BucketName',
} as const;

const described: Readonly<Record<DataResource['type'], string>> = {
  'dynamodb-table': 'Name of the table',
  'sqs-queue': 'URL of the queue',
  'sns-topic': 'ARN of the topic',
  's3-bucket': 'Name of the bucket',
};

export function outputsOf(project: Project, resource: Resource): readonly TemplateOutput[] {
  const id = project.logicalIds.of(resource);
  if (id === undefined || resource.type === undefined) return [];
  const one = (suffix: keyof typeof suffixes, what: string, value: Value): TemplateOutput =>
    output(resource, `${id}${suffixes[suffix]}`, what, value);
  if (resource.type === 'websocket-api') {
    const address = { apiId: id, stage: stageName(resource) };
    return [
      one('webSocketUrl', 'Where the clients connect to', webSocketUrl(address)),
      one('callbackUrl', 'Where functions send to the clients of', callbackUrl(address)),
    ];
  }
  if (resource.type !== 'lambda-function') return [one(resource.type, described[resource.type], ref(id))];
  return resource.arn ? [] : [one('functionArn', 'ARN of the function', getAtt(id, 'Arn'))];
}

function output(resource: KnownResource, logicalId: string, what: string, value: Value): TemplateOutput {
  const { id, description } = resource;
  const text =
    description && description.value !== '' ? `${what} ${id.value}: ${description.value}` : `${what} ${id.value}`;
  return { logicalId, description: plainDescription(text), value, source: id.node.span };
}
