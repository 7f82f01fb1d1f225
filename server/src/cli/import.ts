// `import FILE`: makes a project file from a project of another tool.
import { basename, dirname, join, relative } from 'node:path';
import { absolute, diskFiles } from '../disk/disk-files.ts';
import { readerBelow } from '../files/files.ts';
import { parentOf } from '../files/paths.ts';
import { importProject, toolFolders, type Import } from '../import/import.ts';
import { hasLosses, reportData, reportLines, spotOf } from '../import/report.ts';
import { formatOf, isDescriptorName } from '../language/files.ts';
import { listed } from '../wording.ts';
import { command, onlyFile, UsageError } from './command.ts';
import { createFile, readStandardInput, readText } from './files.ts';
import { asJson, printDocument, printLine, reportLine } from './output.ts';

/** The files of a folder that can be imported, by tool. The first one of a tool that is there counts. */
const knownFiles: readonly (readonly string[])[] = [
  ['serverless.yml', 'serverless.yaml', 'serverless.json'],
  ['template.yaml', 'template.yml', 'template.json'],
  ['.altostra/project.json', '.altostra/template.json'],
];

/** Files that would have to be run, and what to import instead. */
const programs: Readonly<Record<string, string>> = {
  'serverless.ts': 'run serverless package, and import .serverless/cloudformation-template-update-stack.json',
  'serverless.js': 'run serverless package, and import .serverless/cloudformation-template-update-stack.json',
  'cdk.json': 'run cdk synth, and import the template of a stack, which is in cdk.out',
};

export const importCommand = command({
  name: 'import',
  parameters: 'FILE',
  summary: 'Make a project file from a project of the Serverless Framework, SAM, CloudFormation or Altostra.',
  details: [
    'FILE is a serverless.yml, a template in YAML or JSON, also one that the CDK or SAM has made or `aws cloudformation get-template` has answered, or an Altostra project. It can be the folder with one of them, or - for standard input.',
    'What becomes of each part is reported on standard error. Existing files are never overwritten.',
    'Exit status: 0 if everything is in the project file, 1 if something is left out, 2 if FILE cannot be imported.',
  ],
  options: {
    stage: {
      type: 'string',
      value: 'NAME',
      summary: 'The stage of a Serverless project, as with `serverless deploy`.',
    },
    out: {
      type: 'string',
      short: 'o',
      value: 'PROJECT',
      summary:
        'Write to this file, whose name is websocket.yaml or ends in .websocket.yaml or .websocket.yml. The default is websocket.yaml in the folder of the project. `-` is standard output.',
    },
    json: { type: 'boolean', summary: 'Print the report as JSON to standard output.' },
  },
  examples: [
    {
      line: 'import serverless.yml --stage prod --out prod.websocket.yaml',
      does: 'Imports a service of the Serverless Framework.',
    },
    { line: 'import template.yaml --out stack.websocket.yaml', does: 'Imports a template.' },
    {
      line: 'import <(aws cloudformation get-template --stack-name chat) --out deployed.websocket.yaml',
      does: 'Imports the deployed stack.',
    },
  ],
  async run({ positionals, values }) {
    const named = onlyFile('import', positionals);
    checkOutput(values);
    const { file, text, folder } = await sourceOf(named);
    const out = values.out ?? join(folder, 'websocket.yaml');
    await refuseExisting(out, 'Choose another name with --out');
    const title = basename(file);
    const imported = await importProject({
      path: title,
      text,
      stage: values.stage,
      read: readerBelow(diskFiles, parentOf(absolute(file))),
    });
    const pathOf = (path: string): string => (path === title ? file : join(dirname(file), path));
    if ('unreadable' in imported) {
      const at = imported.place === undefined ? file : spotOf(imported.place, pathOf);
      throw new Error(`${at}: ${file} cannot be imported: ${imported.unreadable}`);
    }
    if (values.stage !== undefined && imported.source !== 'serverless') {
      throw new UsageError('--stage is only for projects of the Serverless Framework');
    }
    const created = await write(imported, out);
    for (const line of reportLines(title, imported.entries, pathOf)) reportLine(line);
    if (values.json) {
      const { source, entries } = imported;
      printDocument(asJson({ source, created, entries: reportData(title, entries) }));
    } else for (const path of created) printLine(`Created ${path}`);
    await reportFolder(out, folder);
    return hasLosses(imported.entries) ? 1 : 0;
  },
});

/** @throws {UsageError} */
function checkOutput({ out, json }: { readonly out?: string | undefined; readonly json?: boolean | undefined }): void {
  if (out === undefined) return;
  if (out === '-') {
    if (json) throw new UsageError('--json and --out - would both print to standard output');
    return;
  }
  if (!isDescriptorName(basename(out)) || formatOf(out) === 'json') {
    throw new UsageError(
      `the name must be websocket.yaml, or end in .websocket.yaml or .websocket.yml, not ${JSON.stringify(out)}`,
    );
  }
}

interface Source {
  /** As it is shown. */
  readonly file: string;
  readonly text: string;
  /** The folder of the project. */
  readonly folder: string;
}

/** @throws {Error} that says why there is nothing to import */
async function sourceOf(named: string): Promise<Source> {
  if (named === '-') return { file: 'standard input', text: await readStandardInput(), folder: '.' };
  const found = await diskFiles.stat(absolute(named));
  const file = found?.kind === 'folder' ? await fileIn(named) : named;
  const text = await readText(file);
  // What the shell passes is in no folder.
  const parent = file.startsWith('/dev/') ? '.' : dirname(file);
  return { file, text, folder: toolFolders.includes(basename(absolute(parent))) ? dirname(parent) : parent };
}

/** The only file of the folder that can be imported. */
async function fileIn(folder: string): Promise<string> {
  const exists = async (name: string): Promise<boolean> =>
    (await diskFiles.stat(absolute(join(folder, name))))?.kind === 'file';
  const found: string[] = [];
  for (const names of knownFiles) {
    for (const name of names) {
      if (!(await exists(name))) continue;
      found.push(name);
      break;
    }
  }
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return join(folder, first);
  if (first !== undefined) throw new Error(`${folder} has ${listed(found, 'and')}: name the one to import`);
  for (const [name, advice] of Object.entries(programs)) {
    if (await exists(name)) throw new Error(`${join(folder, name)} is a program, which is not run: ${advice}`);
  }
  throw new Error(`${folder} has no ${listed(knownFiles.map(([name = '']) => name))}. Name the file to import`);
}

/** @throws {Error} if something is there */
async function refuseExisting(path: string, advice: string): Promise<void> {
  if (path === '-' || (await diskFiles.isAbsent(absolute(path)))) return;
  throw new Error(`${path} exists already, and is not overwritten. ${advice}`);
}

/**
 * Writes the project file and the files of inline code beside it, or none of them.
 * @returns the paths of what was created
 */
async function write({ descriptor, files }: Import, out: string): Promise<readonly string[]> {
  if (out === '-') {
    printDocument(descriptor);
    for (const { path } of files) reportLine(`${path} is not created with --out -`);
    return [];
  }
  const folder = dirname(out);
  const beside = files.map(({ path, text }) => ({ path: join(folder, path), text }));
  for (const { path } of beside) {
    await refuseExisting(path, 'Move it, or write the project file to another folder with --out');
    if (!(await diskFiles.leadsInto(absolute(folder), absolute(path)))) {
      throw new Error(`${path} is not created because it is not in the folder of the project file`);
    }
  }
  for (const { path, text } of [{ path: out, text: descriptor }, ...beside]) await createFile(path, text);
  return [out, ...beside.map(({ path }) => path)];
}

/** Says that paths no longer lead to the code. */
async function reportFolder(out: string, project: string): Promise<void> {
  if (out === '-') return;
  const [from, to] = await Promise.all([dirname(out), project].map((folder) => diskFiles.realPath(absolute(folder))));
  if (from === undefined || to === undefined || from === to) return;
  reportLine(
    `${out}: the paths of code in it are relative to ${relative('', to) || '.'}. Move it there, or move the code to its folder.`,
  );
}
