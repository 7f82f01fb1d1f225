// The TextMate grammar: VS Code's own YAML grammar, with scopes for the words of the descriptor language in its
// scalars.
import { accessLevels } from './connections.ts';
import { attributeTypes } from './dynamodb-table.ts';
import type { EnumType, Type } from './definition.ts';
import * as formats from './formats.ts';
import { documentObject, resourceTypes } from './index.ts';
import { gatewayRoutes } from './routes.ts';
import { runtimes } from './runtimes.ts';
import { operationModes } from './web-socket-api.ts';

const scopeName = 'source.websocket-project';

/** The words that the grammar colors, as they are written in a descriptor. */
export interface GrammarWords {
  readonly keys: readonly string[];
  readonly modes: readonly string[];
  readonly awsRoutes: readonly string[];
  readonly resourceTypes: readonly string[];
  readonly attributeTypes: readonly string[];
  readonly accessLevels: readonly string[];
  readonly runtimes: readonly string[];
}

/** The words of the language as defined in this folder. */
export function languageWords(): GrammarWords {
  return {
    keys: [...new Set(propertyNames(documentObject))],
    modes: valuesOf(operationModes),
    awsRoutes: gatewayRoutes.map(({ route }) => route),
    resourceTypes,
    attributeTypes: valuesOf(attributeTypes),
    accessLevels: valuesOf(accessLevels),
    runtimes: valuesOf(runtimes),
  };
}

function valuesOf(type: EnumType): readonly string[] {
  return type.values.map(({ value }) => value);
}

/** The names of all properties in a value of that type, with duplicates. */
function propertyNames(type: Type): readonly string[] {
  switch (type.kind) {
    case 'object':
      return type.properties.flatMap((property) => [property.name, ...propertyNames(property.type)]);
    case 'resource':
      return type.variants.flatMap(propertyNames);
    case 'connection':
      return propertyNames(type.object);
    case 'list':
      return propertyNames(type.items);
    case 'map':
      return propertyNames(type.values);
    case 'string':
      return type.sources
        ? propertyNames(type.sources.undecided).concat(type.sources.kinds.flatMap(propertyNames))
        : [];
    case 'integer':
    case 'boolean':
    case 'enum':
    case 'any':
      break;
  }
  return [];
}

export interface GrammarPattern {
  readonly name: string;
  readonly match: string;
}

/** The content of a grammar file for `contributes.grammars`. */
export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly patterns: readonly { readonly include: string }[];
  readonly injections: Readonly<Record<string, { readonly patterns: readonly GrammarPattern[] }>>;
}

/**
 * The grammar of the language with the given words.
 *
 * YAML itself is unchanged: our patterns are injected only into the scopes that the YAML grammar gives to a key or a
 * scalar, and match only from its first character (`\G`). So they never match comments, block scalars or text inside a
 * longer string, and a JSON file, which is flow YAML, needs no patterns of its own.
 *
 * Dark Modern and Light Modern color all of these scopes differently from a YAML string. (`constant.language` would not
 * do: Light Modern shows it and a plain YAML scalar in the same blue.)
 */
export function textMateGrammar(words: GrammarWords): TextMateGrammar {
  return {
    name: 'WebSocket Project',
    scopeName,
    patterns: [{ include: 'source.yaml' }],
    injections: {
      'entity.name.tag': {
        patterns: [pattern('variable.other.property', String.raw`\G${anyOf(words.keys)}(?=["']?[ \t]*:)`)],
      },
      'string - entity.name.tag': {
        patterns: [
          valueOf('type', 'support.type.resource', anyOf(words.resourceTypes)),
          valueOf('type', 'support.type.attribute', anyOf(words.attributeTypes)),
          valueOf('route', 'keyword.control.route', anyOf(words.awsRoutes)),
          valueOf('route', 'entity.name.function.route', String.raw`[^\s$"',\[\]{}#][^\s"',\[\]{}#]*`),
          valueOf('operationMode', 'variable.other.enummember.operation-mode', anyOf(words.modes)),
          valueOf('access', 'variable.other.enummember.access-level', anyOf(words.accessLevels)),
          valueOf('runtime', 'variable.other.enummember.runtime', anyOf(words.runtimes)),
          valueOf('to', connectionTarget, resourceId),
          // An item of a list, after its dash or comma. Only `connections` has bare IDs as items.
          scalarAfter(String.raw`^[ \t]*(?:-[ \t]+)+|[\[,][ \t]*`, connectionTarget, resourceId),
        ],
      },
      // An item of a flow list on its own line.
      'meta.flow.sequence string - entity.name.tag': {
        patterns: [scalarAfter(String.raw`^[ \t]*`, connectionTarget, resourceId)],
      },
    },
  };
}

const resourceId = formats.resourceId.pattern.replaceAll(/^\^|\$$/g, '');

/** A connection's target has the color of the key that declares it. */
const connectionTarget = 'entity.name.tag.connection-target';

/** The value of `key` on the same line, if all of it matches `value`. */
function valueOf(key: string, scope: string, value: string): GrammarPattern {
  const keyStart = String.raw`(?:^[ \t]*(?:-[ \t]+)*|[{,\[][ \t]*)["']?`;
  const tagsAndAnchors = String.raw`(?:[&!]\S+[ \t]+)*`;
  return scalarAfter(String.raw`${keyStart}${key}["']?[ \t]*:[ \t]*${tagsAndAnchors}`, scope, value);
}

/**
 * A scalar, plain or quoted, that follows `before` on its line and matches `value` completely.
 *
 * It looks ahead before it looks behind, because only looking behind is slow on a long line.
 */
function scalarAfter(before: string, scope: string, value: string): GrammarPattern {
  const whole = String.raw`${value}(?=[ \t]*(?:$|["',\]}])|[ \t]+#)`;
  return pattern(scope, String.raw`\G(?=${whole})(?<=(?:${before})["']?)${value}`);
}

function pattern(scope: string, match: string): GrammarPattern {
  return { name: `${scope}.websocket-project`, match };
}

/**
 * An expression for one of the words. Longer words come first, so that no word hides a longer one that starts with it.
 */
function anyOf(words: readonly string[]): string {
  const alternatives = [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replaceAll(/[$.*+?^(){}|[\]\\]/g, String.raw`\$&`));
  return `(?:${alternatives.join('|')})`;
}
