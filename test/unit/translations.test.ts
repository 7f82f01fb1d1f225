// Texts for people are translated: none bypasses `t`, and each language has all of them, with the same values, code and
// links.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import {
  definitionTexts,
  extensionTexts,
  languages,
  manifestTexts,
  readCatalogue,
  serverTexts,
} from '../../scripts/generate/catalogues.ts';
import { textsIn, type Text } from '../../scripts/generate/texts.ts';
import { analyze } from '../../server/src/analysis.ts';
import { t, translated, translateWith, type Catalogue } from '../../server/src/locale.ts';
import { parseCaseFile, parseDescriptor, type Case } from '../harness/case-file.ts';
import { runCase, surroundingsOf } from '../harness/run-case.ts';

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
  // Models read the descriptions of the tools in English, and the titles are named above.
  const contributes = { ...manifest.contributes, languageModelTools: [] };
  expect(untranslatedIn(contributes, forPeople)).toEqual(['YAML', 'JSON', 'websocket-project']);
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

/** The parts of the code whose texts are in English. Those of all others are translated. */
const englishParts: readonly RegExp[] = [
  // The command line, with what it runs.
  /^server\/src\/(?:cli|disk|gateway)\//,
  /^server\/src\/lsp\/(?:main|start-options)\.ts$/,
  // The report of an import and the comments in a descriptor are read by everyone who gets the files.
  /^server\/src\/import\//,
  // Models read it.
  /^server\/src\/tools\//,
  // Constants, which are translated where they are shown.
  /^server\/src\/language\//,
];

interface Exception {
  readonly file?: RegExp;
  readonly key?: RegExp;
  readonly within?: RegExp;
  readonly because: string;
}

const exceptions: readonly Exception[] = [
  {
    within: /^(?:(?:shown\.)?log|(?:connection\.)?console)\.\w+$/,
    because: 'Logs are read by us, in reports of problems.',
  },
  { file: /\/report-problem\.ts$/, because: 'Reports of problems are read by us.' },
  { file: /\/checks\.ts$/, because: 'The faults of messages between the programs are logged.' },
  { within: /^(?:ResponseError|TypeError)$/, because: 'Nobody waits for this answer any more.' },
  {
    file: /\/lsp\//,
    within: /^(?:context\.)?(?:answer\w*|attempt|contain|respond)$/,
    because: 'The names of requests are logged.',
  },
  { file: /\/lsp\/(?:containment|text-sync)\.ts$/, because: 'Logs are read by us.' },
  {
    file: /\/settings\.ts$/,
    within: /^(?:title|markdownDescription|ignore|template|path|format)$/,
    because: 'A schema is a generated file.',
  },
  { key: /^version \{0\}$/, because: 'It is not shown.' },
  {
    file: /\/syntax\//,
    key: /^(?:Unresolved tag: !|Missing closing|other: key)$/,
    because: 'They are texts of the parser.',
  },
  { file: /\/model\/logical-ids\.ts$/, because: 'They are names in the template.' },
  { file: /\/model\/new-names\.ts$/, key: /^(?:Ae|Oe|Th)$/, because: 'They become names in the file.' },
  { key: /^Exported by websocket-project/, because: 'An exported file is the same in all languages.' },
  {
    key: /^(?:WebSocket Project(?:: (?:File Names|Limits))?|Mermaid|Markdown)$/,
    because: 'Names are the same in all languages.',
  },
  { key: /^(?:<!doctype html>|default-src|<path|(?:samples|saved|route) \{)/, because: 'It is not shown.' },
  { within: /^class$|\.querySelector\b/, because: 'The names of styles are not shown.' },
  { key: /^(?:codicon|meter) /, because: 'The names of styles are not shown.' },
  { file: /\/server-worker\.ts$/, because: 'It is the code of a worker.' },
  { file: /\/keyboard\.ts$/, because: 'The names of keys are translated by keyName.' },
  {
    key: /^(?:Enter|Escape|Tab|Shift|Control|Alt|Meta)$/,
    because: 'The names of keys are compared with those of events.',
  },
  {
    key: /^(?:Parameters|Mappings|Conditions|Resources|Outputs|Type|Value|Condition|Ref|Target|Arn|Export|Properties|Description)$/,
    because: 'They are keys of a template.',
  },
  { within: /^(?:summary|why)$/, because: 'They are constants of a rule, and translated where they are shown.' },
  { file: /\/route-table\.ts$/, because: 'Exported files are in English.' },
  { within: /^id$/, key: /^(?:preview|run|uses|handler|ask) \{/, because: 'It is not shown.' },
  {
    file: /\/changes\/resources\.ts$/,
    key: /^(?:Resource|Authorize|Failed|On)$/,
    because: 'They become names in the file.',
  },
  {
    file: /\/completion\/(?:parameters|resources)\.ts$/,
    key: /^(?:Stage|Sessions|Chat|Connect|Disconnect)$/,
    because: 'They become names in the file.',
  },
  {
    file: /\/completion\//,
    key: /with its function$|^WebSocket project$/,
    because: 'Typed text is compared with labels.',
  },
  { file: /\/graph\//, key: /<|\{\n|^\n|\} \.toggle/, because: 'It is markup or style.' },
  { file: /\/graph\/mermaid\.ts$/, key: /^flowchart|^ {2}class/, because: 'It is the syntax of Mermaid.' },
  {
    file: /\/graph\/(?:fold|graph|ports|route)\.ts$/,
    key: /^(?:resource|missing|lane|from|to|into|out of) \{|\{0\} (?:to|endpoint|left to|right from|\{1\} lane) \{|\{0\} endpoints(?: of \{1\})?$/,
    because: 'IDs of parts, which are not shown.',
  },
  {
    file: /\/template\/(?:function-calls|generate|lambda-function|notes|outputs|overlay|parameters|stage|stringify|triggers|web-socket-api)\.ts$/,
    because: 'A generated file is the same in all languages.',
  },
  {
    file: /\/template\//,
    key: /^(?:Transform|String|Number|Default|Tags|Key|Name|Roles?|Policies|Statement|Action|Resource|Effect|Allow|Code|Delete|Principal|Enabled|Projection|Metadata|Retain)$/,
    because: 'They are keys and values of a template.',
  },
  { key: /^left out$/, because: 'It is a kind of the entries of a report, which is not shown.' },
  { key: /^Origin: https|^Hello$/, because: 'It is what a client sends.' },
  { file: /\/simulation\/(?:closing|management)\.ts$/, because: 'They are the answers of API Gateway itself.' },
  { file: /\/simulation\/policy\.ts$/, key: /^(?:Allow|Deny)$/, because: 'They are values of a policy.' },
  {
    file: /\/simulation\//,
    key: /^(?:Forbidden|Internal server error|Endpoint request timed out|Too Many Requests|Client-side close .*|Host)$/,
    because: 'It is what API Gateway sends.',
  },
  { file: /\/simulation\/events\.ts$/, key: /^[A-Z][a-z]{2}$/, because: 'AWS names months in English.' },
  { file: /\/json\.ts$/, key: /^(?:name|value|comma) or end$/, because: 'It is not shown.' },
];

const texts = textsIn(['client', 'server/src']);
const untranslated = texts.filter(
  (text) => !text.tagged && looksLikeText(text) && !englishParts.some((part) => part.test(text.file)),
);
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
  const early = texts.filter(({ tagged, inFunction }) => tagged && !inFunction);
  expect(early.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
});

/** Translations without letters, so that what has letters is not translated. */
const withoutLetters = new Proxy(
  {},
  { get: (_, key) => (key === 'en' ? 'en' : `·${String(key).replaceAll(/\p{L}/gu, '')}`) },
);

function casesIn(file: string): readonly Case[] {
  // Without those of texts that are close to a limit, which take long.
  return parseCaseFile(readFileSync(file, 'utf8')).cases.filter(({ descriptor }) => descriptor.text.length < 3000);
}

test('all texts in the definition of the language are in the catalogues', async () => {
  const folder = '../../server/src/language';
  const names = readdirSync(join(import.meta.dirname, folder));
  const modules: unknown[] = await Promise.all(names.map((name) => import(`${folder}/${name}`)));
  const found = definitionTexts(modules);
  expect(found.length).toBeGreaterThan(200);
  for (const language of languages) {
    const known = readCatalogue(serverTexts(language));
    expect(found.filter((text) => !(text in known))).toEqual([]);
  }
});

describe('what is not a translation is a value', () => {
  test('in problems and fixes', () => {
    const folder = 'test/cases/rules';
    const cases = readdirSync(folder).flatMap((name) => casesIn(join(folder, name)).slice(0, 1));
    translateWith(withoutLetters);
    const shown = cases.flatMap((given) => {
      const { findings } = analyze(parseDescriptor(given.descriptor.text).text, {}, surroundingsOf(given));
      return findings.flatMap((finding) => [
        finding.message,
        ...finding.related.map(({ message }) => message),
        ...finding.fixes().map(({ title }) => title),
      ]);
    });
    expect(shown.length).toBeGreaterThan(200);
    // What the user has written is in backticks, apart from the values of some enumerations.
    expect(lettersIn(shown, /`[^`]*`|\b(?:STRING|NUMBER|BINARY|created|removed)\b/g)).toEqual([]);
  });

  test('in the effects on deployed resources', () => {
    const auction = readFileSync('examples/live-auction/websocket.yaml', 'utf8');
    const edited = auction
      .replace(/ *- to: Authorize[^]*?\n/, '')
      .replaceAll('NUMBER', 'STRING')
      .replace('Lots:', 'Items:');
    const projects = [auction, edited, readFileSync('examples/chat/websocket.yaml', 'utf8')].map((text) =>
      analyze(text),
    );
    const templates = projects.map((project) => project.template('yaml') ?? '');
    translateWith(withoutLetters);
    const shown = projects.flatMap((project) =>
      templates.flatMap((template) => {
        const impact = project.impact(template);
        return impact && 'effects' in impact ? [impact.summary, ...impact.effects.map(({ message }) => message)] : [];
      }),
    );
    expect(shown.length).toBeGreaterThan(20);
    const known = templates.join(' ');
    const words = shown.flatMap((text) => [...text.matchAll(/\p{L}{2,}/gu)].map(([word]) => word));
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
  });

  test('in hovers', () => {
    const cases = casesIn('test/cases/features/hover.md');
    translateWith(withoutLetters);
    const words = cases.flatMap((given) => {
      const { text, cursor } = parseDescriptor(given.descriptor.text);
      const markdown = analyze(text, {}, surroundingsOf(given)).hover(cursor ?? 0)?.markdown ?? '';
      const shown = markdown.replaceAll(/```[^]*?```|`` .*? ``|`[^`]*`|\*\*.*?\*\*|\]\([^)]*\)/g, '');
      return [...shown.matchAll(/\p{L}{2,}/gu)].map(([word]) => word).filter((word) => !text.includes(word));
    });
    // Comments of the template, of which these are, are in English.
    expect([...new Set(words)]).toEqual(['The', 'role', 'WebSocket', 'API']);
  });

  test('in completions of rules', () => {
    const text = '# websocket-project-ignore: ';
    translateWith(withoutLetters);
    const analysis = analyze(text);
    const { items } = analysis.completion(text.length);
    const shown = items.map(({ label }) => analysis.completionDetails(label, text.length) ?? '');
    expect(shown.length).toBeGreaterThan(100);
    expect(lettersIn(shown, /`[^`]*`|\]\([^)]*\)/g)).toEqual([]);
  });

  test('in the graph and its tables', () => {
    const names = [
      'rules/connection-not-allowed',
      'rules/too-many-connections',
      'features/dead-letters',
      'features/route',
    ];
    const cases = names.flatMap((name) => casesIn(`test/cases/${name}.md`));
    translateWith(withoutLetters);
    const words = cases.flatMap((given) => {
      const { text } = parseDescriptor(given.descriptor.text);
      const analysis = analyze(text);
      // Messages of problems, of which the graph shows some, are tested above.
      const whole = analysis.graph({ marks: [] });
      const collapsed = new Set(whole?.parts.map(({ id }) => id));
      const pictures = [whole, analysis.graph({ marks: [], collapsed, arrangement: 'tall' })];
      const shown = pictures.flatMap((picture) => [
        picture?.frame.label ?? '',
        ...[picture?.frame.headings ?? '', ...(picture?.parts.map(({ markup }) => markup.join('')) ?? [])].map(
          textOfMarkup,
        ),
      ]);
      const tables = analysis.graphTables([]) ?? [];
      const cells = tables.flatMap(({ caption, headings, rows }) => [
        caption,
        ...headings,
        ...rows.flat(2).map((cell) => cell.text),
      ]);
      const words = [...shown, ...cells].flatMap((one) => [...one.matchAll(/\p{L}{2,}/gu)].map(([word]) => word));
      return words.filter((word) => !text.includes(word));
    });
    expect([...new Set(words)]).toEqual([]);
  });

  test('in the steps of the simulator', () => {
    const cases = casesIn('test/cases/features/route.md');
    translateWith(withoutLetters);
    const steps = cases.flatMap((given) =>
      runCase(given).expectations.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('- '))),
    );
    expect(steps.length).toBeGreaterThan(100);
    expect(lettersIn(steps, /`[^`]*`|«.*?»/g)).toEqual([]);
  });
});

test('a generated file is the same in all languages', () => {
  const filesOf = (text: string): (string | undefined)[] => {
    const analysis = analyze(text);
    // What the editor shows before must not end up in a file.
    analysis.graph();
    return [analysis.template('yaml'), analysis.template('json'), analysis.picture('light'), analysis.routeTable()];
  };
  const texts = ['template', 'dead-letters'].flatMap((name) => casesIn(`test/cases/features/${name}.md`).slice(0, 15));
  // Its notes list names.
  const logged = ['Chat', 'Game', 'Feed'].map(
    (id) =>
      `  ${id}: { type: websocket-api, name: ${id}, routeSelectorProperty: action, accessLogs: true, endpoints: [{ route: a, operationMode: 1-way }] }\n`,
  );
  const descriptors = [
    ...texts.map(({ descriptor }) => parseDescriptor(descriptor.text).text),
    `resources:\n${logged.join('')}`,
  ];
  const english = descriptors.map(filesOf);
  translateWith(withoutLetters);
  for (const [index, text] of descriptors.entries()) expect(filesOf(text)).toEqual(english[index]);
  expect(english.at(-1)?.[0]).toContain('Chat, Game and Feed');
});

/** What people see and hear. */
function textOfMarkup(markup: string): string {
  const heard = [...markup.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label);
  const seen = markup.replaceAll(/<[^>]*>/g, ' ');
  return [...heard, seen].join(' ').replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

/** The texts that still have letters without what matches the pattern. */
function lettersIn(texts: readonly string[], values: RegExp): string[] {
  const left = texts.flatMap((text) => text.split(values)).filter((text) => /\p{L}/u.test(text));
  return [...new Set(left)];
}
