// The reference pages: the language, with every object and its properties, and each rule with an example.
import { readFileSync } from 'node:fs';
import {
  documentObject,
  resourceDefinitions,
  type EnumType,
  type ObjectType,
  type Property,
  type Type,
} from '../../server/src/language/index.ts';
import { allowedConnections, anyConnection } from '../../server/src/language/connections.ts';
import { gatewayRoutes } from '../../server/src/language/routes.ts';
import { typeWords } from '../../server/src/features/markdown.ts';
import { writeFlow } from '../../server/src/syntax/write-value.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { expectedText, parseCaseFile } from '../../test/harness/case-file.ts';

export function referencePage(): string {
  const enums = new Set<EnumType>();
  const objects = collect([documentObject, ...resourceDefinitions], enums);
  return `# Language reference

Every object of a WebSocket project file (\`websocket.yaml\`, \`*.websocket.yaml\`, \`*.websocket.yml\` or \`*.websocket.json\`) with its properties, the connections that are allowed, and the values of enumerations.

${objects.map(objectSection).join('\n')}
## API Gateway's own routes

${gatewayRoutes.map(({ route, docs }) => `- \`${route}\`: ${docs}`).join('\n')}

## Connections

| from | to | \`access\` | |
| --- | --- | --- | --- |
${allowedConnections.map(({ from, to, access, docs }) => `| ${from === 'dead-letter' ? '`deadLetter` of sqs-queue' : from} | ${to} | ${access ? 'required' : 'none'} | ${docs} |`).join('\n')}

## Values

${[...enums].map(enumSection).join('\n\n')}
`;
}

function collect(objects: readonly ObjectType[], enums: Set<EnumType>): readonly ObjectType[] {
  const found = new Set<ObjectType>();
  const visit = (type: Type): void => {
    if (type.kind === 'object') visitObject(type);
    else if (type.kind === 'list') visit(type.items);
    // One section for all connections: each property says which of them can have it.
    else if (type.kind === 'connection') visitObject(anyConnection);
    else if (type.kind === 'enum') enums.add(type);
  };
  const visitObject = (object: ObjectType): void => {
    if (found.has(object)) return;
    found.add(object);
    for (const { type } of object.properties) visit(type);
  };
  objects.forEach(visitObject);
  return [...found];
}

function objectSection(object: ObjectType): string {
  const heading = object.noun.replace(/^an? /, '');
  const title = heading.charAt(0).toUpperCase() + heading.slice(1);
  const usual = object.properties.filter(({ isExtra }) => !isExtra);
  const extra = object.properties.filter(({ isExtra }) => isExtra);
  return `## ${title}

${object.docs}

| property | type | | |
| --- | --- | --- | --- |
${usual.map(row).join('\n')}
${extra.length === 0 ? '' : `\n### More for ${object.noun}\n\n${extra.map(extraSection).join('\n\n')}\n`}`;
}

/** A property that few projects need, with its example. */
function extraSection({ name, type, docs, example }: Property): string {
  const shown = example === undefined ? '' : `\n\n\`\`\`yaml\n${name}: ${writeFlow(example, 'yaml')}\n\`\`\``;
  return `**\`${name}\`** (${typeWords(type)}): ${docs}${shown}`;
}

function row(property: Property): string {
  const need =
    property.requiredUnless !== undefined
      ? `required without \`${property.requiredUnless}\``
      : property.requiredFor !== undefined
        ? `required for ${property.requiredFor}`
        : property.required
          ? 'required'
          : property.default !== undefined
            ? `default \`${property.default}\``
            : '';
  return `| \`${property.name}\` | ${typeWords(property.type)} | ${need} | ${property.docs} |`;
}

function enumSection({ noun, values }: EnumType): string {
  const current = values.filter(({ deprecated }) => !deprecated);
  const heading = noun.replace(/^an? /, '');
  return `### ${heading.charAt(0).toUpperCase() + heading.slice(1)}\n\n${current.map(({ value, docs }) => `- \`${value}\`: ${docs}`).join('\n')}`;
}

export function ruleIndex(): string {
  const rows = rules.map(
    ({ id, severity, summary, fixable }) =>
      `| [${id}](${id}.md) | ${severity} | ${summary} | ${fixable ? 'yes' : ''} |`,
  );
  return `# Rules

- **error**: no template can be generated, or AWS would reject it.
- **warning**: it deploys, but probably does not do what you intended.
- **information**: good to know, and fine if intended.

| rule | severity | reports | quick fix |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

export function rulePage({ id, severity, summary, why, fixable }: Rule): string {
  const { cases } = parseCaseFile(readFileSync(`test/cases/rules/${id}.md`, 'utf8'));
  const [first] = cases;
  if (!first) throw new Error(`test/cases/rules/${id}.md has no case.`);
  const fixed = first.expectations.find(({ verb }) => verb === 'fix');
  const example = `## Example

\`\`\`yaml
${first.descriptor.text}\`\`\`
${/<\d+\.\.\d+>/.test(first.descriptor.text) ? '\nA line with `<1..N>` represents N lines, with the numbers from 1 to N.\n' : ''}`;
  const afterFix = fixed
    ? `
After the quick fix *${fixed.name}*:

\`\`\`yaml
${expectedText(first, fixed)}\`\`\`
`
    : '';
  return `# ${id}

Severity: **${severity}**${fixable ? ' · has a quick fix' : ''}

Reports ${summary}.

## Why

${why}

${example}${afterFix}`;
}
