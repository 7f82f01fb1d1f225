// The template of a project is imported as the project: with the same meaning, and with a template that is the same again.
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { arbitraryProject } from '../../harness/arbitrary-project.ts';
import { parseCaseFile, parseDescriptor } from '../../harness/case-file.ts';
import { cleanDescriptor } from '../../harness/clean-descriptor.ts';
import { meaningOf } from '../../harness/descriptor-meaning.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { importedFrom } from '../../harness/import-files.ts';
import { includes, inventoryOf } from '../../harness/inventory.ts';
import { faultsOf } from '../../harness/judge-import.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isList, isMap, readTemplate } from '../../harness/read-template.ts';

const root = join(import.meta.dirname, '../../..');

interface Written {
  readonly name: string;
  readonly text: string;
}

const filesBelow = (folder: string): readonly Written[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /websocket\.(?:ya?ml|json)$/.test(file))
    .sort()
    .map((file) => ({ name: `${folder}/${file}`, text: readFileSync(join(root, folder, file), 'utf8') }));

/** The valid descriptors of the cases that have a WebSocket API. */
const cases: readonly Written[] = ['rules', 'features'].flatMap((folder) =>
  readdirSync(join(root, 'test/cases', folder)).flatMap((file) => {
    const { cases: all } = parseCaseFile(readFileSync(join(root, 'test/cases', folder, file), 'utf8'));
    return all.flatMap(({ title, descriptor }) => {
      const { text } = parseDescriptor(descriptor.text);
      return isImportable(text) ? [{ name: `${file}: ${title}`, text }] : [];
    });
  }),
);

/** Only what has a WebSocket API with routes is imported. A name with other characters is not in the template. */
function isImportable(text: string): boolean {
  const template = analyze(text).template('json', '');
  const names = [...text.matchAll(/\bname: *["']?([^\n,}"']*)/g)].map(([, name = '']) => name.trim());
  return (
    template !== undefined &&
    template.includes('"AWS::ApiGatewayV2::Route"') &&
    names.every((name) => /^[\w.-]+$/.test(name))
  );
}

/** The template with code in local folders, as plain values in long form, without what says where it comes from. */
function templateOf(descriptor: string, format: 'yaml' | 'json' = 'json'): unknown {
  return withoutTags(readTemplate(analyze(descriptor).template(format, '') ?? '', format));
}

/** Descriptions are shortened, and those of outputs name the resource. */
function withoutTags(value: unknown): unknown {
  if (isList(value)) return value.map(withoutTags);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'Description');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutTags(item)]));
}

async function importedTemplate(descriptor: string, format: 'yaml' | 'json', localCode?: string): Promise<string> {
  const text = analyze(descriptor).template(format, localCode) ?? '';
  const path = `template.${format}`;
  const imported = await importedFrom(path, { [path]: text });
  expect(faultsOf(path, { [path]: text }, imported)).toEqual([]);
  return imported.descriptor;
}

/** What the template deploys that the other does not. What it may do is compared by exact names. */
function onlyIn(template: unknown, other: unknown): readonly string[] {
  const facts = inventoryOf(other);
  return [...inventoryOf(template)].filter((fact) => !includes(facts, fact));
}

/** How the two descriptors differ, in the first lines of the difference; undefined if they mean the same. */
async function differenceAfterImport(text: string, format: 'yaml' | 'json'): Promise<string | undefined> {
  const imported = await importedTemplate(text, format, '');
  try {
    if (!text.includes('cloudformation')) {
      expect(meaningOf(imported)).toEqual(meaningOf(text));
      expect(templateOf(imported)).toEqual(templateOf(text));
    }
    expect(onlyIn(templateOf(text), templateOf(imported))).toEqual([]);
    const rights = onlyIn(templateOf(imported), templateOf(text)).filter((fact) => / may | answers$/.test(fact));
    expect(rights).toEqual([]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.message}\n${imported}` : String(error);
  }
}

describe('the template is imported as the descriptor', () => {
  test.each([...filesBelow('examples'), ...filesBelow('test/real-projects')])('$name', async ({ text }) => {
    expect(await differenceAfterImport(text, 'yaml')).toBeUndefined();
  });

  test('each valid case', async () => {
    expect(cases.length).toBeGreaterThan(100);
    const different: string[] = [];
    for (const { name, text } of cases) {
      const difference = await differenceAfterImport(text, 'json');
      if (difference !== undefined) different.push(`${name}: ${difference}`);
    }
    expect(different).toEqual([]);
  });
});

/** Without names that a template does not have. */
const plainProject = cleanDescriptor().filter(hasRoutes);

function hasRoutes(descriptor: { readonly resources: object }): boolean {
  return Object.values(descriptor.resources).some((resource) => get(resource, 'type') === 'websocket-api');
}

test(
  'the template of any project is imported as the project',
  async () => {
    await fc.assert(
      fc.asyncProperty(plainProject, fc.constantFrom('yaml', 'json'), async (descriptor, format) => {
        const text = descriptorText({ ...descriptor, cloudformation: undefined });
        expect(await differenceAfterImport(text, format)).toBeUndefined();
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'whatever is in the overlay, nothing of the template is lost',
  async () => {
    await fc.assert(
      fc.asyncProperty(plainProject, async (descriptor) => {
        expect(await differenceAfterImport(descriptorText(descriptor), 'json')).toBeUndefined();
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'YAML and JSON, and short and long forms, give the same descriptor',
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProject({ overlays: true }), async (text) => {
        fc.pre(isImportable(text));
        const json = analyze(text).template('json', '') ?? '';
        const yaml = analyze(text).template('yaml', '') ?? '';
        const [one, two] = await Promise.all([
          importedFrom('template.json', { 'template.json': json }),
          importedFrom('template.yaml', { 'template.yaml': yaml }),
        ]);
        expect(two.descriptor).toBe(one.descriptor);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);
