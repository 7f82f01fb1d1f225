// Imports the public projects, where they are at hand: nothing of what they deploy is lost but what is reported or listed, and
// nothing is more open than it was. `IMPORT_TABLE=1` prints what becomes of each.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import type { Imported } from '../../../server/src/import/import.ts';
import { meaningOf } from '../../harness/descriptor-meaning.ts';
import { expandSam } from '../../harness/expand-sam.ts';
import { expandServerless } from '../../harness/expand-serverless.ts';
import { importedFrom, importFiles } from '../../harness/import-files.ts';
import { includes, inventoryOf } from '../../harness/inventory.ts';
import { faultsOf } from '../../harness/judge-import.ts';
import { readTemplate } from '../../harness/read-template.ts';
import { sourceRoutes, type SourceTexts } from '../../harness/source-routes.ts';
import { validatorFindings } from '../../harness/validate-template.ts';
import { replaced, samples, type Sample } from '../../imports/samples.ts';

const folder = join(import.meta.dirname, '../../../../shared/samples');
const areHere = existsSync(folder);

const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** The sample and the files that it reads, by their paths in the project. */
function filesOf({ file, files = {} }: Sample): SourceTexts {
  const others = Object.entries(files).map(([path, sample]) => [path, textOf(sample)] as const);
  return { [basename(file)]: textOf(file), ...Object.fromEntries(others) };
}

const known = new Map<Sample, Promise<Imported>>();

function importOf(sample: Sample): Promise<Imported> {
  const imported = known.get(sample) ?? importFiles(basename(sample.file), filesOf(sample));
  known.set(sample, imported);
  return imported;
}

describe.skipIf(!areHere)('the samples', () => {
  test('are those in the list', () => {
    const files = readdirSync(folder).flatMap((kind) =>
      readdirSync(join(folder, kind)).map((file) => `${kind}/${file}`),
    );
    expect(samples.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  test.each(samples.filter(({ refused }) => refused))('$file is refused', async (sample) => {
    const result = await importOf(sample);
    expect('unreadable' in result ? result.unreadable : '').toMatch(sample.refused ?? /^$/);
  });

  const imported = samples.filter(({ refused }) => !refused);

  test.each(imported)('$file is imported without a fault', async (sample) => {
    const result = await importOf(sample);
    if ('unreadable' in result) throw new Error(result.unreadable);
    expect(faultsOf(basename(sample.file), filesOf(sample), result)).toEqual([]);
  });

  test.each(imported)("$file has a template that AWS's validator accepts", async (sample) => {
    const result = await importOf(sample);
    const template = 'unreadable' in result ? '' : (analyze(result.descriptor).template('json') ?? '');
    const remarks = [/[WE]2531: /, ...(sample.remarks ?? [])];
    const findings = validatorFindings(template, 'json');
    expect(findings.filter((line) => !remarks.some((one) => one.test(line)))).toEqual([]);
  });

  const templates = imported.filter(({ file }) => !file.startsWith('altostra/'));

  test.each(templates)('$file loses nothing but what is reported or listed', async (sample) => {
    const result = await importOf(sample);
    if ('unreadable' in result) throw new Error(result.unreadable);
    const own = inventoryOf(readTemplate(analyze(result.descriptor).template('json') ?? '{}', 'json'));
    const missing = [...inventoryOf(originalOf(sample))].filter((fact) => !includes(own, fact));
    const losses = sample.losses ?? [];
    expect(missing.filter((fact) => ![...losses, ...replaced].some(({ what }) => what.test(fact)))).toEqual([]);
    // Each loss is one, and the report has it.
    const leftOut = result.entries.flatMap((entry) => (entry.kind === 'left out' ? [entry.what] : []));
    const idle = losses.filter(
      ({ what, reported }) =>
        !missing.some((fact) => what.test(fact)) || (reported && !leftOut.some((one) => reported.test(one))),
    );
    expect(idle.map(({ why }) => why)).toEqual([]);
  });

  test.each([
    ['cloudformation/20.yml', 'cloudformation/25.json'],
    ['cloudformation/23.yml', 'cloudformation/26.json'],
  ])('%s gives the same descriptor as what SAM makes of it, %s', async (source, processed) => {
    const [one, two] = await Promise.all(
      [source, processed].map((file) => importedFrom(basename(file), { [basename(file)]: textOf(file) })),
    );
    expect(meaningOf(two?.descriptor ?? '')).toEqual(meaningOf(one?.descriptor ?? ''));
  });
});

test.skipIf(!areHere)('says what becomes of each', async () => {
  const rows = await Promise.all(
    samples.map(async (sample) => {
      const result = await importOf(sample);
      const before = sourceRoutes(basename(sample.file), filesOf(sample)).length;
      if ('unreadable' in result) return [sample.file, before, 0, 0, 0, 2];
      const template = analyze(result.descriptor).template('json') ?? '{}';
      const counts = (['changed', 'left out'] as const).map(
        (kind) => result.entries.filter((entry) => entry.kind === kind).length,
      );
      const after = sourceRoutes('template.json', { 'template.json': template }).length;
      return [sample.file, before, after, ...counts, (counts[1] ?? 0) > 0 ? 1 : 0];
    }),
  );
  const header = ['sample', 'routes in', 'routes out', 'changed', 'left out', 'exit status'];
  const table = [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  if (process.env['IMPORT_TABLE']) process.stdout.write(`${table}\n`);
  // Of the one whose route has two handlers, one is left out.
  const fewer = rows.filter(([, before, after]) => before !== after).map(([file]) => file);
  expect(fewer).toEqual(['serverless/28.yml']);
});

function originalOf(sample: Sample): unknown {
  const { file } = sample;
  if (!file.startsWith('serverless/'))
    return expandSam(readTemplate(textOf(file), file.endsWith('.json') ? 'json' : 'yaml', '1.1'));
  const files = Object.entries(filesOf(sample)).map(([path, text]) => [`./${path}`, text] as const);
  return expandServerless(textOf(file), Object.fromEntries(files));
}
