// What the values of a template refer to, whichever intrinsic function they call: `!Sub '${Chat}/prod'` and a `Fn::Join`
// with a `Ref` are one text with one reference.
import { isFunction } from '../../model/intrinsics.ts';
import { made, madeMap, valueAt, type Made, type SourceMap, type SourceValue } from '../source.ts';

/** A part of a text. */
export type Piece = string | Reference | Unknown;

export interface Reference {
  /** The name of a resource, parameter or pseudo parameter. */
  readonly id: string;
  /** Of `Fn::GetAtt`. */
  readonly attribute: string | undefined;
}

/** The result of another intrinsic function. */
export interface Unknown {
  readonly call: SourceValue;
}

export function isReference(piece: Piece): piece is Reference {
  return typeof piece === 'object' && 'id' in piece;
}

/** The call whose value is that attribute, or what `Ref` returns. */
export function referenceTo(id: string, attribute?: string): Made {
  return attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
}

/** The name and the argument of the intrinsic function that the value calls, if it calls one. */
export function callIn(value: SourceValue | undefined): { name: string; argument: SourceValue } | undefined {
  if (value?.kind !== 'map' || value.entries.size !== 1) return undefined;
  const [[name, entry] = []] = value.entries;
  return name !== undefined && entry && isFunction(name) ? { name, argument: entry.value } : undefined;
}

/** The parts of a text; none of a list, or of a map that calls no function. */
export function piecesOf(value: SourceValue | undefined): readonly Piece[] {
  if (!value || value.kind === 'list') return [];
  if (value.kind === 'scalar') return value.value === null ? [] : [value.text];
  const call = callIn(value);
  if (!call) return [];
  const { name, argument } = call;
  switch (name) {
    case 'Ref':
      return argument.kind === 'scalar' ? [{ id: argument.text, attribute: undefined }] : [{ call: value }];
    case 'Fn::GetAtt': {
      const [id, attribute] = attributeIn(argument);
      return id === undefined ? [{ call: value }] : [{ id, attribute }];
    }
    case 'Fn::Sub':
      return piecesOfSub(argument) ?? [{ call: value }];
    case 'Fn::Join': {
      const delimiter = argument.kind === 'list' ? argument.items[0] : undefined;
      const items = argument.kind === 'list' ? argument.items[1] : undefined;
      if (delimiter?.kind !== 'scalar' || items?.kind !== 'list') return [{ call: value }];
      return items.items.flatMap((item, index) => [...(index > 0 ? [delimiter.text] : []), ...piecesOf(item)]);
    }
    default:
      return [{ call: value }];
  }
}

/** The resource and the attribute, both as a list and in one text. */
function attributeIn(argument: SourceValue): readonly [id?: string | undefined, attribute?: string | undefined] {
  if (argument.kind === 'scalar') {
    const [, id, attribute] = /^([^.]+)\.(.+)$/s.exec(argument.text) ?? [];
    return [id, attribute];
  }
  const [id, attribute] = argument.kind === 'list' ? argument.items : [];
  if (id?.kind !== 'scalar') return [];
  return attribute?.kind === 'scalar' ? [id.text, attribute.text] : [];
}

const variable = /\$\{([^{}]*)\}/;

function piecesOfSub(argument: SourceValue): readonly Piece[] | undefined {
  const text = argument.kind === 'list' ? argument.items[0] : argument;
  const variables = argument.kind === 'list' ? argument.items[1] : undefined;
  if (text?.kind !== 'scalar') return undefined;
  return text.text.split(variable).flatMap((part, index): readonly Piece[] => {
    if (index % 2 === 0) return part === '' ? [] : [part];
    if (part.startsWith('!')) return [`\${${part.slice(1)}}`];
    const name = part.trim();
    const own = valueAt(variables, name);
    if (own) return piecesOf(own);
    const [, id, attribute] = /^([^.]+)\.(.+)$/s.exec(name) ?? [];
    return [id === undefined ? { id: name, attribute: undefined } : { id, attribute }];
  });
}

/** The text without references; undefined if it has any. */
export function plainText(value: SourceValue | undefined): string | undefined {
  const pieces = piecesOf(value);
  const texts = pieces.filter((piece) => typeof piece === 'string');
  return pieces.length > 0 && texts.length === pieces.length ? texts.join('') : undefined;
}

/** The items of a list; none of anything else. */
export function listOf(value: SourceValue | undefined): readonly SourceValue[] {
  return value?.kind === 'list' ? value.items : [];
}

/** The number that the value is, also if it is written as a text. */
export function integerIn(value: SourceValue | undefined): number | undefined {
  const text = plainText(value);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The one reference that the value is. */
export function soleReference(value: SourceValue | undefined): Reference | undefined {
  const [piece, ...others] = piecesOf(value);
  return piece !== undefined && isReference(piece) && others.length === 0 ? piece : undefined;
}

const samePartition: ReadonlyMap<string, string> = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
]);

/**
 * The value as a text that is the same for values that mean the same. References are in `${}`. The partition and its
 * domains are those of the public regions, as in most templates.
 */
export function wordsOf(value: SourceValue | undefined): string {
  if (!value) return '';
  if (value.kind === 'list') return `[${value.items.map(wordsOf).join(', ')}]`;
  if (value.kind === 'map' && !callIn(value)) {
    const members = [...value.entries].map(([key, { value: member }]) => `${key}: ${wordsOf(member)}`);
    return `{${members.sort().join(', ')}}`;
  }
  return piecesOf(value).map(wordsOfPiece).join('');
}

function wordsOfPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if (!isReference(piece)) return `\${${wordsOfCall(piece.call)}}`;
  const { id, attribute } = piece;
  return samePartition.get(id) ?? `\${${id}${attribute === undefined ? '' : `.${attribute}`}}`;
}

function wordsOfCall(value: SourceValue): string {
  const call = callIn(value);
  return call ? `${call.name} ${wordsOf(call.argument)}` : '';
}

/** Whether the two mean the same. Maps and their order do not matter, lists and theirs do. */
export function isSame(one: SourceValue | undefined, other: SourceValue | undefined): boolean {
  return wordsOf(one) === wordsOf(other);
}

/** All names to which the value refers, in any of its parts. */
export function* referencesIn(value: SourceValue | undefined): Iterable<Reference> {
  if (!value || value.kind === 'scalar') return;
  if (value.kind === 'list') {
    for (const item of value.items) yield* referencesIn(item);
    return;
  }
  const call = callIn(value);
  const pieces = call && ['Ref', 'Fn::GetAtt', 'Fn::Sub'].includes(call.name) ? piecesOf(value) : [];
  yield* pieces.filter(isReference);
  if (call && (call.name === 'Ref' || call.name === 'Fn::GetAtt')) return;
  for (const { value: member } of value.entries.values()) yield* referencesIn(member);
}

/** The conditions that the value names in `Fn::If` and `Condition`. */
export function* conditionsIn(value: SourceValue | undefined): Iterable<string> {
  if (!value || value.kind === 'scalar') return;
  if (value.kind === 'list') {
    for (const item of value.items) yield* conditionsIn(item);
    return;
  }
  const call = callIn(value);
  const [first] = call?.argument.kind === 'list' ? call.argument.items : [call?.argument];
  if (call && (call.name === 'Fn::If' || call.name === 'Condition') && first?.kind === 'scalar') yield first.text;
  for (const { value: member } of value.entries.values()) yield* conditionsIn(member);
}

/** What stands for a reference in the generated template: another name, or a text without references. */
export type Replacement = { readonly id: string } | { readonly text: string };

/** The value with what `replace` gives for each of its references. */
export function renamed(value: SourceValue, replace: (reference: Reference) => Replacement): SourceValue {
  const known = new Map<SourceValue, SourceValue>();
  const visit = (one: SourceValue): SourceValue => {
    const before = known.get(one);
    if (before) return before;
    const after = rebuilt(one, replace, visit);
    known.set(one, after);
    return after;
  };
  return visit(value);
}

function rebuilt(
  value: SourceValue,
  replace: (reference: Reference) => Replacement,
  visit: (value: SourceValue) => SourceValue,
): SourceValue {
  const { place } = value;
  if (value.kind === 'scalar') return value;
  if (value.kind === 'list') return { ...value, items: value.items.map(visit) };
  const { name = '', argument } = callIn(value) ?? {};
  const callWith = (changed: Made): SourceMap => madeMap(place, { [name]: changed });
  if (name === 'Ref' && argument?.kind === 'scalar') {
    const replacement = replace({ id: argument.text, attribute: undefined });
    return 'text' in replacement ? made(place, replacement.text) : callWith(replacement.id);
  }
  if (name === 'Fn::GetAtt' && argument) {
    const [id, attribute] = attributeIn(argument);
    const replacement = id === undefined || attribute === undefined ? undefined : replace({ id, attribute });
    if (replacement && 'id' in replacement && attribute !== undefined) return callWith([replacement.id, attribute]);
  }
  if (name === 'Fn::Sub') {
    const [text, variables] = argument?.kind === 'list' ? argument.items : [argument];
    if (text?.kind === 'scalar') {
      const written = made(text.place, renamedSub(text.text, variables, replace));
      return callWith(variables ? [written, visit(variables)] : written);
    }
  }
  const entries = [...value.entries].map(([key, entry]) => [key, { ...entry, value: visit(entry.value) }] as const);
  return { ...value, entries: new Map(entries) };
}

function renamedSub(
  text: string,
  variables: SourceValue | undefined,
  replace: (reference: Reference) => Replacement,
): string {
  return text.replace(/\$\{([^!{}][^{}]*)\}/g, (whole, inner: string) => {
    const name = inner.trim();
    if (valueAt(variables, name)) return whole;
    const [, id = name, attribute] = /^([^.]+)\.(.+)$/s.exec(name) ?? [];
    const replacement = replace({ id, attribute });
    if ('text' in replacement) return replacement.text.replaceAll('${', '${!');
    return `\${${replacement.id}${attribute === undefined ? '' : `.${attribute}`}}`;
  });
}
