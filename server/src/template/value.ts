// The values in a template: plain values, CloudFormation's intrinsic functions, and the spans of the descriptor that
// they come from.
import type { Setting } from '../language/index.ts';
import type { Located } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';

export type Value = string | number | boolean | Intrinsic | ListValue | MapValue | SourcedValue;

export type Intrinsic = Ref | GetAtt | Sub;

export interface Ref {
  readonly kind: 'ref';
  /** A logical ID, or one of AWS's pseudo parameters. */
  readonly logicalId: string;
}

export interface GetAtt {
  readonly kind: 'getAtt';
  readonly logicalId: string;
  readonly attribute: string;
}

export interface Sub {
  readonly kind: 'sub';
  /** Strings are literal, whatever they contain. */
  readonly parts: readonly (string | Ref | GetAtt)[];
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  readonly value: Value;
  /** Written above the key in YAML. JSON has no comments. */
  readonly comment?: string | undefined;
  /** True if YAML has an empty line above it. */
  readonly spaceBefore?: boolean;
}

/** A value with the span of the descriptor that it comes from. */
export interface SourcedValue {
  readonly kind: 'sourced';
  readonly value: Value;
  readonly source: Span;
}

export function ref(logicalId: string): Ref {
  return { kind: 'ref', logicalId };
}

// AWS's pseudo parameters, which are resolved when the template is deployed.
export const partition = ref('AWS::Partition');
export const region = ref('AWS::Region');
export const account = ref('AWS::AccountId');
export const urlSuffix = ref('AWS::URLSuffix');

export function getAtt(logicalId: string, attribute: string): GetAtt {
  return { kind: 'getAtt', logicalId, attribute };
}

/** A string with references in it: sub`wss://${ref('Chat')}.example`. Inserted strings are literal. */
export function sub(texts: readonly string[], ...inserted: readonly (string | Intrinsic)[]): Sub {
  const parts: (string | Ref | GetAtt)[] = [];
  for (const [index, text] of texts.entries()) {
    if (text !== '') parts.push(text);
    const part = inserted[index];
    if (part === undefined || part === '') continue;
    if (typeof part === 'object' && part.kind === 'sub') parts.push(...part.parts);
    else parts.push(part);
  }
  return { kind: 'sub', parts };
}

export function list(...items: readonly Value[]): ListValue {
  return { kind: 'list', items };
}

/** A map of the properties that have a value, in that order. Not for a user's keys, which an object could reorder. */
export function map(properties: Readonly<Record<string, Value | undefined>>): MapValue {
  const entries: MapEntry[] = [];
  for (const key of Object.keys(properties)) {
    const value = properties[key];
    if (value !== undefined) entries.push({ key, value });
  }
  return { kind: 'map', entries };
}

/** The settings of a resource type as property values. */
export function constants(settings: { readonly [property: string]: Setting }): Record<string, Value> {
  return Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, constant(setting)]));
}

function constant(setting: Setting): Value {
  if (typeof setting !== 'object') return setting;
  return isList(setting) ? list(...setting.map(constant)) : map(constants(setting));
}

function isList(setting: Setting): setting is readonly Setting[] {
  return Array.isArray(setting);
}

export function sourced(source: Span | undefined, value: Value): Value {
  return source ? { kind: 'sourced', value, source } : value;
}

/** A value of the descriptor, with the span that it comes from. */
export function located(value: Located<string | number | boolean> | undefined): Value | undefined {
  return value && sourced(value.node.span, value.value);
}

/** The value without its source. */
export function bare(value: Value): Exclude<Value, SourcedValue> {
  let current = value;
  while (typeof current === 'object' && current.kind === 'sourced') current = current.value;
  return current;
}

/**
 * A user's string. Outside of `Fn::Sub`, CloudFormation reads it literally, but linters and people would mistake
 * `${Name}` for a forgotten `Fn::Sub`, so it becomes one, with each `${Name}` escaped. If it has any other `${`, which
 * `Fn::Sub` might not read literally, it is joined from parts without one.
 */
export function literal(text: string): Value {
  const names = /\$\{[A-Za-z0-9_.:]+\}/g;
  if (!names.test(text)) return text;
  if (!text.replaceAll(names, '').includes('${')) return sub`${text}`;
  return map({ 'Fn::Join': list('', list(...text.split(/(?<=\$)(?=\{)/))) });
}

/** The argument of `Fn::Sub`. */
export function subText({ parts }: Sub): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('${', '${!');
      return part.kind === 'ref' ? `\${${part.logicalId}}` : `\${${part.logicalId}.${part.attribute}}`;
    })
    .join('');
}
