// The vocabulary in which the language is defined: the types of values, their docs, and the records of resource types.
// Checks, hover, completion, schemas and docs all read these definitions.

/** A string, optionally with a format, such as an entry point. */
export interface StringType {
  readonly kind: 'string';
  readonly format?: StringFormat;
  /** Set if another property of the same map, once present, determines the format of the string. */
  readonly variants?: StringVariants;
  /** Common values, offered by completion and not enforced. */
  readonly suggestions?: readonly EnumValue[];
  /** Set if a map can stand for the string, which is then known only when the stack is deployed. */
  readonly sources?: StringSources;
}

/** The maps that can stand for a string. */
export interface StringSources {
  /** Each is recognized by its first property. */
  readonly kinds: readonly ObjectType[];
  /** A map that has none of these properties yet. */
  readonly undecided: ObjectType;
}

export interface StringVariants {
  /** The name of the property that determines the format. */
  readonly by: string;
  /** The first case whose pattern, a regular expression, matches the value of that property applies. */
  readonly cases: readonly { readonly pattern: string; readonly type: StringType }[];
}

export interface StringFormat {
  /** The name of such a string in a sentence: "an entry point". */
  readonly noun: string;
  /** A regular expression over the whole string, in the dialect that JavaScript and JSON Schema share. */
  readonly pattern: string;
  /** The allowed strings, in words that follow "Expected": "1 to 255 characters". */
  readonly words: string;
}

export interface IntegerType {
  readonly kind: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  /** "MB", "seconds". */
  readonly unit: string;
}

/** `true` or `false`. */
export interface BooleanType {
  readonly kind: 'boolean';
}

export interface EnumType<V extends string = string> {
  readonly kind: 'enum';
  /** The name of one of the values in a sentence: "an operation mode". */
  readonly noun: string;
  readonly values: readonly EnumValue<V>[];
  /** True if AWS may know more values than these: they are then offered, not enforced. */
  readonly open?: boolean;
  /** The format of the values that are not listed, if the enumeration is open. */
  readonly format?: StringFormat;
  /** Set if a list can stand for one of the values. */
  readonly orList?: ListType;
}

export interface EnumValue<V extends string = string> {
  readonly value: V;
  /** Markdown. */
  readonly docs: string;
  readonly deprecated?: boolean;
  /** The date from which AWS rejects it for new resources, as YYYY-MM-DD. */
  readonly rejected?: string | undefined;
  /** Names that other tools and people use for it. */
  readonly otherNames?: readonly string[];
}

export interface ListType {
  readonly kind: 'list';
  readonly items: Type;
  /** How many items AWS requires and allows; any number if absent. */
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A map whose keys the user chooses, such as the resources or an environment. */
export interface MapType {
  readonly kind: 'map';
  readonly keys: StringFormat;
  readonly values: Type;
}

/** A value in the words of CloudFormation, which may call its intrinsic functions. Nothing in it is known here. */
export interface AnyType {
  readonly kind: 'any';
}

/** A map with known keys. */
export interface ObjectType {
  readonly kind: 'object';
  /** The name of such a map in a sentence: "an endpoint". */
  readonly noun: string;
  /** Markdown. */
  readonly docs: string;
  readonly properties: readonly Property[];
  /** Where its connections start. If absent, at the resource that contains it. */
  readonly connectionSource?: 'endpoint' | 'dead-letter';
  /** Whether it is a connection to the resource with the ID in `to`. */
  readonly isConnection?: true;
}

export type ConnectionObject = ObjectType & { readonly isConnection: true };

/** A map whose `type` property determines which object it is. */
export interface ResourceUnionType {
  readonly kind: 'resource';
  readonly variants: readonly (ObjectType & { readonly type: string })[];
}

/** A resource ID, or a map with the ID and what else the connection has. */
export interface ConnectionType {
  readonly kind: 'connection';
  readonly object: ConnectionObject;
}

export type Type =
  | StringType
  | IntegerType
  | BooleanType
  | EnumType
  | ListType
  | MapType
  | AnyType
  | ObjectType
  | ResourceUnionType
  | ConnectionType;

/** A value as plain data. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

export interface Property {
  readonly name: string;
  /** Names that other tools and people use for it. */
  readonly otherNames?: readonly string[];
  readonly type: Type;
  readonly required?: boolean;
  /** The name of a property that replaces this one: exactly one of the two must be present. */
  readonly requiredUnless?: string;
  /** The name of a property together with which this one must not be present. */
  readonly excludedBy?: string;
  /** The targets for which it is required, if not for all: "a data resource". */
  readonly requiredFor?: string;
  /** The name of a property without which this one has no effect. */
  readonly onlyWith?: string;
  /** The name of a property together with which this one has no effect. */
  readonly ineffectiveWith?: string;
  readonly default?: string | number;
  /** True if few projects need it, so that it is listed after the others. */
  readonly isExtra?: boolean;
  /** Markdown. The first sentence makes sense on its own. */
  readonly docs: string;
  /** A realistic value, which fixes also fill in. Absent if no short one is helpful. */
  readonly example?: Plain;
  /** The page about it in AWS's documentation. */
  readonly link?: string;
}

/** The role of a connection's target. */
export type ConnectionRole = 'authorizer' | 'handler' | 'send' | 'access' | 'trigger' | 'dead-letter';

/** The connections that may start at a resource of some type or at an endpoint. */
export interface ConnectionRules {
  /** The purpose of these connections, which explains why no others are allowed. */
  readonly meaning: string;
  /** How many there may be. If absent, any number. */
  readonly maximum?: number;
  readonly allowed: readonly {
    /** The type of the target. */
    readonly to: string;
    readonly role: ConnectionRole;
    /** True if the connection requires `access`. If false, it must not have it. */
    readonly access: boolean;
    /** Markdown: what the connection does. */
    readonly docs: string;
  }[];
}

/**
 * Everything in which resource types differ, except code. Each type has one record; everything else derives from it.
 */
export interface ResourceRecord {
  /** The value of `type` in a descriptor. */
  readonly type: string;
  /** The name of such a resource in a sentence: "a DynamoDB table". */
  readonly noun: string;
  /** The name of the type for people: "DynamoDB table". */
  readonly label: string;
  /** Names that other tools and people use for it. */
  readonly otherNames: readonly string[];
  /** Markdown. The first sentence makes sense on its own. */
  readonly docs: string;
  /** The page about the AWS resource in AWS's documentation. */
  readonly link: string;
  /** A line icon: the `d` of an SVG path in a square of 16 units. */
  readonly icon: string;
  /** The closest of LSP's symbol kinds. */
  readonly symbolKind: 'Interface' | 'Function' | 'Class' | 'Array' | 'Module' | 'Package' | 'Event';
  /** The stem of a generated logical ID: "DynamoDBTable" gives `DynamoDBTable01`. */
  readonly logicalIdStem: string;
  /** The CloudFormation type of the main resource that it becomes. */
  readonly awsType: string;
  /**
   * The prefix of the environment variable with which a function finds the resource: "TABLE" gives `TABLE_SESSIONS`.
   */
  readonly environmentPrefix?: string;
  /** The example of a `name`. */
  readonly nameExample: string;
  readonly connections: ConnectionRules;
  /** How it invokes the functions that it connects to, if it does. */
  readonly trigger?: TriggerMechanism;
  /** Its own properties, besides those that every resource has. */
  readonly properties: readonly Property[];
}

/**
 * A resource that stores data. It becomes one resource of the template, which is retained when its stack is deleted.
 */
export interface DataResourceRecord extends ResourceRecord {
  /** The CloudFormation property with its physical name. */
  readonly nameProperty: string;
  readonly environmentPrefix: string;
  /** The value of CloudFormation's `Ref`. Functions get it as an environment variable, and the stack as an output. */
  readonly ref: {
    readonly gives: 'name' | 'URL' | 'ARN';
    /** The suffix of the logical ID of the output: "TableName". */
    readonly output: string;
    /** The start of the output's description: "Name of the table". */
    readonly description: string;
    /** The shortest possible text before the physical name. */
    readonly shortestStart: string;
    /** How many characters of the logical ID the physical name contains at most. If absent, all of them. */
    readonly logicalIdLength?: number;
  };
  /** The IAM actions of the access levels, grouped by what they apply to. None manages the resource itself. */
  readonly actions: readonly DataActions[];
  /** Why an existing one cannot invoke functions, to follow "because"; absent if it can. */
  readonly whyNoTrigger?: string;
  /** The CloudFormation properties that are the same for all resources of the type. */
  readonly settings: { readonly [property: string]: Setting };
  readonly trigger: TriggerMechanism;
  /** The loss when it is deleted. */
  readonly loss: {
    /** At the start of a sentence: "Table". */
    readonly noun: string;
    /** "its items". */
    readonly content: string;
    /** The worst loss has the lowest rank. */
    readonly rank: number;
    /** True if AWS does not delete it while it has content. */
    readonly isKeptUnlessEmpty?: boolean;
  };
}

export type TriggerMechanism =
  /** Lambda polls it for the function, whose role must allow the actions on its attribute. */
  | {
      readonly kind: 'polled';
      readonly attribute: 'Arn' | 'StreamArn';
      readonly actions: readonly string[];
      /** The CloudFormation properties that are the same for all event source mappings. */
      readonly settings: { readonly [property: string]: Setting };
    }
  /** It calls the function, whose policy must allow that. */
  | { readonly kind: 'subscribed' | 'notified' | 'scheduled'; readonly principal: string };

export interface DataActions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** What of the resource they apply to, as the end of an ARN: `/*` for objects; absent for the resource itself. */
  readonly path?: string;
}

export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };

/** The first sentence of a text in Markdown. */
export function firstSentence(docs: string): string {
  return /^.*?\.(?= |$)/.exec(docs)?.[0] ?? docs;
}

/** The property of that name, or undefined. */
export function findProperty(object: ObjectType, name: string): Property | undefined {
  return object.properties.find((property) => property.name === name);
}

/** The definition of a map with these keys that stands for a string. */
export function sourceOf({ kinds, undecided }: StringSources, keys: readonly string[]): ObjectType {
  return kinds.find(({ properties: [first] }) => first && keys.includes(first.name)) ?? undecided;
}

/** The type of a value, given the values of the other properties in its map. */
export function typeGiven(type: Type, valueOf: (property: string) => string | undefined): Type {
  if (type.kind !== 'string' || !type.variants) return type;
  const { by, cases } = type.variants;
  const value = valueOf(by);
  return (value !== undefined && cases.find(({ pattern }) => new RegExp(pattern, 'u').test(value))?.type) || type;
}

/** Whether the property must be present, given which others are. */
export function isRequired(property: Property, isPresent: (name: string) => boolean): boolean {
  if (property.requiredUnless !== undefined) return !isPresent(property.requiredUnless);
  return property.required === true;
}
