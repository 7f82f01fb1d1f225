// The typed model of a file: resources, endpoints and connections as far as they could be read. A value that is missing
// or of the wrong type is absent. A present value knows the node that it comes from.
import type { AccessLevel, BucketEvent, ConnectionSource } from '../language/connections.ts';
import type { DataResourceType } from '../language/data-resources.ts';
import type {
  anyResource,
  AnyType,
  BooleanType,
  ConnectionType,
  EnumType,
  IntegerType,
  invokers,
  ListType,
  MapType,
  ObjectType,
  Property,
  resourceRecords,
  ResourceRecord,
  ResourceType,
  ResourceUnionType,
  StringSources,
  StringType,
  Type,
} from '../language/index.ts';
import type { parameterObject } from '../language/parameters.ts';
import type { endpointObject } from '../language/web-socket-api.ts';
import {
  findEntry,
  resolveAlias,
  type Entry,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import type { Overlay } from './overlay.ts';
import type { Shape } from './shape.ts';

export interface Located<T> {
  readonly value: T;
  readonly node: ScalarNode;
}

export interface Connection {
  /** Where the connection starts. */
  readonly source: ConnectionSource | undefined;
  readonly target: Located<string>;
  readonly access: Located<AccessLevel> | undefined;
  /** The name of the environment variable by which a function finds the target. */
  readonly as: Located<string> | undefined;
  /** How many messages or records invoke the function at once. */
  readonly batchSize: Located<number> | undefined;
  /** The event of a bucket that invokes the function. */
  readonly on: Located<BucketEvent> | undefined;
  /** The whole connection: a bare ID, or a map. */
  readonly node: SyntaxNode;
}

/** What a connection that is only a target does not have. */
export const bareConnection = { access: undefined, as: undefined, batchSize: undefined, on: undefined };

export type Endpoint = BoundObject<typeof endpointObject>;

interface ResourceBase extends BoundProperties<(typeof anyResource)['properties']> {
  /** The resource ID. */
  readonly id: Located<string>;
  readonly entry: Entry;
  readonly map: MapNode | undefined;
}

/** A resource with the properties that its type's record declares. */
type BoundResource<R extends ResourceRecord> = R extends ResourceRecord
  ? Omit<ResourceBase, 'type'> & BoundProperties<R['properties']> & { readonly type: R['type'] }
  : never;

export type ResourceOf<T extends ResourceType> = BoundResource<(typeof resourceRecords)[T]>;

export type WebSocketApi = ResourceOf<'websocket-api'>;
export type LambdaFunction = ResourceOf<'lambda-function'>;
export type DynamoDBTable = ResourceOf<'dynamodb-table'>;
export type SQSQueue = ResourceOf<'sqs-queue'>;
export type DataResource = ResourceOf<DataResourceType>;
/** A resource that invokes functions on its own. */
export type Invoker = ResourceOf<keyof typeof invokers>;
export type Schedule = ResourceOf<'schedule'>;
export type KnownResource = ResourceOf<ResourceType>;

/** A resource whose type is missing or unknown. */
export interface UnknownResource extends Omit<ResourceBase, 'type'> {
  readonly type: undefined;
}

export type Resource = KnownResource | UnknownResource;

/** The model's type for a value that the language declares with that type. */
export type Bound<T extends Type> = T extends { readonly sources: StringSources }
  ? DynamicText | undefined
  : T extends StringType
    ? Located<string> | undefined
    : T extends IntegerType
      ? Located<number> | undefined
      : T extends BooleanType
        ? Located<boolean> | undefined
        : T extends EnumType
          ? | Located<T extends { readonly open: true } ? string : T['values'][number]['value']>
            | (T extends { readonly orList: infer L extends ListType } ? BoundList<L> : never)
            | undefined
          : T extends ListType
            ? readonly NonNullable<Bound<T['items']>>[]
            : T extends MapType
              ? readonly BoundEntry<T['values']>[]
              : T extends AnyType
                ? SyntaxNode | undefined
                : T extends ObjectType
                  ? BoundObject<T> | undefined
                  : T extends ConnectionType
                    ? Connection | undefined
                    : never;

/** A text, or a map that says where CloudFormation gets it from when it deploys the stack. */
export type DynamicText = Located<string> | Reference;

/** At most one of `parameter`, `ssm` and `secret` has an effect: the first. */
export interface Reference {
  readonly value: undefined;
  readonly node: SyntaxNode;
  readonly map: MapNode;
  readonly parameter: Located<string> | undefined;
  readonly ssm: Located<string> | undefined;
  readonly secret: Located<string> | undefined;
  readonly key: Located<string> | undefined;
}

/** A parameter of the template. */
export interface Parameter extends BoundProperties<(typeof parameterObject)['properties']> {
  readonly name: Located<string>;
  /** The entry in `parameters`. */
  readonly entry: Entry;
}

/** A list in place of a value of an enumeration. */
export interface BoundList<L extends ListType> {
  readonly value: undefined;
  readonly node: SyntaxNode;
  readonly items: readonly NonNullable<Bound<L['items']>>[];
}

/** The properties of a map, each under its name. */
export type BoundProperties<P extends readonly Property[]> = {
  readonly [Q in P[number] as Q['name']]: Bound<Q['type']>;
};

export type BoundObject<O extends ObjectType> = BoundProperties<O['properties']> & {
  /** The whole value: the map, or an alias of one. */
  readonly node: SyntaxNode;
  readonly map: MapNode;
};

/** An entry of a map whose keys the user chooses. */
type BoundEntry<T extends Type> = T extends ResourceUnionType
  ? Resource
  : { readonly name: Located<string>; readonly value: NonNullable<Bound<T>> };

export interface Project {
  readonly tree: SyntaxTree;
  readonly shape: Shape;
  readonly description: Located<string> | undefined;
  /** In the file's order. If a name is defined twice, only the first one. */
  readonly parameters: readonly Parameter[];
  /** In the file's order. */
  readonly resources: readonly Resource[];
  /** What is laid over the template. */
  readonly overlay: Overlay;
  readonly logicalIds: LogicalIds;
  /** The source files next to the descriptor; undefined if they are not known. */
  readonly files: SourceFiles | undefined;
  /** The date of the analysis, as YYYY-MM-DD. */
  readonly today: string;
  /** The resource with that ID; the first one if an ID is defined twice. */
  find(id: string): Resource | undefined;
}

export interface LogicalIds {
  /** Undefined for a resource without a type, or whose name is missing, empty or too long. */
  of(resource: Resource): string | undefined;
  ofApi(api: WebSocketApi): ApiIds | undefined;
  ofFunction(lambda: LambdaFunction): FunctionIds | undefined;
  ofTriggers(source: Invoker): TriggerIds | undefined;
  /** Every ID of a resource in the template, in the file's order. */
  readonly claims: readonly Claim[];
}

/** The IDs of an API and its parts. */
export interface ApiIds<T = string> {
  readonly api: string;
  readonly stage: T;
  readonly authorizer: T;
  readonly authorizerPermission: T;
  readonly accessLog: T;
  readonly domain: T;
  readonly mapping: T;
  route(route: string): T;
  routeResponse(route: string): T;
  integration(handler: IdentifiedFunction): T;
  permission(handler: IdentifiedFunction): T;
}

/** The IDs of a function and its parts. */
export interface FunctionIds<T = string> {
  readonly lambda: string;
  readonly role: T;
  readonly logGroup: T;
  /** Of the parameter for the place of its own code. */
  readonly codeKey: T;
}

/** The IDs of the parts by which a resource invokes functions. */
export interface TriggerIds<T = string> {
  eventSource(lambda: IdentifiedFunction): T;
  subscription(lambda: IdentifiedFunction): T;
  permission(lambda: IdentifiedFunction): T;
}

export interface IdentifiedFunction {
  readonly lambda: LambdaFunction;
  readonly logicalId: string;
}

export interface Claim {
  readonly logicalId: string;
  /** The resource of the descriptor that has it, itself or for one of its parts. */
  readonly resource: Resource;
  readonly isPart: boolean;
}

/** The function, computed once for each project, because it is needed many times. */
export function oncePerProject<T extends object>(compute: (project: Project) => T): (project: Project) => T {
  return oncePer(compute);
}

/** The same for something else that does not change. */
export function oncePer<K extends object, T extends object>(compute: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, T>();
  return (key) => {
    let value = known.get(key);
    if (!value) known.set(key, (value = compute(key)));
    return value;
  };
}

/** The ARN of a resource that exists already: the template refers to it and does not create it. */
export function existingArn(resource: Resource): Located<string> | undefined {
  return 'arn' in resource ? resource.arn : undefined;
}

/** AWS's own name of the resource, if the file has one. */
export function physicalNameOf(resource: Resource): DynamicText | undefined {
  return 'physicalName' in resource && !existingArn(resource) ? resource.physicalName : undefined;
}

/** The resources of one type, in the file's order. */
export function resourcesOfType<T extends ResourceType>(
  project: Pick<Project, 'resources'>,
  type: T,
): readonly Extract<KnownResource, { type: T }>[] {
  const isOfType = (resource: Resource): resource is Extract<KnownResource, { type: T }> => resource.type === type;
  return project.resources.filter(isOfType);
}

/** The entry that holds all parameters. */
export function parametersEntry({ tree }: Pick<Project, 'tree'>): Entry | undefined {
  return topEntry(tree, 'parameters');
}

/** The endpoints of all APIs, in the file's order. */
export function endpointsOf(project: Project): readonly Endpoint[] {
  return resourcesOfType(project, 'websocket-api').flatMap(({ endpoints }) => endpoints);
}

/** The entry that holds all resources. */
export function resourcesEntry({ tree }: Pick<Project, 'tree'>): Entry | undefined {
  return topEntry(tree, 'resources');
}

function topEntry(tree: SyntaxTree, key: string): Entry | undefined {
  const root = resolveAlias(tree.root);
  return root?.kind === 'map' ? findEntry(root, key) : undefined;
}

/** The connections of the resource itself, that of its dead letters last. */
export function ownConnections(resource: Resource): readonly Connection[] {
  if (resource.type !== 'sqs-queue' || !resource.deadLetter?.to) return resource.connections;
  return withDeadLetter(resource);
}

const withDeadLetter = oncePer(({ connections, deadLetter }: SQSQueue): readonly Connection[] =>
  deadLetter?.to
    ? [...connections, { ...bareConnection, source: 'dead-letter', target: deadLetter.to, node: deadLetter.node }]
    : connections,
);

/** Every connection of the resource: its own and those of its endpoints. */
export function allConnections(resource: Resource): readonly Connection[] {
  const own = ownConnections(resource);
  return resource.type === 'websocket-api'
    ? [...own, ...resource.endpoints.flatMap((endpoint) => endpoint.connections)]
    : own;
}

/** The strings that users choose freely: keys, and values that are strings. */
export function* chosenStrings({ shape, resources, parameters }: Project): Iterable<ScalarNode> {
  yield* parameters.map(({ name }) => name.node);
  for (const resource of resources) {
    yield resource.id.node;
    if (resource.type === 'lambda-function') yield* resource.environment.map(({ name }) => name.node);
  }
  for (const [node, type] of shape.everything().types) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
    if (type.kind === 'string' || type.kind === 'connection') yield node;
  }
}

/**
 * The first character that XML, AWS's response format, cannot represent: control characters except tabs and line breaks,
 * lone surrogates.
 */
export function forbiddenCharacterOf(text: string): string | undefined {
  return /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text)?.[0];
}

/** The known source files next to a descriptor. */
export interface SourceFiles {
  /** The files by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** False if there were too many files to look through, so that a file may exist without being listed here. */
  readonly complete: boolean;
}

export interface SourceFile extends Exports {
  /** Relative to the descriptor's folder, with `/` on every system: `functions/send.mjs`. */
  readonly path: string;
}

export interface Exports {
  readonly exports: readonly SourceExport[];
  /** False if the file may have exports that could not be determined. */
  readonly allExportsKnown: boolean;
}

export interface SourceExport {
  readonly name: string;
  /** The span of the name where it is defined, or else exported. */
  readonly span: Span;
  /** False if Lambda certainly cannot call it: a class, an enum, a module. */
  readonly callable: boolean;
  /** True for a function that certainly sends to the connection of the event that it is called with. */
  readonly sendsToOwnConnection?: boolean;
}
