// Definitions and facts about a project as Markdown, for hovers and the documentation of completion items.
import type { EnumValue, Property, ResourceDefinition, Type } from '../language/index.ts';
import * as formats from '../language/formats.ts';
import { writeFlow } from '../syntax/write-value.ts';
import { capitalize, printable, withoutArticle } from '../wording.ts';
import { t, translated } from '../locale.ts';
import { type StringFormat } from '../language/index.ts';

export interface Card {
  /** Its name, which may be the user's own text. */
  readonly title: string;
  /** The kind of thing it is, in a few words. */
  readonly kind: readonly string[];
  /** Markdown, a sentence or two each. */
  readonly paragraphs?: readonly (string | undefined)[];
  /** Markdown, one line each. */
  readonly facts?: readonly (string | undefined)[];
  /** The page about it in AWS's documentation. */
  readonly link?: string | undefined;
}

export function card({ title, kind, paragraphs = [], facts = [], link }: Card): string {
  const list = facts.flatMap((fact) => (fact === undefined ? [] : `- ${fact}`));
  return [
    [`**${plain(title)}**`, ...kind].join(' · '),
    ...paragraphs,
    list.join('\n'),
    link === undefined ? '' : t`[AWS documentation](${link})`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

/** The user's text, escaped for Markdown, and truncated if it is long. */
export function plain(text: string): string {
  return escaped(text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text);
}

/** The text of any length, on one line and escaped for Markdown. */
export function escaped(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ')).replaceAll(/[\\`*_[\]<>~#&|]/g, String.raw`\$&`);
}

const maximumLength = 300;

/** The user's text as code. */
export function code(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' '));
  const short = line.length > maximumLength ? `${line.slice(0, maximumLength)}…` : line;
  if (!short.includes('`')) return `\`${short}\``;
  const longest = Math.max(...[...short.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${short} ${fence}`;
}

/** A property: what it is for, its type, whether it is required, its default, an example and a link. */
export function propertyMarkdown(property: Property): string {
  const { name, type, docs, example, link } = property;
  const usual = property.default === undefined ? [] : [t`default ${amount(type, property.default)}`];
  const format = type.kind === 'string' ? type.format : undefined;
  return card({
    title: name,
    kind: [typeWords(type), requirement(property), ...usual],
    paragraphs: [
      translated(docs),
      valuesMarkdown(type),
      format && `${capitalize(withoutArticle(translated(format.noun)))}: ${translated(format.words)}.`,
      example === undefined ? undefined : `\`\`\`yaml\n${name}: ${writeFlow(example, 'yaml')}\n\`\`\``,
    ],
    link,
  });
}

export function enumValueMarkdown({ value, docs, deprecated }: EnumValue, noun: string, link?: string): string {
  const kind = [withoutArticle(translated(noun)), ...(deprecated ? [t`deprecated`] : [])];
  return card({ title: value, kind, paragraphs: [docs && translated(docs)], link });
}

export function resourceTypeMarkdown({ type, docs, link }: ResourceDefinition): string {
  return card({ title: type, kind: [t`resource type`], paragraphs: [translated(docs)], link });
}

/** A value with its unit: "512 MB"; "1 second". */
export function amount(type: Type, value: string | number): string {
  if (type.kind !== 'integer') return code(String(value));
  return `${value} ${translated(Number(value) === 1 ? type.unit.replace(/s$/, '') : type.unit)}`;
}

function requirement({ required, requiredUnless, requiredFor }: Property): string {
  if (requiredUnless !== undefined) return t`required without ${code(requiredUnless)}`;
  if (requiredFor !== undefined) return t`required for ${translated(requiredFor)}`;
  return required ? t`required` : t`optional`;
}

export function typeWords(type: Type): string {
  switch (type.kind) {
    case 'string':
      return type.format ? withoutArticle(translated(type.format.noun)) : t`string`;
    case 'enum': {
      const noun = withoutArticle(translated(type.noun));
      return type.orList ? t`${noun} or ${typeWords(type.orList)}` : noun;
    }
    case 'object':
      return withoutArticle(translated(type.noun));
    case 'integer':
      return t`integer, ${type.minimum} to ${type.maximum} ${translated(type.unit)}`;
    case 'boolean':
      return t`boolean`;
    case 'list':
      return t`list of ${plural(typeWords(type.items))}`;
    case 'map':
      return t`map`;
    case 'any':
      return t`CloudFormation value`;
    case 'resource':
      return t`resource`;
    case 'connection':
      return t`connection`;
  }
}

/** In English, where the plural follows from the noun. Translations of a list name one of its items. */
function plural(noun: string): string {
  if (t`en` !== 'en') return noun;
  return noun.endsWith('x') ? `${noun}es` : `${noun}s`;
}

/** "table" for the ARN of a table. */
export function arnNoun(format: StringFormat): string {
  switch (format) {
    case formats.tableArn:
      return t`table`;
    case formats.queueArn:
      return t`queue`;
    case formats.topicArn:
      return t`topic`;
    case formats.bucketArn:
      return t`bucket`;
    default:
      return t`function`;
  }
}

/** The values of a closed enumeration with their docs. An open one has too many to list. */
function valuesMarkdown(type: Type): string | undefined {
  if (type.kind !== 'enum' || type.open) return undefined;
  return type.values.map(({ value, docs }) => `- \`${value}\`: ${translated(docs)}`).join('\n');
}
