import { matchesFormat } from '../../language/formats.ts';
import { anyConnection } from '../../language/connections.ts';
import { findProperty, type ObjectType, type Type } from '../../language/index.ts';
import { couldLeadTo, startOf } from '../../model/can-connect.ts';
import type { Project } from '../../model/project.ts';
import { fits } from '../../model/shape.ts';
import { resourcesAround } from '../../model/references.ts';
import { findEntry, resolveAlias, type ScalarNode, type SyntaxTree, type ValueNode } from '../../syntax/tree.ts';
import { writeFlow, type PlainValue } from '../../syntax/write-value.ts';
import { faultsOf, rule } from '../rule.ts';
import { allOf, oneOf, quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

export const wrongType = rule({
  id: 'wrong-type',
  severity: 'error',
  summary: 'a value of the wrong type',
  why: 'YAML infers the type of a value from how it is written: `1` is a number, `true` a boolean, `"1"` a string. A value of the wrong type cannot be generated as intended.',
  looksAt: 'fault',
  fixesUnasked: true,
  *check(fault, { tree }) {
    for (const report of faultsOf(fault, 'wrong-type')) {
      const others = report.data.stray?.others ?? [];
      const data = { ...report.data, isKey: mayBeKey(report.data.node, tree) };
      yield { ...report, data, related: others.map(({ key }) => ({ span: key.span, message: t`Also here.` })) };
    }
  },
  message({ expected, node, stray, isKey }) {
    if (stray) {
      return t`Expected a resource ID, got the property ${quote(stray.key.text)}. Indent it further, or add the ID of its resource above it.`;
    }
    const number = bareIn(expected, node);
    const advice = canQuote(expected, node)
      ? t`Add quotes.`
      : canUnquote(expected, node)
        ? t`Remove the quotes.`
        : canWrap(expected, node)
          ? t`Add brackets.`
          : number === undefined
            ? insteadOf(expected, isKey)
            : t`Use ${quote(number)} instead.`;
    return t`Expected ${wanted(expected)}, got ${actual(node)}. ${advice}`;
  },
  *fixes({ expected, node, stray }, project) {
    if (stray) return;
    const { tree } = project;
    const number = bareIn(expected, node);
    if (number !== undefined) {
      const title = canUnquote(expected, node) ? t`Remove the quotes` : t`Change to ${number}`;
      yield { title, edits: [{ span: node.span, newText: number }], preferred: true };
    } else if (leadsNowhere(expected, node, project)) {
      return;
    } else if (node.kind === 'scalar' && canQuote(expected, node)) {
      const edits = [{ span: node.span, newText: JSON.stringify(node.text) }];
      yield { title: t`Add quotes`, edits, preferred: true };
    } else if (canWrap(expected, node)) {
      const isNothing = node.kind === 'map' && node.entries.length === 0;
      const written = tree.text.slice(node.span.start, node.span.end);
      const edits = [{ span: node.span, newText: isNothing ? '[]' : `[${written}]` }];
      yield { title: t`Make it a list`, edits, preferred: true };
    } else if (node.kind === 'scalar' && isTarget(expected, node, project)) {
      const newText = writeFlow(asMap(expected, node.text), node.style === 'double' ? 'json' : 'yaml');
      yield {
        title: t`Change to ${quote(writeFlow(asMap(expected, node.text), 'yaml'))}`,
        edits: [{ span: node.span, newText }],
        preferred: true,
      };
    }
  },
});

/** Whether the value would be a connection to a resource that does not exist. */
function leadsNowhere(expected: Type, node: ValueNode, project: Project): boolean {
  const items = expected.kind === 'list' ? expected.items : expected;
  const isConnection = items.kind === 'connection' || items === findProperty(anyConnection, 'to')?.type;
  const target = node.kind === 'map' ? resolveAlias(findEntry(node, 'to')?.value) : node;
  return isConnection && target?.kind === 'scalar' && !project.find(target.text);
}

function canQuote(expected: Type, node: ValueNode): boolean {
  if (node.kind !== 'scalar' || node.tag) return false;
  if (expected.kind === 'enum') return expected.open === true;
  return expected.kind === 'string' && (!expected.format || matchesFormat(node.text, expected.format));
}

function canUnquote(expected: Type, node: ValueNode): boolean {
  const meant = bareIn(expected, node);
  if (meant === undefined || node.kind !== 'scalar') return false;
  return node.text.trim() === meant || (expected.kind === 'integer' && /^[0-9\s]+$/.test(node.text));
}

/** The number or boolean that a string means. */
function bareIn(expected: Type, node: ValueNode): string | undefined {
  if (node.tag) return undefined;
  return numberIn(expected, node) ?? booleanIn(expected, node);
}

/** The boolean in YAML 1.1's notations, which are strings in YAML 1.2. */
function booleanIn(expected: Type, node: ValueNode): string | undefined {
  if (expected.kind !== 'boolean' || node.kind !== 'scalar') return undefined;
  const text = node.text.trim().toLowerCase();
  if (['true', 'yes', 'on', 'y', '1', 'enabled'].includes(text)) return 'true';
  return ['false', 'no', 'off', 'n', '0', 'disabled'].includes(text) ? 'false' : undefined;
}

/** The number in a string such as `"512"` or `512 MB`. */
function numberIn(expected: Type, node: ValueNode): string | undefined {
  if (expected.kind !== 'integer' || node.kind !== 'scalar') return undefined;
  const unit = expected.unit === 'MB' ? '(?:MB?|MiB)' : '(?:s|sec|secs|seconds?)';
  const digits = new RegExp(`^\\s*([0-9]{1,9})\\s*${unit}?\\s*$`, 'i').exec(node.text)?.[1];
  const isInRange = expected.minimum <= Number(digits) && Number(digits) <= expected.maximum;
  return isInRange ? digits : undefined;
}

/** Whether the value can be an item of the expected list. Block values would have to be rewritten, so they cannot. */
function canWrap(expected: Type, node: ValueNode): boolean {
  if (expected.kind !== 'list' || node.kind === 'list' || node.tag) return false;
  if (node.kind === 'map' && (!node.flow || node.entries.length === 0)) return node.flow;
  if (node.kind === 'scalar' && node.style === 'block') return false;
  return fits(node, expected.items);
}

/** A connection that must be a map, with the examples of what it requires besides its target. */
function asMap({ properties }: ObjectType, target: string): Readonly<Record<string, PlainValue>> {
  const required = properties.filter((property) => property.required);
  return Object.fromEntries(required.map(({ name, example = '' }) => [name, name === 'to' ? target : example]));
}

/** Whether the text is the ID of a resource that could be the target of such a connection. */
function isTarget(expected: Type, node: ScalarNode, project: Project): expected is ObjectType {
  const [resource] = resourcesAround(project, node);
  const from = resource && startOf(project, resource);
  const target = project.find(node.text);
  if (expected.kind !== 'object' || !expected.isConnection || !from || !target) return false;
  return couldLeadTo(project, from, expected.connectionSource ?? from.source, target);
}

/** A string on a line of its own, in place of a map, is usually the map's first key, whose colon has not been typed yet. */
function mayBeKey(node: ValueNode, { text, lines }: SyntaxTree): boolean {
  if (node.kind !== 'scalar' || node.style !== 'plain' || typeof node.value !== 'string') return false;
  const { start } = node.span;
  return /^[ \t-]*$/.test(text.slice(start - lines.positionAt(start).character, start));
}

function insteadOf(expected: Type, isKey: boolean): string {
  const isMap = ['object', 'map', 'resource'].includes(expected.kind);
  if (isMap && isKey) return t`If this is a key, add a colon and a value.`;
  if (expected.kind !== 'object') return t`Replace the value.`;
  const names = expected.properties.filter(({ required }) => required === true).map(({ name }) => name);
  const [first] = expected.properties;
  if (names.length > 0) return t`Write a map with ${allOf(names)}.`;
  return first ? t`Write a map, with ${quote(first.name)} for example.` : t`Replace the value.`;
}

function actual(node: ValueNode): string {
  if (node.tag) return t`the function ${quote(node.tag)}`;
  if (node.kind === 'map') return t`a map`;
  if (node.kind === 'list') return t`a list`;
  if (typeof node.value === 'string') return t`a string`;
  return typeof node.value === 'boolean' ? t`the boolean ${quote(node.text)}` : t`the number ${quote(node.text)}`;
}

function wanted(type: Type): string {
  switch (type.kind) {
    case 'string':
      return type.format ? translated(type.format.noun) : t`a string`;
    case 'enum':
      return enumOf(type);
    case 'integer':
      return t`a whole number of ${translated(type.unit)}`;
    case 'boolean':
      return t`\`true\` or \`false\``;
    case 'list':
      return t`a list`;
    case 'map':
      return t`a map in which each key is ${translated(type.keys.noun)}`;
    case 'any':
      return t`a value`;
    case 'object':
      return t`${translated(type.noun)} (a map)`;
    case 'resource':
      return t`a resource (a map with a \`type\` and a \`name\`)`;
    case 'connection':
      return t`a resource ID, or a map with \`to\` and \`access\``;
  }
}

function enumOf({ open, noun, values, orList }: Extract<Type, { kind: 'enum' }>): string {
  const kind = translated(noun);
  if (open) return kind;
  const all = oneOf(values.map(({ value }) => value));
  return orList ? t`${kind} (${all}) or a list` : `${kind} (${all})`;
}
