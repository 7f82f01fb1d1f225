// What a template is made of: plain values, CloudFormation's intrinsic functions, and where in the descriptor each
// value comes from.
import type { Setting } from '../language/index.ts';
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
  /** Texts stand for themselves, whatever is in them. */
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
  /** Stands above the key in YAML; JSON has no comments. */
  readonly comment?: string | undefined;
  /** True where YAML has an empty line above. */
  readonly spaceBefore?: boolean;
}

/** A value that the descriptor says, or that is there because of what it says. */
export interface SourcedValue {
  readonly kind: 'sourced';
  readonly value: Value;
  readonly source: Span;
}

export function ref(logicalId: string): Ref {
  return { kind: 'ref', logicalId };
}

// What AWS itself fills in when the template is deployed.
export const partition = ref('AWS::Partition');
export const region = ref('AWS::Region');
export const account = ref('AWS::AccountId');
export const urlSuffix = ref('AWS::URLSuffix');

export function getAtt(logicalId: string, attribute: string): GetAtt {
  return { kind: 'getAtt', logicalId, attribute };
}

/** A text with references in it: sub`wss://${ref('Chat')}.example`. Texts that are put in stand for themselves. */
export function sub(texts: readonly string[], ...parts: readonly (string | Intrinsic)[]): Sub {
  const all = texts.flatMap((text, index) => {
    const part = parts[index];
    if (part === undefined) return [text];
    return typeof part === 'object' && part.kind === 'sub' ? [text, ...part.parts] : [text, part];
  });
  return { kind: 'sub', parts: all.filter((part) => part !== '') };
}

export function list(...items: readonly Value[]): ListValue {
  return { kind: 'list', items };
}

/** A map of the properties that have a value, in that order. Its keys are ours: a user's might be reordered. */
export function map(properties: Readonly<Record<string, Value | undefined>>): MapValue {
  const entries = Object.entries(properties);
  return { kind: 'map', entries: entries.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])) };
}

/** Settings that the language gives, each as the value of a property. */
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

/** What a value is once it is no longer asked where it comes from. */
export function bare(value: Value): Exclude<Value, SourcedValue> {
  let current = value;
  while (typeof current === 'object' && current.kind === 'sourced') current = current.value;
  return current;
}

/**
 * A text of the user's. Outside `Fn::Sub` it would do as it is, but linters and readers take `${Name}` there for a
 * `Fn::Sub` that was forgotten. Inside, each `${Name}` is escaped; where a `${` is anything else, only the plain text
 * is sure to be read as what it is.
 */
export function literal(text: string): Value {
  const names = /\$\{[A-Za-z0-9_.:]+\}/g;
  return names.test(text) && !text.replaceAll(names, '').includes('${') ? sub`${text}` : text;
}

/** What `Fn::Sub` takes. */
export function subText({ parts }: Sub): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('${', '${!');
      return part.kind === 'ref' ? `\${${part.logicalId}}` : `\${${part.logicalId}.${part.attribute}}`;
    })
    .join('');
}
