// The files that are made from the language's definition and from the rules, so that none of them is a second source.
// Writes those that differ from what they are made from, or only names them, with --check. Bundled and run by generate.mjs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { jsonSchema } from '../../server/src/language/json-schema.ts';
import { languageWords, textMateGrammar } from '../../server/src/language/text-mate-grammar.ts';
import { rules } from '../../server/src/rules/index.ts';
import { pageOf } from '../../server/src/rules/rule.ts';
import { comparisonPage } from './cdk-differences.ts';
import { protocolListing } from './protocol-listing.ts';
import { referencePage, ruleIndex, rulePage } from './reference-pages.ts';
import { replacingProperties } from './replacing-properties.ts';
import { sizeTable } from './template-sizes.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const { path, content } of generatedFiles()) {
  // Markdown is formatted as the rest of the project is; JSON comes as it is meant.
  const options = { ...(await resolveConfig(path)), filepath: path };
  const text = path.endsWith('.md') ? await format(content, options) : content;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
for (const path of stale) console.log(`${check ? 'Out of step' : 'Written'}: ${path}`);
if (check && stale.length > 0) {
  console.error('Generated files differ from what they are made from. Repair: npm run generate');
  process.exitCode = 1;
}

interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

function generatedFiles(): GeneratedFile[] {
  return [
    { path: 'schemas/websocket-project.schema.json', content: json(jsonSchema()) },
    { path: 'syntaxes/websocket-project.tmLanguage.json', content: json(textMateGrammar(languageWords())) },
    { path: 'package.json', content: packageWithSettings() },
    { path: 'server/src/template/replacing-properties.json', content: json(replacingProperties()) },
    { path: 'docs/template.md', content: pageWith('docs/template.md', 'sizes', sizeTable()) },
    { path: 'docs/protocol.md', content: pageWith('docs/protocol.md', 'requests', protocolListing()) },
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
