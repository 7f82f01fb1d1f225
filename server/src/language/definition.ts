// The vocabulary in which the language is defined: what a value may be, and what is said of it.
// Everything that knows the language (checks, hover, completion, schemas, docs) reads these definitions.

/** A text with a shape of its own, such as an entry point. */
export interface StringType {
  readonly kind: 'string';
  readonly format?: StringFormat;
  /** Where another property of the same map, once it is there, decides what the text must be. */
  readonly variants?: TextVariants;
  /** Texts that many projects have there: offered, and no more than that. */
  readonly suggestions?: readonly EnumValue[];
}

export interface TextVariants {
  /** The name of that property. */
  readonly by: string;
  /** The first counts whose pattern, a regular expression, fits the text of that property. */
  readonly cases: readonly { readonly pattern: string; readonly type: StringType }[];
}

export interface StringFormat {
  /** What such a text is called in a sentence: "an entry point". */
  readonly noun: string;
  /** A regular expression over the whole text, in the dialect that JavaScript and JSON Schema share. */
  readonly pattern: string;
  /** What the pattern says, in words that follow "must be". */
  readonly words: string;
}

export interface IntegerType {
  readonly kind: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  /** "MB", "seconds". */
  readonly unit: string;
}

export interface EnumType<V extends string = string> {
  readonly kind: 'enum';
  /** What one of the values is called in a sentence: "an operation mode". */
  readonly noun: string;
  readonly values: readonly EnumValue<V>[];
  /** True where AWS may know more values than are listed here: the list is then offered, not enforced. */
  readonly open?: boolean;
  /** The shape of the values that are not listed, where the list is open. */
  readonly format?: StringFormat;
}

export interface EnumValue<V extends string = string> {
  readonly value: V;
  /** Markdown. */
  readonly docs: string;
  readonly deprecated?: boolean;
  /** What other tools and people call it. */
  readonly otherNames?: readonly string[];
}

export interface ListType {
  readonly kind: 'list';
  readonly items: Type;
}

/** A map whose keys the user chooses, such as the resources or an environment. */
export interface MapType {
  readonly kind: 'map';
  readonly keys: StringFormat;
  readonly values: Type;
}

/** A map whose keys the language knows. */
export interface ObjectType {
  readonly kind: 'object';
  /** What such a map is called in a sentence: "an endpoint". */
  readonly noun: string;
  /** Markdown. */
  readonly docs: string;
  readonly properties: readonly Property[];
  /** Where its connections start; at the resource that it is in, where it is absent. */
  readonly connectionSource?: 'endpoint';
}

/** A map whose `type` property tells which object it is. */
export interface ResourceUnionType {
  readonly kind: 'resource';
  readonly variants: readonly (ObjectType & { readonly type: string })[];
}

/** A resource id, or a map with the id and the access. */
export interface ConnectionType {
  readonly kind: 'connection';
  readonly object: ObjectType;
}

export type Type =
  StringType | IntegerType | EnumType | ListType | MapType | ObjectType | ResourceUnionType | ConnectionType;

/** A value as plain data. */
export type Plain = string | number | readonly Plain[] | { readonly [key: string]: Plain };

export interface Property {
  readonly name: string;
  /** What other tools and people call it. */
  readonly otherNames?: readonly string[];
  readonly type: Type;
  readonly required?: boolean;
  /** The name of another property that makes this one needless: required unless that stands, refused where it does. */
  readonly requiredUnless?: string;
  /** Of what it is required that it is not of others: "a data resource". */
  readonly requiredFor?: string;
  /** The name of another property without which this one means nothing. */
  readonly onlyWith?: string;
  /** The name of another property beside which this one has no effect. */
  readonly ineffectiveWith?: string;
  readonly default?: string | number;
  /** Markdown; the first sentence stands alone. */
  readonly docs: string;
  /** A value such as a project would have; also what a fix fills in. Absent where no short one says anything. */
  readonly example?: Plain;
  /** AWS's own page on the matter. */
  readonly link?: string;
}

/** What a connection makes of its target. */
export type ConnectionRole = 'authorizer' | 'handler' | 'send' | 'access';

/** The connections that start at one place: a resource of some type, or an endpoint. */
export interface ConnectionRules {
  /** Why a connection from there leads where it may alone. */
  readonly meaning: string;
  /** How many there may be; any number where it is absent. */
  readonly maximum?: number;
  readonly allowed: readonly {
    /** The type of the resource that it leads to. */
    readonly to: string;
    readonly role: ConnectionRole;
    /** True where the connection must say its access level; elsewhere it must not. */
    readonly access: boolean;
    /** Markdown: what the connection does. */
    readonly docs: string;
  }[];
}

/** All that the types of resources differ in, but for code. Each has one record, from which everything else derives. */
export interface ResourceRecord {
  /** What `type` says in a descriptor. */
  readonly type: string;
  /** What such a resource is called in a sentence: "a DynamoDB table". */
  readonly noun: string;
  /** How people call the type: "DynamoDB table". */
  readonly label: string;
  /** What other tools and people call it. */
  readonly otherNames: readonly string[];
  /** Markdown; the first sentence stands alone. */
  readonly docs: string;
  /** AWS's own page on what it becomes. */
  readonly link: string;
  /** An icon of lines, as the `d` of an SVG path in a square of 16 units. */
  readonly icon: string;
  /** Of the symbol kinds of LSP, the one that comes nearest. */
  readonly symbolKind: 'Interface' | 'Function' | 'Class' | 'Array' | 'Module' | 'Package' | 'Event';
  /** The stem of a generated logical ID: "DynamoDBTable" gives `DynamoDBTable01`. */
  readonly logicalIdStem: string;
  /** What CloudFormation calls the main one of the resources that it becomes. */
  readonly awsType: string;
  /** Starts the environment variable by which a function finds the resource: "TABLE" gives `TABLE_SESSIONS`. */
  readonly environmentPrefix?: string;
  /** The example of a `name`. */
  readonly nameExample: string;
  readonly connections: ConnectionRules;
  /** Its own, beside those that every resource has. */
  readonly properties: readonly Property[];
}

/** A resource that functions keep their data in. It becomes one resource of the template, which its stack leaves behind. */
export interface DataResourceRecord extends ResourceRecord {
  readonly environmentPrefix: string;
  /** What CloudFormation's `Ref` gives: functions find it in their environment, and it is an output. */
  readonly ref: {
    readonly gives: 'name' | 'URL' | 'ARN';
    /** Ends the logical ID of the output: "TableName". */
    readonly output: string;
    /** What the output's description starts with: "Name of the table". */
    readonly description: string;
    /** What stands before the physical name, where AWS makes it as short as it can. */
    readonly shortestStart: string;
    /** How many characters of the logical ID the physical name has at most; all of them where it is absent. */
    readonly logicalIdLength?: number;
  };
  /** The IAM actions of the access levels, by what they are allowed on. None manages the resource itself. */
  readonly actions: readonly DataActions[];
  /** The properties in CloudFormation that are the same for each of them. */
  readonly settings: { readonly [property: string]: Setting };
  /** What is lost with it. */
  readonly loss: {
    /** At the start of a sentence: "Table". */
    readonly noun: string;
    /** "its items". */
    readonly content: string;
    /** Where the worst loss has the lowest. */
    readonly rank: number;
    /** What a deletion that is not like the others does. */
    readonly deleted?: string;
  };
}

export interface DataActions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Those of S3 that concern the objects rather than the bucket. */
  readonly onObjects?: boolean;
}

export type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting };

/** What stands alone of a text in Markdown. */
export function firstSentence(docs: string): string {
  return /^.*?\.(?= |$)/.exec(docs)?.[0] ?? docs;
}

/** The property of that name, or undefined. */
export function findProperty(object: ObjectType, name: string): Property | undefined {
  return object.properties.find((property) => property.name === name);
}

/** The type of a value beside what else stands in its map, given as texts. */
export function typeBeside(type: Type, textOf: (property: string) => string | undefined): Type {
  if (type.kind !== 'string' || !type.variants) return type;
  const { by, cases } = type.variants;
  const text = textOf(by);
  return (text !== undefined && cases.find(({ pattern }) => new RegExp(pattern, 'u').test(text))?.type) || type;
}

/** True where the property must stand, given which others do. */
export function isRequired(property: Property, stands: (name: string) => boolean): boolean {
  if (property.requiredUnless !== undefined) return !stands(property.requiredUnless);
  return property.required === true;
}
