// How other parts of the template refer to APIs and data resources: the URLs and ARNs of an API, and the names and ARNs of
// data resources.
import { dataResources } from '../language/data-resources.ts';
import { homeOf, nameIn } from '../language/formats.ts';
import { invokers } from '../language/index.ts';
import { hash } from '../model/logical-ids.ts';
import {
  existingArn,
  oncePerProject,
  resourcesOfType,
  type DataResource,
  type Invoker,
  type Project,
  type Resource,
} from '../model/project.ts';
import { dataAccess, triggersOf } from '../model/usage.ts';
import { textOrRef } from './parameters.ts';
import {
  account,
  getAtt,
  list,
  map,
  partition,
  ref,
  region,
  sub,
  urlSuffix,
  type Ref,
  type Sub,
  type Value,
} from './value.ts';

/** An API of the template, and its stage. */
export interface ApiAddress {
  readonly apiId: string;
  /** Its name or a parameter, not the resource, which would be circular: stage, routes, functions, and back to it. */
  readonly stage: string | Ref;
}

/** The URL that clients connect to. */
export function webSocketUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`wss://${host(apiId)}/${stage}`;
}

/** The URL that functions send messages to clients with. */
export function callbackUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`https://${host(apiId)}/${stage}`;
}

/** The ARN of the connections of all clients of the stage. */
export function connectionsArn({ apiId, stage }: ApiAddress): Sub {
  return executionArn(apiId, sub`${stage}/*/@connections/*`);
}

/** The ARN of the caller of a function: a stage and a route, or an authorizer, of the API. */
export function executionArn(apiId: string, path: Sub): Sub {
  return sub`arn:${partition}:execute-api:${region}:${account}:${ref(apiId)}/${path}`;
}

function host(apiId: string): Sub {
  return sub`${ref(apiId)}.execute-api.${region}.${urlSuffix}`;
}

/** The ARN with the partition of the stack, which cannot reach another one. */
export function inStackPartition(arn: string): Sub {
  return sub`arn:${partition}${arn.replace(/^arn:[a-z-]+/, '')}`;
}

/** The value by which functions find an existing data resource: its name, URL or ARN. */
function existingReference({ type }: DataResource, arn: string): Value {
  const home = homeOf(arn);
  switch (dataResources[type].ref.gives) {
    case 'name':
      return nameIn(arn);
    case 'URL':
      return sub`https://sqs.${home.region}.${urlSuffix}/${home.account}/${nameIn(arn)}`;
    case 'ARN':
      return inStackPartition(arn);
  }
}

/** The value by which functions find the data resource: its name, URL or ARN. Undefined if it has no logical ID. */
export function dataReference(project: Project, resource: DataResource): Value | undefined {
  if (resource.arn) return existingReference(resource, resource.arn.value);
  const id = project.logicalIds.of(resource);
  if (id === undefined) return undefined;
  return bucketName(project, resource) ?? ref(id);
}

/**
 * The ARN of the data resource, or of what is in it. Undefined if it has no logical ID.
 * @param path what is in it, as the end of the ARN: `/*`
 */
export function dataArn(project: Project, resource: DataResource, path = ''): Value | undefined {
  if (resource.arn) return sub`${inStackPartition(resource.arn.value)}${path}`;
  const id = project.logicalIds.of(resource);
  if (id === undefined) return undefined;
  if (isNamed(project, resource)) {
    if (resource.physicalName) return sub`arn:${partition}:s3:::${textOrRef(resource.physicalName)}${path}`;
    return joined(sub`arn:${partition}:s3:::${namePrefix(id)}`, stackGuid, path);
  }
  const arn = dataResources[resource.type].ref.gives === 'ARN' ? ref(id) : getAtt(id, 'Arn');
  return path === '' ? arn : sub`${arn}${path}`;
}

/** The ARN of what invokes functions. Undefined if it has no logical ID. */
export function invokerArn(project: Project, resource: Invoker): Value | undefined {
  if (resource.type !== 'schedule') return dataArn(project, resource);
  const id = project.logicalIds.of(resource);
  return id === undefined ? undefined : getAtt(id, 'Arn');
}

/** The ARN that Lambda polls to invoke functions; undefined if it does not poll the resource. */
export function polledArn(project: Project, resource: Invoker): Value | undefined {
  const arn = existingArn(resource);
  if (arn) return invokers[resource.type].trigger.kind === 'polled' ? inStackPartition(arn.value) : undefined;
  const id = project.logicalIds.of(resource);
  const { trigger } = invokers[resource.type];
  return id !== undefined && trigger.kind === 'polled' ? getAtt(id, trigger.attribute) : undefined;
}

/**
 * The name of a bucket that others must know before it exists: it notifies a function that, directly or through another
 * such bucket, refers to it. A reference would be circular then. Undefined for other resources.
 */
export function bucketName(project: Project, resource: DataResource): Value | undefined {
  const id = project.logicalIds.of(resource);
  if (id === undefined || !isNamed(project, resource)) return undefined;
  return resource.physicalName ? textOrRef(resource.physicalName) : joined(namePrefix(id), stackGuid);
}

/** Unique in the stack, with the characters that a bucket's name can have, and short enough to be followed by a GUID. */
function namePrefix(id: string): string {
  return `${id.toLowerCase().slice(0, 17)}-${hash(id)}-`;
}

/** The last part of the stack's ID, so that no other stack has the name. */
const stackGuid = map({ 'Fn::Select': list(2, map({ 'Fn::Split': list('/', ref('AWS::StackId')) })) });

function joined(...parts: readonly Value[]): Value {
  return map({ 'Fn::Join': list('', list(...parts.filter((part) => part !== ''))) });
}

function isNamed(project: Project, resource: Resource): boolean {
  return circularBuckets(project).has(resource);
}

/** The buckets from which a chain of notifications and references leads back to themselves. */
const circularBuckets = oncePerProject((project): ReadonlySet<Resource> => {
  const buckets = resourcesOfType(project, 's3-bucket').filter(
    ({ arn, connections }) => !arn && connections.length > 0,
  );
  const next = (bucket: DataResource): readonly DataResource[] =>
    triggersOf(project, bucket).flatMap(({ lambda }) =>
      lambda.arn ? [] : dataAccess(project, lambda).map((access) => access.resource),
    );
  const leadsBack = (start: DataResource): boolean => {
    const waiting = [start];
    const visited = new Set<DataResource>();
    for (let bucket = waiting.pop(); bucket; bucket = waiting.pop()) {
      for (const other of next(bucket)) {
        if (other === start) return true;
        if (other.type === 's3-bucket' && !visited.has(other)) waiting.push(other);
        visited.add(other);
      }
    }
    return false;
  };
  return new Set(buckets.filter(leadsBack));
});
