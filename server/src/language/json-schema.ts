// The language as a JSON Schema (draft 7), for editors and tools without a language server. A schema cannot express
// everything: only the rules check connections, logical IDs and routes.
import { documentObject, type ObjectType, type Property, type StringFormat, type Type } from './index.ts';

export type Schema = { readonly [keyword: string]: unknown };

interface ObjectSchema extends Schema {
  readonly properties: Readonly<Record<string, Schema>>;
}

export function jsonSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'WebSocket project file',
    ...objectSchema(documentObject),
  };
}

function schemaOf(type: Type): Schema {
  switch (type.kind) {
    case 'string': {
      const schema = stringSchema(type.variants ? undefined : type.format);
      return type.sources ? { anyOf: [schema, ...type.sources.kinds.map(objectSchema)] } : schema;
    }
    case 'integer':
      return { type: 'integer', minimum: type.minimum, maximum: type.maximum };
    case 'boolean':
      return { type: 'boolean' };
    case 'enum': {
      const values = type.values.map(({ value }) => value);
      const schema = type.open ? { ...stringSchema(type.format), examples: values } : { enum: values };
      return type.orList ? { anyOf: [schema, schemaOf(type.orList)] } : schema;
    }
    case 'list':
      return {
        type: 'array',
        items: schemaOf(type.items),
        ...(type.minimum === undefined ? {} : { minItems: type.minimum }),
        ...(type.maximum === undefined ? {} : { maxItems: type.maximum }),
      };
    case 'map':
      return {
        type: 'object',
        propertyNames: { pattern: type.keys.pattern },
        additionalProperties: schemaOf(type.values),
      };
    case 'any':
      return {};
    case 'object':
      return objectSchema(type);
    case 'resource':
      return {
        oneOf: type.variants.map((variant) => {
          const { properties, ...rest } = objectSchema(variant);
          return { ...rest, properties: { ...properties, type: { const: variant.type, description: variant.docs } } };
        }),
      };
    case 'connection':
      return { anyOf: [{ type: 'string' }, objectSchema(type.object)] };
  }
}

function stringSchema(format: StringFormat | undefined): Schema {
  return format ? { type: 'string', pattern: format.pattern } : { type: 'string' };
}

function objectSchema(object: ObjectType): ObjectSchema {
  const required = object.properties.filter((property) => property.required).map(({ name }) => name);
  const alternatives = object.properties.filter(({ requiredUnless }) => requiredUnless !== undefined);
  const conditions = [
    ...alternatives.map(alternative),
    ...object.properties.flatMap(exclusion),
    ...object.properties.flatMap(variants),
  ];
  return {
    type: 'object',
    description: object.docs,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(object.properties.map((property) => [property.name, propertySchema(property)])),
    additionalProperties: false,
    ...(conditions.length > 0 ? { allOf: conditions } : {}),
  };
}

/** Exactly one of the property and the one that replaces it. */
function alternative({ name, requiredUnless = '' }: Property): Schema {
  return { oneOf: [{ required: [name] }, { required: [requiredUnless] }] };
}

function exclusion({ name, excludedBy }: Property): Schema[] {
  return excludedBy === undefined ? [] : [{ not: { required: [name, excludedBy] } }];
}

/**
 * For each variant: either it does not apply, or the string matches it. The last one always applies and is the least
 * strict.
 */
function variants({ name, type }: Property): Schema[] {
  if (type.kind !== 'string' || !type.variants) return [];
  const { by, cases } = type.variants;
  return cases.map(({ pattern, type: { format } }) => ({
    anyOf: [
      { not: { properties: { [by]: { type: 'string', pattern } }, required: [by] } },
      { properties: { [name]: stringSchema(format) } },
    ],
  }));
}

function propertySchema(property: Property): Schema {
  return {
    ...schemaOf(property.type),
    description: property.docs,
    ...(property.default === undefined ? {} : { default: property.default }),
    ...(property.example === undefined ? {} : { examples: [property.example] }),
  };
}
