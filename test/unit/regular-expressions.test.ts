// No regular expression of the product takes more than linear time, whatever the text is. `recheck` analyzes each one as an
// automaton, or searches for a slow text. Strings that scripts and tests read are the project's own.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { check } from 'recheck';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

// The other backends of `recheck` are programs of their own, which do not run everywhere.
process.env['RECHECK_BACKEND'] = 'pure';

const root = join(import.meta.dirname, '../..');

/** Expressions that are reported, and why they may stay. */
const exceptions: readonly { readonly expression: string; readonly reason: string }[] = [
  {
    expression: String.raw`/@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g`,
    reason: 'reads the style sheet of the graph, which is part of the product',
  },
  { expression: String.raw`/([^{}]+)\{([^{}]*)\}/g`, reason: 'the same' },
  { expression: String.raw`/^(.*?)\s+([\d.]+)%$/s`, reason: 'reads a color of that style sheet' },
  {
    expression: String.raw`/\/(?:[^/\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])*(?:\[[^\r\n]*|(\/\w*)|)/y`,
    reason:
      'sticky, and not tried again on a line where it was not closed: see tokensOf, and test/unit/sources.test.ts',
  },
];

interface Expression {
  readonly pattern: string;
  readonly flags: string;
}

function textOf({ pattern, flags }: Expression): string {
  return `/${pattern}/${flags}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(root, folder, name));
}

/** The values of a property, however deep it is. */
function valuesAt(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, inner]) => (name === key ? [inner] : valuesAt(key, inner)));
}

function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'pattern' in value && 'flags' in value;
}

function literals(): Expression[] {
  return ['server/src', 'client'].flatMap(filesIn).flatMap((file) => {
    const program = parseAst(readFileSync(file, 'utf8'), { lang: 'ts' });
    return valuesAt('regex', program).filter(isExpression);
  });
}

/** Those of the language's formats, and those with which VS Code indents. */
function patterns(): Expression[] {
  return ['schemas/websocket-project.schema.json', 'syntaxes/language-configuration.json'].flatMap((file) => {
    const json: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
    return valuesAt('pattern', json).map((pattern) => ({ pattern: String(pattern), flags: 'u' }));
  });
}

/** Without repetition, the time for each start is constant. Nothing in a class repeats. */
function repeats({ pattern }: Expression): boolean {
  return /[*+]|\{\d+,\}/.test(pattern.replaceAll(/\\[^]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x'));
}

/** Only counts of steps limit the search for a slow text, so the result does not depend on the machine. */
const parameters = {
  randomSeed: 1,
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  recallTimeout: null,
  seedingTimeout: null,
  attackLimit: 10_000_000,
  incubationLimit: 10_000,
  maxAttackStringSize: 10_000,
  maxInitialGenerationSize: 100,
  maxGenerationSize: 30,
  maxIteration: 5,
};

/** The text of those that can take more than linear time. */
async function slowOf(expressions: readonly Expression[]): Promise<string[]> {
  const slow: string[] = [];
  for (const expression of expressions.filter(repeats)) {
    const { status } = await check(expression.pattern, expression.flags, parameters);
    if (status !== 'safe') slow.push(textOf(expression));
  }
  return slow;
}

/**
 * What is known of expressions. Each is analyzed once, because the result depends on nothing but the expression, the parameters
 * and the version of `recheck`. `npm run test:update` adds new ones.
 */
const record = join(root, 'test/analyzed-expressions.json');
const analyzedBy = {
  recheck: valuesAt('version', JSON.parse(readFileSync(join(root, 'node_modules/recheck/package.json'), 'utf8')))[0],
  parameters,
};

/** The texts of the expressions that were analyzed before. */
function analyzed(): { readonly linear: ReadonlySet<unknown>; readonly slow: ReadonlySet<unknown> } {
  const known: unknown = JSON.parse(readFileSync(record, 'utf8'));
  const isKnown = isDeepStrictEqual(valuesAt('analyzedBy', known), [analyzedBy]);
  const all = (key: string): ReadonlySet<unknown> => new Set(isKnown ? valuesAt(key, known).flat() : []);
  return { linear: all('linear'), slow: all('slow') };
}

async function remember(linear: readonly string[], slow: readonly string[]): Promise<void> {
  const text = JSON.stringify({ analyzedBy, linear: [...linear].sort(), slow: [...slow].sort() });
  writeFileSync(record, await format(text, { ...(await resolveConfig(record)), filepath: record }));
}

test('slow expressions are found', async () => {
  const slow = [
    { pattern: '^-+|-+$', flags: 'g' },
    { pattern: String.raw`\s+(?=x)`, flags: 'g' },
    { pattern: '^(?:a|a)*$', flags: '' },
  ];
  expect(await slowOf(slow)).toEqual(slow.map(textOf));
});

test('all expressions are linear', { timeout: 300_000 }, async () => {
  const all = new Map([...literals(), ...patterns()].map((one) => [textOf(one), one]));
  expect(all.size).toBeGreaterThan(250);
  const known = analyzed();
  const isNew = (text: string): boolean => !known.linear.has(text) && !known.slow.has(text);
  const found = await slowOf([...all.values()].filter((one) => isNew(textOf(one))));
  const slow = [...all.keys()].filter((text) => known.slow.has(text) || found.includes(text));
  expect(slow).toEqual(exceptions.map(({ expression }) => expression));
  const linear = [...all.keys()].filter((text) => !slow.includes(text));
  if (process.env['UPDATE_CASES'] === '1') await remember(linear, slow);
});
