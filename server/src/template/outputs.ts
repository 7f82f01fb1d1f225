// What the template tells after it was deployed: where clients connect, and what everything is called.
import { maximumOutputs } from '../language/limits.ts';
import type { DataResource, KnownResource, Project, Resource } from '../model/project.ts';
import { stageName } from '../model/usage.ts';
import { callbackUrl, webSocketUrl } from './addresses.ts';
import type { TemplateOutput } from './template.ts';
import { plainDescription } from './texts.ts';
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

/**
 * All of them, where CloudFormation takes so many. Beyond that, those of the functions go, then those of the data
 * resources, then the callback URLs, of which the clients' URLs tell: whole kinds, so that no output comes and goes with
 * what another resource has.
 */
export function outputsOf(project: Project): Outputs {
  const isOf =
    (...types: readonly string[]): ((kind: string) => boolean) =>
    (kind) =>
      types.includes(kind);
  const all = project.resources.flatMap((resource) => outputsOfResource(project, resource));
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const droppable = [
    isOf('functionArn'),
    isOf('dynamodb-table', 'sqs-queue', 'sns-topic', 's3-bucket'),
    isOf('callbackUrl'),
  ];
  let kept = all;
  for (const isDropped of droppable) {
    if (kept.length > maximumOutputs) kept = kept.filter(({ kind }) => !isDropped(kind));
  }
  const missing = kinds.filter((kind) => !kept.some((one) => one.kind === kind));
  return { outputs: kept.map(({ output: one }) => one), leftOut: missing.map((kind) => suffixes[kind]) };
}

export interface Outputs {
  readonly outputs: readonly TemplateOutput[];
  /** How the IDs end of those that would be too many. */
  readonly leftOut: readonly string[];
}

interface OutputOfKind {
  readonly kind: keyof typeof suffixes;
  readonly output: TemplateOutput;
}

function outputsOfResource(project: Project, resource: Resource): readonly OutputOfKind[] {
  const id = project.logicalIds.of(resource);
  if (id === undefined || resource.type === undefined) return [];
  const one = (kind: keyof typeof suffixes, what: string, value: Value): OutputOfKind => ({
    kind,
    output: output(resource, `${id}${suffixes[kind]}`, what, value),
  });
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
