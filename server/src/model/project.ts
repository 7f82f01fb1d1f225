// The typed model of a file: resources, endpoints and connections as far as they could be read. A value that is
// missing or of the wrong type is absent, and a value that is there knows the node that it comes from.
import type { AccessLevel, ConnectionSource } from '../language/connections.ts';
import type { AttributeType } from '../language/data-resources.ts';
import type { ResourceType } from '../language/definition.ts';
import type { OperationMode } from '../language/web-socket-api.ts';
import type { Entry, MapNode, ScalarNode, Span, SyntaxNode, SyntaxTree } from '../syntax/tree.ts';
import type { Shape } from './shape.ts';
import type { SourceFiles } from './source-files.ts';

export interface Located<T> {
  readonly value: T;
  readonly node: ScalarNode;
}

export interface Connection {
  /** Where the connection starts. */
  readonly source: ConnectionSource | undefined;
  readonly target: Located<string>;
  readonly access: Located<AccessLevel> | undefined;
  /** The whole connection: the id alone, or the map. */
  readonly node: SyntaxNode;
}

export interface Endpoint {
  /** The whole endpoint: the map, or an alias of one. */
  readonly node: SyntaxNode;
  readonly map: MapNode;
  readonly route: Located<string> | undefined;
  readonly operationMode: Located<OperationMode> | undefined;
  readonly connections: readonly Connection[];
}

interface ResourceBase {
  /** The resource id. */
  readonly id: Located<string>;
  readonly entry: Entry;
  readonly map: MapNode | undefined;
  readonly name: Located<string> | undefined;
  readonly description: Located<string> | undefined;
  readonly connections: readonly Connection[];
}

export interface WebSocketApi extends ResourceBase {
  readonly type: 'websocket-api';
  readonly routeSelectorProperty: Located<string> | undefined;
  readonly endpoints: readonly Endpoint[];
  readonly identitySource: readonly Located<string>[];
  readonly stage: Located<string> | undefined;
}

export interface LambdaFunction extends ResourceBase {
  readonly type: 'lambda-function';
  readonly entryPoint: Located<string> | undefined;
  readonly runtime: Located<string> | undefined;
  readonly arn: Located<string> | undefined;
  readonly memory: Located<number> | undefined;
  readonly timeout: Located<number> | undefined;
  readonly environment: readonly EnvironmentVariable[];
}

export interface EnvironmentVariable {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

export interface KeyAttribute {
  readonly name: Located<string>;
  readonly type: Located<AttributeType>;
}

export interface DynamoDBTable extends ResourceBase {
  readonly type: 'dynamodb-table';
  readonly hash: KeyAttribute | undefined;
  readonly range: KeyAttribute | undefined;
}

export interface SQSQueue extends ResourceBase {
  readonly type: 'sqs-queue';
}

export interface SNSTopic extends ResourceBase {
  readonly type: 'sns-topic';
}

export interface S3Bucket extends ResourceBase {
  readonly type: 's3-bucket';
}

/** A resource whose type is missing or unknown. */
export interface UnknownResource extends ResourceBase {
  readonly type: undefined;
}

export type DataResource = DynamoDBTable | SQSQueue | SNSTopic | S3Bucket;
export type KnownResource = WebSocketApi | LambdaFunction | DataResource;
export type Resource = KnownResource | UnknownResource;

export interface Project {
  readonly tree: SyntaxTree;
  readonly shape: Shape;
  readonly description: Located<string> | undefined;
  /** In the file's order. */
  readonly resources: readonly Resource[];
  readonly logicalIds: LogicalIds;
  /** The code beside the file; undefined where nothing is known of it. */
  readonly files: SourceFiles | undefined;
  /** The resource of that id; where an id stands twice, the first. */
  find(id: string): Resource | undefined;
}

export interface LogicalIds {
  /** Undefined for a resource without a type, or whose name is missing, empty or too long. */
  of(resource: Resource): string | undefined;
  /** Everything that has an ID in the template, in the file's order. */
  readonly claims: readonly Claim[];
}

/** Something of the template that claims a logical ID. */
export interface Claim {
  readonly logicalId: string;
  readonly resource: Resource;
  /** What of the resource it is: "stage", "route `send`"; absent for the resource itself. */
  readonly part: string | undefined;
  /** The text that the ID comes from. */
  readonly span: Span;
}

/** The resources of one type, in the file's order. */
export function resourcesOfType<T extends ResourceType>(
  project: Project,
  type: T,
): readonly Extract<KnownResource, { type: T }>[] {
  const isOfType = (resource: Resource): resource is Extract<KnownResource, { type: T }> => resource.type === type;
  return project.resources.filter(isOfType);
}

/** Every connection of the file: the resources' own and those of their endpoints. */
export function allConnections(resource: Resource): readonly Connection[] {
  if (resource.type !== 'websocket-api') return resource.connections;
  return [...resource.connections, ...resource.endpoints.flatMap((endpoint) => endpoint.connections)];
}
