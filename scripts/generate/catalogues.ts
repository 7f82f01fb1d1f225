// The texts for people in other languages: of the manifest, of the extension with its page, and of the server. What has no
// translation yet is there with an empty text, and what is no longer in the code is left out.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as connections from '../../server/src/language/connections.ts';
import * as deadLetters from '../../server/src/language/dead-letters.ts';
import * as formats from '../../server/src/language/formats.ts';
import * as definitions from '../../server/src/language/index.ts';
import * as intrinsics from '../../server/src/language/intrinsics.ts';
import * as overlay from '../../server/src/language/overlay.ts';
import * as routes from '../../server/src/language/routes.ts';
import * as apis from '../../server/src/language/web-socket-api.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import { ruleLevels } from '../../server/src/settings.ts';
import { translateWith, type Catalogue } from '../../server/src/locale.ts';
import { tools } from '../../server/src/tools/tools.ts';
import type { GeneratedFile } from './generated-files.ts';
import { textsIn } from './texts.ts';

/** The languages besides English: those that the manifest is translated to. */
export const languages = readdirSync('.').flatMap((name) => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** The texts of the extension and its page, which VS Code loads. */
export const extensionTexts = (language: string): string => `l10n/bundle.l10n.${language}.json`;
/** The texts of the language server. */
export const serverTexts = (language: string): string => `l10n/server.${language}.json`;
/** The texts of package.json. */
export const manifestTexts = (language?: string): string =>
  language === undefined ? 'package.nls.json' : `package.nls.${language}.json`;

export function catalogues(): GeneratedFile[] {
  const ofExtension = keysIn(['client']);
  const ofServer = unique([...keysIn(['server/src']), ...constants()]);
  return [
    catalogue(manifestTexts(), { ...handWritten(), ...textsOfTools(), ...textsOfRules(undefined) }),
    ...languages.flatMap((language) => {
      const server = translations(serverTexts(language), ofServer);
      const manifest = translations(manifestTexts(language), Object.keys(handWritten()));
      return [
        catalogue(manifestTexts(language), { ...manifest, ...textsOfRules(server) }),
        catalogue(extensionTexts(language), translations(extensionTexts(language), ofExtension)),
        catalogue(serverTexts(language), server),
      ];
    }),
  ];
}

/** The texts of the manifest that are not generated. */
function handWritten(): Catalogue {
  return Object.fromEntries(Object.entries(readCatalogue(manifestTexts())).filter(([key]) => !key.startsWith('rule')));
}

/** The titles of the tools. Their descriptions are for models, which read English. */
function textsOfTools(): Catalogue {
  return Object.fromEntries(tools.map(({ name, title }) => [`tool.${name}`, title]));
}

/** The texts of the setting with the level of each rule. */
function textsOfRules(language: Catalogue | undefined): Catalogue {
  translateWith(language);
  const texts: Record<string, string> = {};
  named(ruleLevels(), texts);
  translateWith(undefined);
  return texts;
}

/**
 * The setting with the level of each rule, with the names of its texts in place of them.
 * @param texts receives the texts by their names
 */
export function named(schema: ReturnType<typeof ruleLevels>, texts: Record<string, string> = {}): object {
  const name = (key: string, text: string): string => {
    texts[key] = text;
    return `%${key}%`;
  };
  return {
    ...schema,
    markdownDescription: name('rules', schema.markdownDescription),
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([id, level]) => [
        id,
        {
          ...level,
          enumDescriptions: level.enumDescriptions.map((text, index) => name(`rule.${level.enum[index]}`, text)),
          markdownDescription: name(`rule.${id}`, level.markdownDescription),
        },
      ]),
    ),
  };
}

/** The texts that the code keeps as constants, and translates when it shows them. */
function constants(): string[] {
  return [
    ...rules.flatMap(({ summary, why }) => [summary, why]),
    ...definitionTexts([connections, definitions, formats, intrinsics, overlay, routes, deadLetters, apis]),
  ];
}

/** The properties of definitions that are texts for people. */
const textProperties = [
  'content',
  'docs',
  'gives',
  'label',
  'meaning',
  'noun',
  'requests',
  'requiredFor',
  'unit',
  'whyNoTrigger',
  'words',
];

/** The texts in the definition of the language, each once, in its order. */
export function definitionTexts(value: unknown, key = '', seen = new Set<unknown>()): string[] {
  // A unit is in the plural, and in the singular after 1.
  if (key === 'unit' && typeof value === 'string') return [value, value.replace(/s$/, '')];
  if (typeof value === 'string') return textProperties.includes(key) ? [value] : [];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([name, each]) =>
    definitionTexts(each, Array.isArray(value) ? key : name, seen),
  );
}

function keysIn(folders: readonly string[]): string[] {
  return unique(textsIn(folders).flatMap(({ key, tagged }) => (tagged ? key : [])));
}

function translations(path: string, keys: readonly string[]): Catalogue {
  const known = readCatalogue(path);
  return Object.fromEntries(keys.map((key) => [key, known[key] ?? '']));
}

function catalogue(path: string, texts: Catalogue): GeneratedFile {
  return { path, content: `${JSON.stringify(texts, null, 2)}\n` };
}

export function readCatalogue(path: string): Catalogue {
  const read: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  if (typeof read !== 'object' || read === null) throw new Error(`${path} has no texts.`);
  return Object.fromEntries(Object.entries(read).map(([key, text]) => [key, String(text)]));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
