// The template of a project is imported as the project: with the same meaning, and with a template that is the same again.
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { parseCaseFile, parseDescriptor } from '../../harness/case-file.ts';
import { cleanDescriptor } from '../../harness/clean-descriptor.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { importedFrom } from '../../harness/import-files.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get } from '../../harness/read-template.ts';
import { changesByImport } from '../../harness/round-trip.ts';

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

/** The descriptors of all cases. */
const cases: readonly Written[] = ['rules', 'features'].flatMap((folder) =>
  readdirSync(join(root, 'test/cases', folder)).flatMap((file) => {
    const { cases: all } = parseCaseFile(readFileSync(join(root, 'test/cases', folder, file), 'utf8'));
    return all.map(({ title, descriptor }) => ({
      name: `${file}: ${title}`,
      text: parseDescriptor(descriptor.text).text,
    }));
  }),
);

/**
 * Only what has a WebSocket API with routes is imported. Names with other characters are not in the template, nor is where the
 * code is if that is a local folder, nor that a variable of the function's own has the name of a connection's.
 */
function isImportable(text: string): boolean {
  const analysis = analyze(text);
  const { findings } = analysis;
  if (findings.some(({ rule }) => rule.severity !== 'information')) return false;
  const names = [...text.matchAll(/\bname: *["']?([^\n,}"']*)/g)].map(([, name = '']) => name.trim());
  const isKnown =
    /CodeS3|!Base64 \{|^ +Stage:$/m.test(text) || findings.some(({ rule }) => rule.id === 'shadowing-variable');
  return (
    (analysis.template('json', '')?.includes('::Route"') ?? false) &&
    !isKnown &&
    names.every((name) => /^\w+$/.test(name))
  );
}

describe('the template is imported as the descriptor', () => {
  test.each([...filesBelow('examples'), ...filesBelow('test/real-projects')])('$name', async ({ text }) => {
    expect(await changesByImport(text, 'yaml')).toEqual([]);
  });

  // All of them with PROPERTY_RUNS=200.
  test('each valid case, or some of each file', async () => {
    const step = Math.max(1, Math.floor(cases.length / (10 * runs)));
    const tried = cases.filter(({ text }, index) => index % step === 0 && isImportable(text));
    expect(tried.length).toBeGreaterThan(runs / 2);
    const changed: Record<string, readonly string[]> = {};
    for (const { name, text } of tried) {
      const changes = await changesByImport(text, 'json');
      if (changes.length > 0) changed[name] = changes;
    }
    expect(changed).toEqual({});
  });
});

/** Projects without names that a template does not have. */
const plainProject = cleanDescriptor().filter(({ resources }) =>
  Object.values(resources).some((resource) => get(resource, 'type') === 'websocket-api'),
);

test(
  'the template of any project is imported as the project',
  async () => {
    await fc.assert(
      fc.asyncProperty(plainProject, fc.constantFrom('yaml', 'json'), async (descriptor, format) => {
        const text = descriptorText({ ...descriptor, cloudformation: undefined });
        expect(await changesByImport(text, format)).toEqual([]);
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
        expect(await changesByImport(descriptorText(descriptor), 'json')).toEqual([]);
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
      fc.asyncProperty(plainProject, async (descriptor) => {
        const analysis = analyze(descriptorText(descriptor));
        const [one, two] = await Promise.all(
          (['json', 'yaml'] as const).map((format) =>
            importedFrom(`template.${format}`, { [`template.${format}`]: analysis.template(format, '') ?? '' }),
          ),
        );
        expect(two?.descriptor).toBe(one?.descriptor);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);
