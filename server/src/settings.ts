// The settings of a repository: what a settings file can contain, its schema, and how it is read. A file is only data.
import { didYouMean } from './language/similar.ts';
import { rules } from './rules/all-rules.ts';
import type { RuleSettings } from './rules/check.ts';
import type { Severity } from './rules/rule.ts';
import { parse } from './syntax/parse.ts';
import {
  resolveAlias,
  type Entry,
  type Format,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
} from './syntax/tree.ts';
import type { TemplateFormat } from './template/template.ts';
import { t, translated } from './locale.ts';
import { oneOf, quote, sentences } from './wording.ts';

/** The names of settings files. Of two in a folder, the first counts. */
export const settingsNames: readonly string[] = ['websocket-project.config.json', 'websocket-project.config.yaml'];

export interface ProjectSettings {
  readonly rules: RuleSettings;
  /** Patterns as in `.gitignore`, relative to the folder of the settings file. */
  readonly ignore: readonly string[];
  readonly template: TemplateSettings;
}

export interface TemplateSettings {
  /** Relative to the folder of the project file, with `{name}` for its name without the extension. */
  readonly path?: string;
  readonly format?: TemplateFormat;
}

type Level = (typeof levels)[number];

const levels = ['off', 'information', 'warning', 'error'] as const;
export const templateFormats: readonly TemplateFormat[] = ['yaml', 'json'];

const docs = {
  ignore:
    'The project files that are left out, as patterns in the notation of `.gitignore`, relative to the folder of this file. Nothing is reported in them.',
  template: 'The template files that are generated.',
  path: 'Where the template of a project file is written: a path relative to the folder of the project file, and not outside of the folder of this file. `{name}` is the name of the project file without its extension. The default is `{name}.template.yaml`, or `.json`.',
  format: 'The format of the template. The default follows from the extension of the path; without one, it is `yaml`.',
};

type Schema = { readonly [keyword: string]: unknown };

interface RuleLevels extends Schema {
  readonly markdownDescription: string;
  readonly properties: { readonly [id: string]: RuleLevel };
}

interface RuleLevel extends Schema {
  readonly enum: readonly Level[];
  /** In the same order. */
  readonly enumDescriptions: readonly string[];
  readonly markdownDescription: string;
}

/** The schema of the object with the level of each rule, in the terms of VS Code. */
export function ruleLevels(): RuleLevels {
  const enumDescriptions = [
    t`Not reported.`,
    t`Reported as information.`,
    t`Reported as a warning.`,
    t`Reported as an error.`,
  ];
  const properties: Record<string, RuleLevel> = {};
  for (const { id, severity, summary } of rules) {
    const markdownDescription = t`How to report ${translated(summary)}.`;
    properties[id] = { enum: levels, enumDescriptions, default: severity, markdownDescription };
  }
  const markdownDescription = t`How each rule reports what it finds. A template is generated only from a file without errors, whatever is set here.`;
  return { type: 'object', markdownDescription, default: {}, properties, additionalProperties: false };
}

/** The JSON Schema of a settings file. */
export function settingsSchema(): Schema {
  const objectWith = (properties: Readonly<Record<string, Schema>>): Schema => ({
    type: 'object',
    properties,
    additionalProperties: false,
  });
  const text = { type: 'string', minLength: 1 };
  const schema = objectWith({
    $schema: { type: 'string', markdownDescription: 'The schema of this file, for editors.' },
    rules: ruleLevels(),
    ignore: { type: 'array', items: text, markdownDescription: docs.ignore },
    template: {
      ...objectWith({
        path: { ...text, markdownDescription: docs.path },
        format: { enum: templateFormats, markdownDescription: docs.format },
      }),
      markdownDescription: docs.template,
    },
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of WebSocket project files',
    ...described(schema),
  };
}

/** With a `description` for editors that do not know `markdownDescription`. */
function described(schema: Schema): Schema {
  const { properties, markdownDescription } = schema;
  const inner = Object.entries(properties ?? {}).map(([key, one]: [string, Schema]) => [key, described(one)] as const);
  return {
    ...(markdownDescription === undefined ? {} : { description: markdownDescription }),
    ...schema,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(inner) }),
  };
}

export interface SettingsFault {
  readonly span: Span;
  readonly message: string;
}

export interface ReadSettings {
  readonly settings: ProjectSettings;
  /** What is wrong with the rest, in the order of the file. */
  readonly faults: readonly SettingsFault[];
}

/** The valid part of a settings file. */
export function readSettings(text: string, format: Format): ReadSettings {
  const { root, problems } = parse(text, { format });
  const faults: SettingsFault[] = [];
  const report = (span: Span, message: string): void => void faults.push({ span, message });
  // What is after a syntax error may be misread.
  const [problem] = problems;
  if (problem) return { settings: noSettings, faults: [problem] };
  const found = entriesOf(root, undefined, ['$schema', 'rules', 'ignore', 'template'], report);
  const template = entriesOf(found.get('template')?.value, 'template', ['path', 'format'], report);
  const settings = {
    rules: readRules(found.get('rules')?.value, report),
    ignore: readIgnore(found.get('ignore')?.value, report),
    template: {
      ...readPath(template.get('path')?.value, report),
      ...readFormat(template.get('format')?.value, report),
    },
  };
  return { settings, faults: faults.sort((a, b) => a.span.start - b.span.start) };
}

const noSettings: ProjectSettings = { rules: {}, ignore: [], template: {} };

type Report = (span: Span, message: string) => void;

/**
 * The entries of a map that have a known key. Empty if there is no map.
 * @param setting undefined for all settings
 */
function entriesOf(
  node: SyntaxNode | undefined,
  setting: string | undefined,
  keys: readonly string[],
  report: Report,
): ReadonlyMap<string, Entry> {
  const known = new Map<string, Entry>();
  for (const entry of mapOf(node, setting, report)?.entries ?? []) {
    const key = entry.key.text;
    if (known.has(key)) report(entry.key.span, t`${quote(key)} is already set. Remove one of the two.`);
    else if (keys.includes(key)) known.set(key, entry);
    else report(entry.key.span, sentences(t`${quote(key)} is not a setting.`, advice(key, keys)));
  }
  return known;
}

function mapOf(node: SyntaxNode | undefined, setting: string | undefined, report: Report): MapNode | undefined {
  const value = resolveAlias(node);
  if (value && value.kind !== 'map') {
    report(
      value.span,
      setting === undefined ? t`The settings must be an object.` : t`${quote(setting)} must be an object.`,
    );
  }
  return value?.kind === 'map' ? value : undefined;
}

function advice(written: string, known: readonly string[]): string {
  const [meant] = didYouMean(written, known);
  return meant === undefined ? t`Remove it.` : t`Did you mean ${quote(meant)}?`;
}

function readRules(node: SyntaxNode | undefined, report: Report): RuleSettings {
  const read: Record<string, Level> = {};
  for (const { key, value } of mapOf(node, 'rules', report)?.entries ?? []) {
    const scalar = resolveAlias(value);
    const level = readLevel(key.text, scalar?.kind === 'scalar' ? scalar.text : undefined, 'rules');
    if ('level' in level) read[key.text] = level.level;
    else report(level.isOfLevel ? (value?.span ?? key.span) : key.span, level.fault);
  }
  return read;
}

/**
 * The level of a rule, or what is wrong with it.
 * @param written undefined if it is not a text
 * @param setting the one with the levels
 */
export function readLevel(
  rule: string,
  written: string | undefined,
  setting: string,
): { readonly level: Level } | { readonly fault: string; readonly isOfLevel: boolean } {
  const ids = rules.map(({ id }) => id);
  if (!ids.includes(rule)) {
    const fault = sentences(t`There is no rule ${quote(rule)}, which ${quote(setting)} names.`, advice(rule, ids));
    return { fault, isOfLevel: false };
  }
  const level = levels.find((one) => one === written);
  if (level) return { level };
  const wrong =
    written === undefined
      ? t`This is not a level of the rule ${quote(rule)} in ${quote(setting)}.`
      : t`${quote(written)} is not a level of the rule ${quote(rule)} in ${quote(setting)}.`;
  return { fault: sentences(wrong, t`Use ${oneOf(levels)}.`), isOfLevel: true };
}

function readIgnore(node: SyntaxNode | undefined, report: Report): string[] {
  const value = resolveAlias(node);
  if (value && value.kind !== 'list') report(value.span, t`\`ignore\` must be a list of patterns.`);
  return value?.kind === 'list' ? value.items.flatMap((item) => patternOf(item, report)) : [];
}

/** With more in one pattern, matching a long path can take very long. */
const maximumStars = 8;

function patternOf({ span, value }: ListNode['items'][number], report: Report): string[] {
  const scalar = textOf(value);
  if (!scalar) report(span, t`A pattern must be a text, such as \`legacy/\`.`);
  else if (scalar.text.replaceAll(/\*+/g, '*').split('*').length - 1 > maximumStars) {
    report(scalar.span, t`A pattern can have at most ${maximumStars} asterisks. Use several patterns.`);
  } else return [scalar.text];
  return [];
}

function readPath(node: SyntaxNode | undefined, report: Report): TemplateSettings {
  if (!node) return {};
  const scalar = textOf(node);
  if (scalar && isTemplatePath(scalar.text)) return { path: scalar.text };
  report(node.span, t`The path must be ${templatePaths()}.`);
  return {};
}

/** What the path of a template must be. */
export function templatePaths(): string {
  return t`a relative path of a file, with \`/\` between folders, such as \`dist/{name}.template.yaml\``;
}

export function isTemplatePath(text: string): boolean {
  return text.trim() !== '' && !/^[/\\]|^[A-Za-z]:|[\\\0]|(?:^|[/\\])\.{0,2}$/.test(text);
}

function readFormat(node: SyntaxNode | undefined, report: Report): TemplateSettings {
  if (!node) return {};
  const scalar = textOf(node);
  const format = templateFormats.find((one) => one === scalar?.text);
  if (!format) report(node.span, t`The format must be ${oneOf(templateFormats)}.`);
  return format ? { format } : {};
}

/** A text that is not blank. */
function textOf(node: SyntaxNode | undefined): ScalarNode | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.text.trim() !== '' ? value : undefined;
}

export interface TemplateFile {
  readonly path: string;
  readonly format: TemplateFormat;
  readonly refused?: undefined;
}

/** The file in which the template of a project file with that name is, by a path relative to its folder. */
export function templateFileOf({ path, format }: TemplateSettings, descriptor: string): TemplateFile {
  const name = descriptor.replace(/\.(?:ya?ml|json)$/i, '');
  const chosen = format ?? (path?.toLowerCase().endsWith('.json') ? 'json' : 'yaml');
  return { path: path?.replaceAll('{name}', () => name) ?? `${name}.template.${chosen}`, format: chosen };
}

/** For a file that is ignored. */
export const allOff: RuleSettings = Object.fromEntries(rules.map(({ id }): [string, Severity | 'off'] => [id, 'off']));
