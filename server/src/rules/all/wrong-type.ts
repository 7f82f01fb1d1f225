import { matchesFormat } from '../../language/formats.ts';
import { connectionObject } from '../../language/connections.ts';
import { findProperty, type Type } from '../../language/index.ts';
import type { Project } from '../../model/project.ts';
import { fits } from '../../model/shape.ts';
import { findEntry, resolveAlias, type ValueNode } from '../../syntax/tree.ts';
import { faultsOf, rule } from '../rule.ts';
import { oneOf, quote } from '../../wording.ts';

export const wrongType = rule({
  id: 'wrong-type',
  severity: 'error',
  summary: 'a value of another type than the property has',
  why: 'YAML gives a value its type by its looks: `1` is a number, `true` a boolean, `"1"` a text. A value of the wrong type could not be generated as it was meant.',
  looksAt: 'fault',
  fixesUnasked: true,
  check: (fault) => faultsOf(fault, 'wrong-type'),
  message({ expected, node }) {
    const number = numberIn(expected, node);
    const advice = canQuote(expected, node)
      ? 'Put it in quotes.'
      : canUnquote(expected, node)
        ? 'Write it without quotes.'
        : canWrap(expected, node)
          ? 'Put it in brackets.'
          : number === undefined
            ? insteadOf(expected, node)
            : `Write ${quote(number)} instead.`;
    return `This is ${actual(node)}, and ${wanted(expected)} is wanted here. ${advice}`;
  },
  *fixes({ expected, node }, project) {
    const { tree } = project;
    const number = numberIn(expected, node);
    if (number !== undefined) {
      const title = canUnquote(expected, node) ? 'Remove the quotes' : `Change to ${number}`;
      yield { title, edits: [{ span: node.span, newText: number }], preferred: true };
    } else if (leadsNowhere(expected, node, project)) {
      return;
    } else if (node.kind === 'scalar' && canQuote(expected, node)) {
      const edits = [{ span: node.span, newText: JSON.stringify(node.text) }];
      yield { title: 'Put in quotes', edits, preferred: true };
    } else if (canWrap(expected, node)) {
      const isNothing = node.kind === 'map' && node.entries.length === 0;
      const written = tree.text.slice(node.span.start, node.span.end);
      const edits = [{ span: node.span, newText: isNothing ? '[]' : `[${written}]` }];
      yield { title: 'Make it a list', edits, preferred: true };
    }
  },
});

/** Whether it would be a connection to a resource that is not there. */
function leadsNowhere(expected: Type, node: ValueNode, project: Project): boolean {
  const items = expected.kind === 'list' ? expected.items : expected;
  const isConnection = items.kind === 'connection' || items === findProperty(connectionObject, 'to')?.type;
  const target = node.kind === 'map' ? resolveAlias(findEntry(node, 'to')?.value) : node;
  return isConnection && target?.kind === 'scalar' && !project.find(target.text);
}

function canQuote(expected: Type, node: ValueNode): boolean {
  if (node.kind !== 'scalar') return false;
  if (expected.kind === 'enum') return expected.open === true;
  return expected.kind === 'string' && (!expected.format || matchesFormat(node.text, expected.format));
}

function canUnquote(expected: Type, node: ValueNode): boolean {
  return numberIn(expected, node) !== undefined && node.kind === 'scalar' && /^[0-9\s]+$/.test(node.text);
}

/** The number that a text such as `"512"` or `512 MB` says. */
function numberIn(expected: Type, node: ValueNode): string | undefined {
  if (expected.kind !== 'integer' || node.kind !== 'scalar') return undefined;
  const unit = expected.unit === 'MB' ? '(?:MB?|MiB)' : '(?:s|sec|secs|seconds?)';
  const digits = new RegExp(`^\\s*([0-9]{1,9})\\s*${unit}?\\s*$`, 'i').exec(node.text)?.[1];
  const isInRange = expected.minimum <= Number(digits) && Number(digits) <= expected.maximum;
  return isInRange ? digits : undefined;
}

/** What would be an item of the list. What stands in a block would have to be written anew. */
function canWrap(expected: Type, node: ValueNode): boolean {
  if (expected.kind !== 'list' || node.kind === 'list') return false;
  if (node.kind === 'map' && (!node.flow || node.entries.length === 0)) return node.flow;
  if (node.kind === 'scalar' && node.style === 'block') return false;
  return fits(node, expected.items);
}

/** A text where a map is wanted is most often its first key, of which the colon has not been typed yet. */
function insteadOf(expected: Type, node: ValueNode): string {
  const isMap = ['object', 'map', 'resource'].includes(expected.kind);
  if (isMap && node.kind === 'scalar' && node.style === 'plain')
    return 'If it is a key, write a colon and its value behind it.';
  return 'Write one instead.';
}

function actual(node: ValueNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (typeof node.value === 'string') return 'a text';
  return `the ${typeof node.value === 'boolean' ? 'boolean' : 'number'} ${quote(node.text)}`;
}

function wanted(type: Type): string {
  switch (type.kind) {
    case 'string':
      return type.format?.noun ?? 'a text';
    case 'enum':
      return type.open ? type.noun : `${type.noun} (${oneOf(type.values.map(({ value }) => value))})`;
    case 'integer':
      return `a whole number of ${type.unit}`;
    case 'list':
      return 'a list';
    case 'map':
      return `a map with ${type.keys.noun} as each key`;
    case 'object':
      return `${type.noun}, a map,`;
    case 'resource':
      return 'a resource, a map with a `type` and a `name`,';
    case 'connection':
      return 'a resource id, or a map with `to` and `access`,';
  }
}
