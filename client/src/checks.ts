// Checks of data from outside: messages of the page, arguments of commands, stored state. A check is composed of checks of
// the parts, and the compiler compares it with the type: a missing field, variant or literal does not compile.
// (Validation libraries infer the type from the check instead. Here the types come from the protocol, and this file is a
// tenth of the size of the smallest library.)

/** Whether a value is a `T`. Invariant in `T`, so that a check for a part of a union is not a check for the union. */
export interface Check<in out T> {
  /**
   * @param report receives the first mismatch: its path and what was expected
   * @param path the path of the value, for the report. Without a report it is not needed, and takes time to build
   */
  (value: unknown, report?: Report, path?: string): value is T;
}

export type Report = (fault: string) => void;

/** The value if it is a `T`. Reports why not only if it is not, since that takes longer. */
export function checked<T>(check: Check<T>, value: unknown, report: Report | undefined): T | undefined {
  if (check(value)) return value;
  if (report) check(value, report);
  return undefined;
}

/** A check for each field of `T`, including the optional ones. */
export type FieldChecks<T> = { readonly [Name in keyof T]-?: Check<T[Name]> };

function checkOf<T>(expected: string, holds: (value: unknown) => boolean): Check<T> {
  return (value, report, path = ''): value is T => {
    const isHeld = holds(value);
    if (!isHeld) report?.(`${path}: expected ${expected}`);
    return isHeld;
  };
}

export const string = checkOf<string>('a string', (value) => typeof value === 'string');
export const boolean = checkOf<boolean>('true or false', (value) => typeof value === 'boolean');
export const number = checkOf<number>('a number', Number.isFinite);
/** An integer from 0 up. */
export const count = checkOf<number>('a count', (value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const none = checkOf<null>('null', (value) => value === null);

/** An object with any properties. */
export const plainObject = checkOf<object>('an object', isRecord);

/** The values are inferred, since a check of fewer values would compile if they were stated. */
export function oneOf<const Values extends readonly string[]>(...values: Values): Check<Values[number]> {
  return checkOf(`one of ${values.join(', ')}`, (value) => values.some((each) => each === value));
}

/** Accepts absent and undefined alike, since JSON does not distinguish them. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, report, path): value is T | undefined => value === undefined || check(value, report, path);
}

export function either<A, B>(one: Check<A>, other: Check<B>): Check<A | B> {
  return (value, report, path): value is A | B => one(value) || other(value, report, path);
}

export function list<T>(item: Check<T>): Check<readonly T[]> {
  return (value, report, path = ''): value is readonly T[] =>
    isList(value, report, path) && value.every((each, index) => item(each, report, report && `${path}[${index}]`));
}

export function pair<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value, report, path = ''): value is readonly [A, B] =>
    isPair(value, report, path) &&
    first(value[0], report, report && `${path}[0]`) &&
    second(value[1], report, report && `${path}[1]`);
}

/** An object that has the fields as its own properties. Others are ignored. */
export function object<T extends object>(fields: FieldChecks<T>): Check<T> {
  const holds = holdFor(fields);
  return (value, report, path = ''): value is T => plainObject(value, report, path) && holds(value, report, path);
}

/** An object of a union that is discriminated by the property `tag`, with the other fields of each member. */
export function variants<T extends object, Tag extends keyof T & string>(tag: Tag, fields: Variants<T, Tag>): Check<T> {
  const members = new Map(Object.entries<AnyFields>(fields).map(([name, each]) => [name, holdFor(each)]));
  const isName = oneOf(...members.keys());
  return (value, report, path = ''): value is T => {
    const name = property(value, tag);
    return (
      isName(name, report, report && `${path}.${tag}`) &&
      members.get(name)?.(value, report, report && `${path}<${name}>`) === true
    );
  };
}

type Variants<T, Tag extends keyof T> = {
  readonly [Name in T[Tag] & string]: FieldChecks<Omit<Extract<T, Readonly<Record<Tag, Name>>>, Tag>>;
};

type AnyCheck = (value: unknown, report?: Report, path?: string) => boolean;
type AnyFields = Readonly<Record<string, AnyCheck>>;

function holdFor(fields: AnyFields): AnyCheck {
  const checks = Object.entries(fields);
  return (value, report, path = '') =>
    checks.every(([name, check]) => check(property(value, name), report, report && `${path}.${name}`));
}

export function isRecord(value: unknown): value is Readonly<Partial<Record<string, unknown>>> {
  return typeof value === 'object' && value !== null;
}

/** The value's own property of that name; undefined if it has none. */
export function property(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const isList = checkOf<readonly unknown[]>('a list', Array.isArray);
const isPair = checkOf<readonly [unknown, unknown]>('a pair', (value) => Array.isArray(value) && value.length === 2);
