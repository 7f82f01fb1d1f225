// Measures the cost of every request for a text: not the time, but how often each piece of code runs, which is the same
// on any machine. `test/unit/steps.test.ts` runs this in a separate process without optimizations.
import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { analyze } from '../../server/src/analysis.ts';
import { askEverything } from './ask-everything.ts';
import { growing } from './growing-descriptors.ts';

/** A piece of code that runs more often if the text has twice as many of something. */
export interface Piece {
  /** The start of its code. */
  readonly code: string;
  readonly once: number;
  readonly twice: number;
}

/** For each kind of repeated text, by name: all steps, and the pieces of code whose steps grow out of proportion. */
export type Growth = Readonly<Record<string, Piece & { readonly outOfProportion: readonly Piece[] }>>;

export interface Counted {
  readonly growth: Growth;
  /** The steps of refactorings beside some endpoints, and beside 8 times as many. */
  readonly around: readonly number[];
}

/** A plain field, because a built-in function is called millions of times. */
interface Counter {
  steps: number;
}

/** How often each function ran, and each block in it whose count differs from the enclosing one; by start offset. */
interface Steps {
  readonly builtIn: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<number, readonly Profiler.CoverageRange[]>;
}

const builtIn = new Map<string, Counter>();
countBuiltIns();
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** In characters. */
const longText = 3500;

const [, bundle = '', count = '', factor = ''] = process.argv;
const code = readFileSync(bundle, 'utf8');
const growth: Growth = Object.fromEntries(
  Object.entries(growing).map(([name, make]) => {
    // Long texts take most of the time, and have enough of everything at half the number.
    const number = make(Number(count)).length > longText ? Number(count) / 2 : Number(count);
    const [one, two] = [make(number), make(2 * number)];
    // Values that are computed once, on the first request, are not part of the growth.
    ask(make(2));
    take();
    return [name, compare(name, number, stepsOf(one), stepsOf(two))];
  }),
);
const around = [Number(count), 8 * Number(count)].map(stepsOfRefactorings);
process.stdout.write(JSON.stringify({ growth, around }));

function stepsOf(text: string): Steps {
  ask(text);
  return take();
}

/** Two equivalent places in texts of any length: the end of a line in the middle, and the end of the text. */
function ask(text: string): void {
  const middle = text.indexOf('\n', text.length >> 1);
  askEverything(text, [middle < 0 ? text.length >> 1 : middle, text.length], 2);
}

/** Of the refactorings that are offered after an edit, at an endpoint and at its API, beside so many other endpoints. */
function stepsOfRefactorings(endpoints: number): number {
  const text = growing['endpoints']?.(endpoints) ?? '';
  const route = text.indexOf('route: ', text.length >> 1);
  const edited = text.slice(0, route) + text.slice(route).replace('route: r', 'route: rx');
  const earlier = analyze(text);
  const analysis = analyze(edited, {}, { earlier });
  const places = [route, edited.indexOf('routeSelectorProperty')];
  // As after the diagnostics, which both texts have had.
  void [earlier.findings, analysis.findings];
  take();
  for (const offset of places) analysis.refactorings({ start: offset, end: offset });
  const { builtIn: ofLists, functions } = take();
  const ofFunctions = [...functions.values()].flatMap((ranges) => ranges.map((range) => range.count));
  return [...ofLists.values(), ...ofFunctions].reduce((sum, steps) => sum + steps, 0);
}

/** The counts since the last call. */
function take(): Steps {
  const functions = new Map<number, readonly Profiler.CoverageRange[]>();
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error) throw error;
    for (const script of coverage.result.filter(({ url }) => url === import.meta.url)) {
      for (const { ranges } of script.functions) functions.set(ranges[0]?.startOffset ?? 0, ranges);
    }
  });
  const counted = [...builtIn].map(([name, { steps }]) => [name, steps] as const);
  for (const counter of builtIn.values()) counter.steps = 0;
  return { functions, builtIn: new Map(counted) };
}

function compare(name: string, number: number, once: Steps, twice: Steps): Growth[string] {
  const pieces: Piece[] = [...twice.builtIn].map(([piece, times]) => ({
    code: piece,
    once: once.builtIn.get(piece) ?? 0,
    twice: times,
  }));
  for (const [start, ranges] of twice.functions) {
    const before = once.functions.get(start) ?? [];
    for (const { startOffset, endOffset, count: times } of ranges) {
      // A block that runs as often as the enclosing one is not counted separately.
      const same = before.filter((range) => range.startOffset <= startOffset && endOffset <= range.endOffset).at(-1);
      const text = code.slice(startOffset, startOffset + 80).replaceAll(/\s+/g, ' ');
      pieces.push({ code: text, once: same?.count ?? 0, twice: times });
    }
  }
  const sum = (times: (piece: Piece) => number): number => pieces.reduce((total, piece) => total + times(piece), 0);
  const outOfProportion = pieces.filter(
    (piece) => piece.twice > 2 * number ** 2 && piece.twice > Number(factor) * piece.once,
  );
  return { code: name, once: sum((piece) => piece.once), twice: sum((piece) => piece.twice), outOfProportion };
}

/** Counts built-in functions whose work grows with their input: the elements or characters that they look at. */
function countBuiltIns(): void {
  for (const name of ['includes', 'indexOf', 'concat', 'splice', 'shift', 'unshift', 'reverse', Symbol.iterator]) {
    wrap(Array.prototype, name, `list.${String(name)}`, lengthOf);
  }
  wrap(Array.prototype, 'slice', 'list.slice', (_, result) => lengthOf(result));
  wrap(String.prototype, 'trim', 'text.trim', (self, result) => String(self).length - String(result).length + 1);
  for (const name of ['indexOf', 'includes', 'replaceAll']) {
    wrap(String.prototype, name, `text.${name}`, (self, result, [, from]) => {
      const end = typeof result === 'number' && result >= 0 ? result : String(self).length;
      return Math.max(1, end - (typeof from === 'number' ? from : 0));
    });
  }
  // All methods that search for an expression call this as soon as it is replaced.
  wrap(RegExp.prototype, 'exec', 'expressions', lookedAt, startOf);
}

/** The characters that a search has looked at. */
function lookedAt(expression: unknown, result: unknown, [text]: readonly unknown[], from: number): number {
  if (Array.isArray(result)) return 1 + Number(Reflect.get(result, 'index')) + String(result[0]).length - from;
  return isForOnePlace(expression) ? 1 : 1 + String(text).length - from;
}

function isForOnePlace(expression: unknown): boolean {
  if (!(expression instanceof RegExp)) return true;
  return expression.sticky || (expression.source.startsWith('^') && !expression.multiline);
}

function startOf(expression: unknown): number {
  return expression instanceof RegExp && (expression.global || expression.sticky) ? expression.lastIndex : 0;
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function counterOf(name: string): Counter {
  const counter = { steps: 0 };
  builtIn.set(name, counter);
  return counter;
}

function wrap(
  prototype: object,
  name: string | symbol,
  piece: string,
  measure: (self: unknown, result: unknown, given: readonly unknown[], from: number) => number,
  fromOf: (self: unknown) => number = () => 0,
): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') throw new Error(`There is no ${String(name)}.`);
  const counter = counterOf(piece);
  Object.defineProperty(prototype, name, {
    value(this: unknown, ...given: unknown[]): unknown {
      const from = fromOf(this);
      const result: unknown = Reflect.apply(original, this, given);
      counter.steps += measure(this, result, given, from);
      return result;
    },
  });
}
