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
}

/** A map whose `type` property tells which object it is. */
export interface ResourceUnionType {
  readonly kind: 'resource';
  readonly variants: readonly ResourceDefinition[];
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
  readonly default?: string | number;
  /** Markdown; the first sentence stands alone. */
  readonly docs: string;
  /** A value such as a project would have; also what a fix fills in. Absent where no short one says anything. */
  readonly example?: Plain;
  /** AWS's own page on the matter. */
  readonly link?: string;
}

export const resourceTypes = [
  'websocket-api',
  'lambda-function',
  'dynamodb-table',
  'sqs-queue',
  'sns-topic',
  's3-bucket',
] as const;

export type ResourceType = (typeof resourceTypes)[number];

export interface ResourceDefinition extends ObjectType {
  readonly type: ResourceType;
  /** How people call it: "DynamoDB table". */
  readonly label: string;
  /** The stem of a generated logical ID: "DynamoDBTable" gives `DynamoDBTable01`. */
  readonly logicalIdStem: string;
  /** AWS's own page on what it becomes. */
  readonly link: string;
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
