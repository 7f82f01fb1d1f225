// Texts for people are translated: none bypasses `t`, and each language has all of them, with the same values, code and
// links.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import {
  extensionTexts,
  languages,
  manifestTexts,
  readCatalogue,
  serverTexts,
} from '../../scripts/generate/catalogues.ts';
import { textsIn, type Text } from '../../scripts/generate/texts.ts';
import { analyze } from '../../server/src/analysis.ts';
import { t, translated, translateWith, type Catalogue } from '../../server/src/locale.ts';
import { parseCaseFile, parseDescriptor } from '../harness/case-file.ts';
import { surroundingsOf } from '../harness/run-case.ts';

afterEach(() => translateWith(undefined));

describe('a text', () => {
  const greeting = (name: string, count: number): string => t`Hello ${name}, there are ${count} of ${name}.`;
  const key = 'Hello {0}, there are {1} of {2}.';

  test.each<[string, Catalogue | undefined, string]>([
    ['without a catalogue', undefined, 'Hello Ann, there are 2 of Ann.'],
    ['in a catalogue', { [key]: 'Von {0} gibt es {1}.' }, 'Von Ann gibt es 2.'],
    ['that is missing', { other: 'anderes' }, 'Hello Ann, there are 2 of Ann.'],
    ['that is not yet translated', { [key]: '' }, 'Hello Ann, there are 2 of Ann.'],
  ])('%s', (_, catalogue, expected) => {
    translateWith(catalogue);
    expect(greeting('Ann', 2)).toBe(expected);
  });

  test('whose value looks like the place of another one', () => {
    translateWith({ [key]: '{1} {0}' });
    expect(greeting('{1} $& {0}', 2)).toBe('2 {1} $& {0}');
  });

  test('that is a constant', () => {
    translateWith({ 'an API': 'eine API' });
    expect([translated('an API'), translated('a table')]).toEqual(['eine API', 'a table']);
  });
});

describe.each(languages)('in %s', (language) => {
  const english = readCatalogue(manifestTexts());
  const catalogues: [string, readonly (readonly [string, string])[]][] = [
    [
      manifestTexts(language),
      Object.entries(readCatalogue(manifestTexts(language))).map(([key, text]) => [english[key] ?? '', text]),
    ],
    [extensionTexts(language), Object.entries(readCatalogue(extensionTexts(language)))],
    [serverTexts(language), Object.entries(readCatalogue(serverTexts(language)))],
  ];
  test.each(catalogues)('%s has all texts, with the same values, code and links', (_, texts) => {
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter(([, translation]) => translation === '').map(([text]) => text)).toEqual([]);
    for (const [text, translation] of texts) expect(partsOf(translation), text).toEqual(partsOf(text));
  });
});

/** What a translation keeps, in any order: the values, what is code, and where links lead. */
function partsOf(text: string): string[] {
  return [...new Set(text.match(/\{\d\}|`[^`]+`|\]\([^)]+\)/g))].sort();
}

test('the manifest has its texts in files of their own', () => {
  const english = readCatalogue(manifestTexts());
  const keys = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map(([, name = '']) => name);
  expect(new Set(keys)).toEqual(new Set(Object.keys(english)));
  const forPeople =
    /^(?:title|shortTitle|label|altText|contents|name|(?:markdown)?(?:enum)?(?:item)?description(?:label)?s?|.*[a-z]Descriptions?)$/i;
  // Names are the same in all languages, and so is that of the problem matcher, which tasks.json refers to.
  expect(untranslatedIn(manifest.contributes, forPeople)).toEqual(['YAML', 'JSON', 'websocket-project']);
});

/** The texts of properties with such names that do not name a text in another file. */
function untranslatedIn(value: unknown, names: RegExp, key = ''): string[] {
  if (typeof value === 'string') return names.test(key) && !/^%[^%]+%$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => untranslatedIn(item, names, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, each]) => untranslatedIn(each, names, inner));
}

test('VS Code finds the texts of the extension', () => {
  expect(manifest.l10n).toBe('./l10n');
  for (const language of languages) expect(extensionTexts(language)).toBe(`l10n/bundle.l10n.${language}.json`);
  // Nothing else is at hand when the extension starts.
  expect(readFileSync('client/src/extension.ts', 'utf8')).toMatch(/activate\([^{]*\{\s*translateWith\(l10n\.bundle\);/);
});

/** The parts of the code whose texts are all translated. */
const translatedParts = [
  'client',
  'server/src/rules',
  'server/src/syntax/messages.ts',
  'server/src/wording.ts',
  'server/src/model/can-connect.ts',
];

interface Exception {
  readonly file?: RegExp;
  readonly key?: RegExp;
  readonly within?: RegExp;
  readonly because: string;
}

const exceptions: readonly Exception[] = [
  { within: /^(?:(?:shown\.)?log|console)\.\w+$/, because: 'Logs are read by us, in reports of problems.' },
  { file: /\/report-problem\.ts$/, because: 'Reports of problems are read by us.' },
  { file: /\/checks\.ts$/, because: 'The faults of messages between the programs are logged.' },
  { within: /^ResponseError$/, because: 'Nobody waits for this answer any more.' },
  { key: /^(?:WebSocket Project(?:: File Names)?|Mermaid|Markdown)$/, because: 'Names are the same in all languages.' },
  { key: /^(?:<!doctype html>|default-src|<path|(?:samples|saved|route) \{)/, because: 'It is not shown.' },
  { within: /^class$|\.querySelector\b/, because: 'The names of styles are not shown.' },
  { key: /^(?:codicon|meter) /, because: 'The names of styles are not shown.' },
  { file: /\/keyboard\.ts$/, because: 'The names of keys are translated by keyName.' },
  {
    key: /^(?:Enter|Escape|Tab|Shift|Control|Alt|Meta)$/,
    because: 'The names of keys are compared with those of events.',
  },
  {
    key: /^(?:Parameters|Mappings|Conditions|Resources|Outputs|Type|Value|Condition|Ref|Target)$/,
    because: 'They are keys of a template.',
  },
  { within: /^summary$/, because: 'A summary is a constant, and translated where it is shown.' },
  { within: /^why$/, because: 'The pages of rules are in English.' },
  { key: /^Origin: https/, because: 'It is what a client sends.' },
];

const untranslated = textsIn(translatedParts).filter((text) => !text.tagged && looksLikeText(text));
const allows = (exception: Exception, { file, key, within }: Text): boolean =>
  (exception.file?.test(file) ?? true) &&
  (exception.key?.test(key) ?? true) &&
  (exception.within === undefined || within.some((name) => exception.within?.test(name)));

/** Several words, or a word as on a button. */
function looksLikeText({ key }: Text): boolean {
  return /\p{L}[,:.?…’”]* \p{L}|^\p{Lu}\p{Ll}+…?$|\} \p{L}|\p{L} \{/u.test(key);
}

test('no text bypasses the translation', () => {
  const bypassing = untranslated.filter((text) => !exceptions.some((exception) => allows(exception, text)));
  expect(bypassing.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  expect(exceptions.filter((exception) => !untranslated.some((text) => allows(exception, text)))).toEqual([]);
});

test('no text is written before the language is known', () => {
  const early = textsIn(['client', 'server/src']).filter(({ tagged, inFunction }) => tagged && !inFunction);
  expect(early.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
});

test('in the cases of all rules, what is not a translation is a value', () => {
  const folder = 'test/cases/rules';
  // A few cases of each rule, without those of texts that are close to a limit, which take long.
  const cases = readdirSync(folder)
    .flatMap((name) => parseCaseFile(readFileSync(join(folder, name), 'utf8')).cases.slice(0, 4))
    .filter(({ descriptor }) => parseDescriptor(descriptor.text).text.length < 3000);
  // Translations have no letters, so that any other text is left.
  translateWith(
    new Proxy({}, { get: (_, key) => (key === 'en' ? 'en' : `·${String(key).replaceAll(/\p{L}/gu, '')}`) }),
  );
  const shown = cases.flatMap((given) => {
    const { findings } = analyze(parseDescriptor(given.descriptor.text).text, {}, surroundingsOf(given));
    return findings.flatMap((finding) => [
      finding.message,
      ...finding.related.map(({ message }) => message),
      ...finding.fixes().map(({ title }) => title),
    ]);
  });
  expect(shown.length).toBeGreaterThan(600);
  // What the user has written is in backticks, apart from the values of some enumerations.
  const values = /`[^`]*`|\b(?:STRING|NUMBER|BINARY|created|removed)\b/g;
  const left = shown.map((text) => text.replaceAll(values, '')).filter((text) => /\p{L}/u.test(text));
  expect([...new Set(left)]).toEqual([]);
});
