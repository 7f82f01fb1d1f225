// How the language's definitions read as Markdown: in hovers and beside completions.
import type { EnumValue, Property, Type } from '../language/index.ts';
import { writeFlow } from '../syntax/write.ts';

/** A property: what it is for, its type, whether it must stand, its default, an example, AWS's page. */
export function propertyMarkdown(property: Property): string {
  const facts = [typeWords(property.type), requirement(property)];
  if (property.default !== undefined) facts.push(`default \`${property.default}\``);
  const parts = [`**${property.name}** · ${facts.join(' · ')}`, property.docs, valuesMarkdown(property.type)];
  if (property.example !== undefined) {
    parts.push(`\`\`\`yaml\n${property.name}: ${writeFlow(property.example, 'yaml')}\n\`\`\``);
  }
  if (property.link !== undefined) parts.push(`[AWS documentation](${property.link})`);
  return parts.filter((part) => part !== '').join('\n\n');
}

export function enumValueMarkdown(value: EnumValue, noun: string): string {
  return `**${value.value}** · ${noun.replace(/^an? /, '')}\n\n${value.docs}`;
}

function requirement(property: Property): string {
  if (property.requiredUnless !== undefined) return `required without \`${property.requiredUnless}\``;
  return property.required ? 'required' : 'optional';
}

export function typeWords(type: Type): string {
  switch (type.kind) {
    case 'string':
      return type.format ? type.format.noun.replace(/^an? /, '') : 'text';
    case 'enum':
      return type.noun.replace(/^an? /, '');
    case 'integer':
      return `whole number, ${type.minimum} to ${type.maximum} ${type.unit}`;
    case 'list':
      return `list of ${listItemWords(type.items)}`;
    case 'map':
      return 'map';
    case 'object':
      return type.noun.replace(/^an? /, '');
    case 'resource':
      return 'resource';
    case 'connection':
      return 'connection';
  }
}

function listItemWords(type: Type): string {
  return `${typeWords(type)}s`;
}

/** The values of a closed enum, each with its docs; an open one has too many to list. */
function valuesMarkdown(type: Type): string {
  if (type.kind !== 'enum' || type.open) return '';
  return type.values.map(({ value, docs }) => `- \`${value}\`: ${docs}`).join('\n');
}
