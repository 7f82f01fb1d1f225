import type { Type } from '../../language/index.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import type { ValueNode } from '../../syntax/tree.ts';
import { faultsOf, rule } from '../rule.ts';
import { oneOf, quote } from '../words.ts';

export const wrongType = rule({
  id: 'wrong-type',
  severity: 'error',
  summary: 'a value of another type than the property has',
  why: 'YAML gives a value its type by its looks: `1` is a number, `true` a boolean, `"1"` a text. A value of the wrong type could not be generated as it was meant.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'wrong-type'),
  message({ expected, node }) {
    const advice = canQuote(expected, node)
      ? 'Put it in quotes.'
      : canUnquote(expected, node)
        ? 'Write it without quotes.'
        : canWrap(expected, node)
          ? 'Put it in brackets.'
          : `Write ${wanted(expected)} instead.`;
    return `This is ${actual(node)}, and ${wanted(expected)} is wanted here. ${advice}`;
  },
  *fixes({ expected, node }, project) {
    if (node.kind !== 'scalar') return;
    if (canQuote(expected, node)) {
      yield {
        title: 'Put in quotes',
        edits: [{ span: node.span, newText: JSON.stringify(node.text) }],
        preferred: true,
      };
    } else if (canUnquote(expected, node)) {
      yield { title: 'Remove the quotes', edits: [{ span: node.span, newText: node.text.trim() }], preferred: true };
    } else if (canWrap(expected, node)) {
      const edit = replaceScalar(project.tree, node, node.text);
      yield { title: 'Make it a list', edits: [{ span: edit.span, newText: `[${edit.newText}]` }], preferred: true };
    }
  },
});

function canQuote(expected: Type, node: ValueNode): boolean {
  const isText = expected.kind === 'string' || (expected.kind === 'enum' && expected.open === true);
  return isText && node.kind === 'scalar';
}

function canUnquote(expected: Type, node: ValueNode): boolean {
  return expected.kind === 'integer' && node.kind === 'scalar' && /^\s*[0-9]{1,9}\s*$/.test(node.text);
}

function canWrap(expected: Type, node: ValueNode): boolean {
  return expected.kind === 'list' && node.kind === 'scalar';
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
