// Public projects, translated into project files: each has no errors, AWS's validator accepts its template, and, where the
// originals are at hand, it loses nothing of them but what is listed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { expandSam } from '../../harness/expand-sam.ts';
import { expandServerless } from '../../harness/expand-serverless.ts';
import { includes, inventoryOf } from '../../harness/inventory.ts';
import { readTemplate } from '../../harness/read-template.ts';
import { validatorFindings } from '../../harness/validate-template.ts';
import { lossesOf, projects, type RealProject } from '../../real-projects/projects.ts';

const translations = join(import.meta.dirname, '../../real-projects');
const originals = join(import.meta.dirname, '../../../../shared/samples');

const translationOf = ({ name }: RealProject): string =>
  readFileSync(join(translations, `${name}.websocket.yaml`), 'utf8');

test('each translation is of a project in the list', () => {
  const files = readdirSync(translations).filter((file) => file.endsWith('.websocket.yaml'));
  expect(files).toEqual(projects.map(({ name }) => `${name}.websocket.yaml`).sort());
});

describe.each(projects)('the translation of $name', (project) => {
  const analysis = analyze(translationOf(project));

  test('has no errors, and no warnings but those expected', () => {
    const problems = analysis.findings.filter(({ rule }) => rule.severity !== 'information');
    const expected = new Set(['deprecated-runtime', ...(project.warnings ?? [])]);
    expect(problems.filter(({ rule }) => !expected.has(rule.id)).map(({ message }) => message)).toEqual([]);
  });

  test("has a template that AWS's validator accepts", () => {
    const template = analysis.template('yaml') ?? '';
    // The originals have deprecated runtimes as well.
    const known = [/[WE]2531: /, ...(project.remarks ?? [])];
    const findings = validatorFindings(template, 'yaml').filter((line) => !known.some((one) => one.test(line)));
    expect(template).not.toBe('');
    expect(findings).toEqual([]);
  });
});

const withOutput = projects.filter(({ originals: own }) => own.length > 1);

test.skipIf(!existsSync(originals)).each(withOutput)('the expansion of $name is what SAM makes of it', (project) => {
  const [expanded = new Set<string>(), made = new Set<string>()] = project.originals.map((file) =>
    inventoryOf(readOriginal(project, file)),
  );
  // What every template has, and the tags by which SAM knows its own.
  const usual = /\.(ApiId|Action|AuthorizerType|AutoDeploy|Code|Name|Tags)(:|$)/;
  expect([...made].filter((fact) => !expanded.has(fact) && !usual.test(fact))).toEqual([]);
  expect([...expanded].filter((fact) => !made.has(fact))).toEqual([]);
});

describe.skipIf(!existsSync(originals)).each(projects)('compared with its original, $name', (project) => {
  test.each(project.originals)('has everything of %s but what is listed', (file) => {
    const missing = missingFrom(project, file);
    const losses = lossesOf(project);
    expect(missing.filter((fact) => !losses.some(({ what }) => what.test(fact)))).toEqual([]);
  });

  test('lists nothing that it has', () => {
    const missing = project.originals.flatMap((file) => missingFrom(project, file));
    const idle = project.losses.filter(({ what }) => !missing.some((fact) => what.test(fact)));
    expect(idle.map(({ what }) => what.source)).toEqual([]);
  });
});

test.skipIf(!existsSync(originals))('at least two thirds of the samples can be described without loss', () => {
  const samples = ['cloudformation', 'serverless'].flatMap((folder) =>
    readdirSync(join(originals, folder)).map((file) => `${folder}/${file}`),
  );
  expect(samples.sort()).toEqual(projects.flatMap(originalsOf).sort());
  const described = projects.filter(({ notDescribable }) => notDescribable === undefined);
  expect(described.length).toBeGreaterThanOrEqual((projects.length * 2) / 3);
  expect(described.flatMap(originalsOf).length).toBeGreaterThanOrEqual((samples.length * 2) / 3);
});

function originalsOf({ originals: own, files = {} }: RealProject): readonly string[] {
  return [...own, ...Object.values(files)];
}

function missingFrom(project: RealProject, file: string): readonly string[] {
  const own = inventoryOf(readTemplate(analyze(translationOf(project)).template('json') ?? '{}', 'json'));
  return [...inventoryOf(readOriginal(project, file))].filter((fact) => !includes(own, fact));
}

function readOriginal(project: RealProject, file: string): unknown {
  const read = (path: string): string => readFileSync(join(originals, path), 'utf8');
  if (file.startsWith('serverless/')) {
    const files = Object.entries(project.files ?? {}).map(([path, sample]) => [path, read(sample)] as const);
    return expandServerless(read(file), Object.fromEntries(files));
  }
  return expandSam(readTemplate(read(file), file.endsWith('.json') ? 'json' : 'yaml', '1.1'));
}
