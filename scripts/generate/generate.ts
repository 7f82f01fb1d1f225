// The files that are generated from the definition of the language and from the rules, the only source of their
// contents. Bundled and run by generate.mjs.
import { readFileSync } from 'node:fs';
import { jsonSchema } from '../../server/src/language/json-schema.ts';
import { languageWords, textMateGrammar } from '../../server/src/language/text-mate-grammar.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import { pageOf } from '../../server/src/rules/rule.ts';
import { ruleLevels, settingsNames, settingsSchema, templateFormats } from '../../server/src/settings.ts';
import { tools } from '../../server/src/tools/tools.ts';
import { catalogues, named } from './catalogues.ts';
import { comparisonPage } from './cdk-differences.ts';
import { writeOrCheck, type GeneratedFile } from './generated-files.ts';
import { protocolListing } from './protocol-listing.ts';
import { referencePage, ruleIndex, rulePage } from './reference-pages.ts';
import { replacingProperties, resourceAttributes } from './replacing-properties.ts';
import { sizeTable } from './template-sizes.ts';

const settingsSchemaPath = 'schemas/websocket-project.config.schema.json';

await writeOrCheck(generatedFiles());

function generatedFiles(): GeneratedFile[] {
  return [
    { path: 'schemas/websocket-project.schema.json', content: json(jsonSchema()) },
    { path: settingsSchemaPath, content: json(settingsSchema()) },
    { path: 'syntaxes/websocket-project.tmLanguage.json', content: json(textMateGrammar(languageWords())) },
    { path: 'package.json', content: packageWithSettings() },
    ...catalogues(),
    { path: 'server/src/language/resource-attributes.json', content: json(resourceAttributes()) },
    { path: 'server/src/template/replacing-properties.json', content: json(replacingProperties()) },
    { path: 'docs/template.md', content: pageWith('docs/template.md', 'sizes', sizeTable()) },
    { path: 'docs/protocol.md', content: pageWith('docs/protocol.md', 'requests', protocolListing()) },
    { path: 'docs/cdk-comparison.md', content: comparisonPage() },
    { path: 'docs/reference.md', content: referencePage() },
    { path: 'docs/rules/README.md', content: ruleIndex() },
    ...rules.map((rule) => ({ path: pageOf(rule), content: rulePage(rule) })),
  ];
}

/** The page, with the block between the comments with that name replaced. */
function pageWith(path: string, name: string, block: string): string {
  const page = readFileSync(path, 'utf8');
  const [open, close] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`];
  const [before, after] = [page.split(open)[0], page.split(close)[1]];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for ${name}`);
  return `${before}${open}\n\n${block}\n\n${close}${after}`;
}

/** The manifest, with a setting for each rule, and the schema of settings files. */
function packageWithSettings(): string {
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  if (!isRecord(manifest) || !isRecord(manifest['contributes'])) throw new Error('package.json contributes nothing.');
  const languageModelTools = tools.map(({ name, description, input }) => ({
    name: `websocketProject_${name}`,
    toolReferenceName: `websocket_${name}`,
    displayName: `%tool.${name}%`,
    modelDescription: description,
    inputSchema: input,
    canBeReferencedInPrompt: true,
  }));
  const url = `./${settingsSchemaPath}`;
  const validated = (ending: string): object[] => {
    const fileMatch = settingsNames.filter((name) => name.endsWith(ending));
    return [{ fileMatch, url }];
  };
  // The second is read by extensions for YAML.
  const validation = { jsonValidation: validated('.json'), yamlValidation: validated('.yaml') };
  return json({
    ...manifest,
    contributes: { ...manifest['contributes'], configuration: settingGroups(), languageModelTools, ...validation },
  });
}

/** The settings, in the groups and the order in which VS Code shows them. */
function settingGroups(): object[] {
  const groups = [
    {
      title: '%settings.problems%',
      properties: { 'websocketProject.rules': { scope: 'resource', ...named(ruleLevels()) } },
    },
    {
      title: '%settings.template%',
      properties: {
        'websocketProject.template.path': {
          // A user's own, because it can lead anywhere. A workspace has a settings file.
          scope: 'machine',
          type: 'string',
          default: '',
          markdownDescription: '%setting.template.path%',
        },
        'websocketProject.template.format': {
          scope: 'resource',
          enum: ['auto', ...templateFormats],
          enumDescriptions: ['%setting.template.format.auto%', 'YAML', 'JSON'],
          default: 'auto',
          markdownDescription: '%setting.template.format%',
        },
      },
    },
    {
      title: '%settings.codeLens%',
      properties: {
        'websocketProject.codeLens.projectFiles': lensesIn('%setting.codeLens.projectFiles%'),
        'websocketProject.codeLens.sourceFiles': lensesIn('%setting.codeLens.sourceFiles%'),
      },
    },
    {
      title: '%settings.preview%',
      properties: {
        'websocketProject.preview.follow': {
          enum: ['cursor', 'editor', 'off'],
          enumDescriptions: [
            '%setting.preview.follow.cursor%',
            '%setting.preview.follow.editor%',
            '%setting.preview.follow.off%',
          ],
          default: 'cursor',
          markdownDescription: '%setting.preview.follow%',
        },
      },
    },
  ];
  return groups.map(({ title, properties }, index) => ({ order: index + 1, title, properties: inOrder(properties) }));
}

function lensesIn(markdownDescription: string): object {
  return { scope: 'resource', type: 'boolean', default: true, markdownDescription };
}

/** VS Code would sort the settings of a group by their names. */
function inOrder(properties: Readonly<Record<string, object>>): Record<string, object> {
  const entries = Object.entries(properties).map(([name, one], index) => [name, { order: index + 1, ...one }] as const);
  return Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
