// The small projects in `test/imports/`, one of each kind: each is imported without a loss, and the forms in which a tool
// lets people write the same project give the same descriptor.
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { analyze } from '../../../server/src/analysis.ts';
import { meaningOf } from '../../harness/descriptor-meaning.ts';
import { expandSam } from '../../harness/expand-sam.ts';
import { expandServerless } from '../../harness/expand-serverless.ts';
import { importedFrom, ownProject } from '../../harness/import-files.ts';
import { includes, inventoryOf } from '../../harness/inventory.ts';
import { faultsOf } from '../../harness/judge-import.ts';
import { get, isMap, readTemplate } from '../../harness/read-template.ts';
import { sourceRoutes } from '../../harness/source-routes.ts';
import { validatorFindings } from '../../harness/validate-template.ts';
import { replaced } from '../../imports/samples.ts';

interface OwnProject {
  readonly folder: string;
  readonly file: string;
  readonly routes: readonly string[];
  /** What is left out. */
  readonly losses?: readonly RegExp[];
}

const serverlessRoutes = ['$connect', '$disconnect', 'sendMessage', '$default'];

const projects: readonly OwnProject[] = [
  { folder: 'serverless', file: 'serverless.yml', routes: serverlessRoutes },
  { folder: 'serverless-short', file: 'serverless.yml', routes: serverlessRoutes },
  { folder: 'serverless-parts', file: 'serverless.yml', routes: serverlessRoutes },
  { folder: 'sam', file: 'template.yaml', routes: ['$connect', '$disconnect', 'sendMessage'] },
  { folder: 'sam', file: 'processed.json', routes: ['$connect', '$disconnect', 'sendMessage'] },
  { folder: 'cloudformation', file: 'template.yaml', routes: ['$connect', 'say'] },
  { folder: 'cloudformation', file: 'template.json', routes: ['$connect', 'say'] },
  { folder: 'cdk', file: 'ChatStack.template.json', routes: ['$connect', '$disconnect', 'sendMessage'] },
  {
    folder: 'altostra',
    file: 'project.json',
    routes: ['$connect', 'sendMessage', '$default'],
    losses: [/REST API|Rest01|api/],
  },
];

describe.each(projects)('$folder/$file', ({ folder, file, routes, losses = [] }) => {
  const files = ownProject(folder);

  test('has these routes', () => {
    expect(sourceRoutes(file, files).map(({ key }) => key)).toEqual(routes);
  });

  test('is imported without a fault', async () => {
    expect(faultsOf(file, files, await importedFrom(file, files))).toEqual([]);
  });

  test('loses nothing but what is expected', async () => {
    const { entries } = await importedFrom(file, files);
    const lost = entries.flatMap((entry) => (entry.kind === 'left out' ? [entry.what] : []));
    expect(lost.filter((what) => !losses.some((loss) => loss.test(what)))).toEqual([]);
    expect(losses.filter((loss) => !lost.some((what) => loss.test(what)))).toEqual([]);
  });

  test("has a template that AWS's validator accepts, and that deploys what the original does", async () => {
    const { descriptor } = await importedFrom(file, files);
    const template = analyze(descriptor).template('json') ?? '';
    expect(validatorFindings(template, 'json')).toEqual([]);
    // What the other files have is compared by the descriptors.
    const original = folder === 'serverless-parts' ? undefined : expanded(file, files[file] ?? '');
    const own = inventoryOf(readTemplate(analyze(descriptor).template('json', '') ?? '', 'json'));
    const missing = [...inventoryOf(original)].filter((fact) => !includes(own, fact));
    const others = [...replaced.map(({ what }) => what), /Function\.Code: |ProvisionedThroughput|AWS::CDK::Metadata/];
    expect(missing.filter((fact) => !others.some((pattern) => pattern.test(fact)))).toEqual([]);
  });
});

function expanded(file: string, text: string): unknown {
  if (file.startsWith('serverless')) return expandServerless(text);
  return expandSam(readTemplate(text, file.endsWith('.json') ? 'json' : 'yaml'));
}

async function meaningOfImport(folder: string, file: string): Promise<unknown> {
  const { descriptor } = await importedFrom(file, ownProject(folder));
  return meaningOf(descriptor);
}

describe('the same project gives the same descriptor', () => {
  test.each([
    ['Serverless, in long and in short forms', 'serverless/serverless.yml', 'serverless-short/serverless.yml'],
    ['Serverless, in one file and in several', 'serverless/serverless.yml', 'serverless-parts/serverless.yml'],
    ['SAM, and what SAM makes of it', 'sam/template.yaml', 'sam/processed.json'],
    ['CloudFormation, in YAML and in JSON', 'cloudformation/template.yaml', 'cloudformation/template.json'],
  ])('%s', async (_, one, other) => {
    const [[folder = '', file = ''], [otherFolder = '', otherFile = '']] = [one.split('/'), other.split('/')];
    expect(await meaningOfImport(otherFolder, otherFile)).toEqual(await meaningOfImport(folder, file));
  });

  test('the answer of get-template, and the template in it, as text and as a map', async () => {
    const { 'template.json': text = '' } = ownProject('cloudformation');
    const body: unknown = JSON.parse(text);
    const expected = await meaningOfImport('cloudformation', 'template.json');
    for (const TemplateBody of [text, body]) {
      const files = { 'answer.json': JSON.stringify({ TemplateBody, StagesAvailable: ['Original', 'Processed'] }) };
      const imported = await importedFrom('answer.json', files);
      expect(meaningOf(imported.descriptor)).toEqual(expected);
    }
  });

  test('CloudFormation with the intrinsics written in other ways', async () => {
    const { 'template.json': text = '' } = ownProject('cloudformation');
    const longer = text
      .replaceAll(
        /\{\s*"Fn::Sub": "integrations\/\$\{(\w+)\}"\s*\}/g,
        '{"Fn::Join": ["", ["integrations/", {"Ref": "$1"}]]}',
      )
      .replaceAll(/\{\s*"Fn::GetAtt": \[\s*"(\w+)",\s*"(\w+)"\s*\]\s*\}/g, '{"Fn::GetAtt": "$1.$2"}');
    expect(longer).not.toBe(text);
    const imported = await importedFrom('template.json', { 'template.json': longer });
    expect(meaningOf(imported.descriptor)).toEqual(await meaningOfImport('cloudformation', 'template.json'));
  });

  test('with comments, a byte order mark, other line ends and another order of keys', async () => {
    for (const [folder, file] of [
      ['serverless', 'serverless.yml'],
      ['sam', 'template.yaml'],
      ['cloudformation', 'template.yaml'],
    ] as const) {
      const files = ownProject(folder);
      const text = files[file] ?? '';
      const expected = await meaningOfImport(folder, file);
      for (const variant of [`\uFEFF${text}`, text.replaceAll('\n', '\r\n'), `${text}# The end`, `---\n${text}...\n`]) {
        const imported = await importedFrom(file, { ...files, [file]: variant });
        expect(meaningOf(imported.descriptor)).toEqual(expected);
        expect(faultsOf(file, { ...files, [file]: variant }, imported)).toEqual([]);
      }
    }
  });
});

describe('the defaults of a tool are written out', () => {
  const resourcesOf = async (folder: string, file: string): Promise<unknown> => {
    const { descriptor } = await importedFrom(file, ownProject(folder));
    return get(readTemplate(descriptor, 'yaml'), 'resources');
  };
  const byName = (resources: unknown, name: string): unknown =>
    Object.values(isMap(resources) ? resources : {}).find((resource) => get(resource, 'name') === name);

  test('of the Serverless Framework', async () => {
    const resources = await resourcesOf('serverless-short', 'serverless.yml');
    expect(byName(resources, 'WebsocketsApi')).toMatchObject({
      stage: 'dev',
      routeSelectorProperty: 'action',
      identitySource: ['header.Auth'],
    });
    expect(byName(resources, 'ConnectLambdaFunction')).toMatchObject({ memory: 1024 });
    expect(byName(resources, 'SweepLambdaFunction')).toMatchObject({ memory: 1024, timeout: 60 });
  });

  test('of SAM and Lambda', async () => {
    const resources = await resourcesOf('sam', 'template.yaml');
    expect(byName(resources, 'ChatApi')).toMatchObject({ stage: 'default' });
    expect(byName(resources, 'ConnectFunction')).toMatchObject({ memory: 128, timeout: 10 });
    const plain = await resourcesOf('cloudformation', 'template.yaml');
    expect(byName(plain, 'OnConnect')).toMatchObject({ memory: 128, timeout: 3 });
  });
});

test('an import is deterministic, and does not depend on how a file is indented', async () => {
  const { 'template.json': text = '' } = ownProject('cloudformation');
  const value: unknown = JSON.parse(text);
  const [one, two] = await Promise.all(
    [text, stringify(value, { indent: 4 })].map((written) => importedFrom('template.yml', { 'template.yml': written })),
  );
  expect(two?.descriptor).toBe(one?.descriptor);
});
