// The files that are made from the language's definition and from the rules, so that none of them is a second source.
import { readFileSync } from 'node:fs';
import { comparisonPage } from './cdk-differences.ts';
import { referencePage } from './reference.ts';
import { replacingProperties } from './replacing-properties.ts';
import { sizeTable } from './template-sizes.ts';
import { jsonSchema } from '../server/src/language/json-schema.ts';
import { languageWords, textMateGrammar } from '../server/src/language/text-mate-grammar.ts';
import { rules } from '../server/src/rules/index.ts';
import { pageOf, type Rule } from '../server/src/rules/rule.ts';
import { expectedText, parseCaseFile } from '../test/harness/case-file.ts';

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

export function generatedFiles(): GeneratedFile[] {
  return [
    { path: 'schemas/websocket-project.schema.json', content: json(jsonSchema()) },
    { path: 'syntaxes/websocket-project.tmLanguage.json', content: json(textMateGrammar(languageWords())) },
    { path: 'package.json', content: packageWithSettings() },
    { path: 'server/src/template/replacing-properties.json', content: json(replacingProperties()) },
    { path: 'docs/template.md', content: pageWith('docs/template.md', 'sizes', sizeTable()) },
    { path: 'docs/cdk-comparison.md', content: comparisonPage() },
    { path: 'docs/reference.md', content: referencePage() },
    { path: 'docs/rules/README.md', content: ruleIndex() },
    ...rules.map((rule) => ({ path: pageOf(rule), content: rulePage(rule) })),
  ];
}

/** The page with that block, which stands between comments with its name. */
function pageWith(path: string, name: string, block: string): string {
  const page = readFileSync(path, 'utf8');
  const [open, close] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`];
  const [before, after] = [page.split(open)[0], page.split(close)[1]];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for ${name}`);
  return `${before}${open}\n\n${block}\n\n${close}${after}`;
}

/** The manifest, with a setting for each rule. */
function packageWithSettings(): string {
  const levels = {
    off: 'Not reported.',
    information: 'Reported as information.',
    warning: 'Reported as a warning.',
    error: 'Reported as an error.',
  };
  const properties: Record<string, unknown> = {};
  for (const { id, severity, summary } of rules) {
    properties[id] = {
      enum: Object.keys(levels),
      enumDescriptions: Object.values(levels),
      default: severity,
      markdownDescription: `How to report ${summary}.`,
    };
  }
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  if (!isRecord(manifest) || !isRecord(manifest['contributes'])) throw new Error('package.json contributes nothing.');
  const configuration = {
    title: 'Websocket Project',
    properties: {
      'websocketProject.rules': {
        type: 'object',
        scope: 'resource',
        markdownDescription:
          'How each rule reports what it finds. A template is generated only from a file without errors, whatever is set here.',
        default: {},
        properties,
        additionalProperties: false,
      },
    },
  };
  return json({ ...manifest, contributes: { ...manifest['contributes'], configuration } });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function ruleIndex(): string {
  const rows = rules.map(
    ({ id, severity, summary, fixable }) =>
      `| [${id}](${id}.md) | ${severity} | ${summary} | ${fixable ? 'yes' : ''} |`,
  );
  return `# Rules

- **error**: nothing can be generated, or AWS would refuse it.
- **warning**: it deploys, but hardly does what was meant.
- **information**: worth knowing, and fine if it is meant so.

| rule | severity | reports | quick fix |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function rulePage({ id, severity, summary, why, fixable }: Rule): string {
  const { cases } = parseCaseFile(readFileSync(`test/cases/rules/${id}.md`, 'utf8'));
  const [first] = cases;
  if (!first) throw new Error(`test/cases/rules/${id}.md has no case.`);
  const fixed = first.expectations.find(({ verb }) => verb === 'fix');
  const example = `## Example

\`\`\`yaml
${first.descriptor.text}\`\`\`
${/<\d+\.\.\d+>/.test(first.descriptor.text) ? '\nA line with `<1..N>` stands for N lines, with the numbers from 1 to N.\n' : ''}`;
  const mended = fixed
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

${example}${mended}`;
}
