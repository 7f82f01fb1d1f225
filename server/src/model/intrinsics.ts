// CloudFormation's intrinsic functions in a value as it is written, and the names to which they refer.

/** A value as it is written: a node of a syntax tree, or a part of a generated template. An alias is not followed. */
export type Written<S extends WrittenScalar = WrittenScalar> =
  S | WrittenList<S> | WrittenMap<S> | { readonly kind: 'alias'; readonly tag?: undefined };

export interface WrittenScalar {
  readonly kind: 'scalar';
  /** That of a short intrinsic function: `!Ref`. */
  readonly tag?: string | undefined;
  readonly value: string | number | bigint | boolean | null;
  readonly text: string;
}

export interface WrittenList<S extends WrittenScalar = WrittenScalar> {
  readonly kind: 'list';
  readonly tag?: string | undefined;
  readonly items: readonly { readonly value: Written<S> | undefined }[];
}

export interface WrittenMap<S extends WrittenScalar = WrittenScalar> {
  readonly kind: 'map';
  readonly tag?: string | undefined;
  readonly entries: readonly {
    readonly key: { readonly text: string };
    readonly value: Written<S> | undefined;
  }[];
}

/** A call of an intrinsic function, in its short or long form. */
export interface Call<S extends WrittenScalar = WrittenScalar> {
  /** Its long name: `Ref`, `Fn::Sub`. */
  readonly name: string;
  /** Of the short form, the value itself, whose tag then does not count. */
  readonly argument: Written<S> | undefined;
  readonly isShort: boolean;
}

/** The call that the value is; undefined if it is none, or if its tag does not count. */
export function callOf<S extends WrittenScalar>(node: Written<S>, ignoresTag = false): Call<S> | undefined {
  if (node.tag !== undefined && !ignoresTag) return { name: longName(node.tag), argument: node, isShort: true };
  if (node.kind !== 'map') return undefined;
  const [first, second] = node.entries;
  if (!first || second || !isFunction(first.key.text)) return undefined;
  return { name: first.key.text, argument: first.value, isShort: false };
}

/** Of the function with that tag: `!Sub` is short for `Fn::Sub`. */
export function longName(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** Whether a map with nothing but that key calls a function. */
export function isFunction(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** What a name refers to: a resource or a parameter, a resource alone, a condition, or a mapping. */
export type ReferenceTarget = 'value' | 'resource' | 'condition' | 'mapping';

/** A name that an intrinsic function or an attribute uses. */
export interface IntrinsicReference<S extends WrittenScalar = WrittenScalar> {
  readonly name: string;
  readonly to: ReferenceTarget;
  /** Of a resource: `Arn`. */
  readonly attribute: string | undefined;
  /** Where it is written, and where in the text of that scalar it starts. */
  readonly scalar: S;
  readonly offset: number;
}

/** What the call itself refers to, without the calls in its argument. */
export function referencesOf<S extends WrittenScalar>({ name, argument }: Call<S>): IntrinsicReference<S>[] {
  const [first, second] = scalarsOf(argument);
  if (!first) return [];
  const whole = { name: first.text, attribute: undefined, scalar: first, offset: 0 };
  switch (name) {
    case 'Ref':
      return argument?.kind === 'scalar' ? [{ ...whole, to: 'value' }] : [];
    case 'Condition':
      return argument?.kind === 'scalar' ? [{ ...whole, to: 'condition' }] : [];
    case 'Fn::If':
      return argument?.kind === 'list' ? [{ ...whole, to: 'condition' }] : [];
    case 'Fn::FindInMap':
      return argument?.kind === 'list' ? [{ ...whole, to: 'mapping' }] : [];
    case 'Fn::GetAtt':
      return [
        argument?.kind === 'list'
          ? { ...whole, to: 'resource', attribute: second?.text }
          : { ...whole, to: 'resource', ...split(first.text) },
      ];
    case 'Fn::Sub':
      return referencesInText(first, argument);
    default:
      return [];
  }
}

/** The names in `${}`, except those of the function's own variables. */
function referencesInText<S extends WrittenScalar>(
  scalar: S,
  argument: Written<S> | undefined,
): IntrinsicReference<S>[] {
  const variables = argument?.kind === 'list' ? argument.items[1]?.value : undefined;
  const own = new Set(variables?.kind === 'map' ? variables.entries.map(({ key }) => key.text) : []);
  return [...scalar.text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].flatMap(({ index, 1: inner = '' }) => {
    const written = inner.trim();
    if (own.has(written) || written === '') return [];
    const { name, attribute } = split(written);
    const offset = index + 2 + inner.indexOf(written);
    return [{ name, to: attribute === undefined ? 'value' : 'resource', attribute, scalar, offset }];
  });
}

/** `Chat.ApiEndpoint` into the name and the attribute. */
function split(text: string): { readonly name: string; readonly attribute: string | undefined } {
  const dot = text.indexOf('.');
  return dot < 0 ? { name: text, attribute: undefined } : { name: text.slice(0, dot), attribute: text.slice(dot + 1) };
}

/** The leading scalars of a list that are no calls themselves, or a single one. */
function scalarsOf<S extends WrittenScalar>(argument: Written<S> | undefined): readonly (S | undefined)[] {
  if (argument?.kind === 'scalar') return [argument];
  if (argument?.kind !== 'list') return [];
  return argument.items.map(({ value }) => (value?.kind === 'scalar' && value.tag === undefined ? value : undefined));
}

/**
 * All references in the value.
 * @param isCondition whether the value is a condition, in which `Condition` refers to another one
 */
export function* referencesIn<S extends WrittenScalar>(
  node: Written<S> | undefined,
  isCondition: boolean,
  ignoresTag = false,
): Generator<IntrinsicReference<S>, undefined> {
  if (!node) return undefined;
  const call = callOf(node, ignoresTag);
  if (call && (call.name !== 'Condition' || call.isShort || isCondition)) yield* referencesOf(call);
  if (call?.isShort) yield* referencesIn(node, isCondition, true);
  else if (node.kind === 'list') for (const { value } of node.items) yield* referencesIn(value, isCondition);
  else if (node.kind === 'map') for (const { value } of node.entries) yield* referencesIn(value, isCondition);
  return undefined;
}
