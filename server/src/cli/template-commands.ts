// The commands about the CloudFormation template: `build FILE` generates it, `diff FILE TEMPLATE` compares it with an
// existing one, and `explain FILE ID` finds the text that a resource of it comes from.
import { mkdir } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { Analysis } from '../analysis.ts';
import { absolute, diskFiles } from '../disk/disk-files.ts';
import { templateFileFor } from '../files/settings-files.ts';
import { isLoss, type Impact, type ResourceChange } from '../template/impact-words.ts';
import { sizeRemarks } from '../template/size.ts';
import type { TemplateFormat } from '../template/template.ts';
import { command, onlyFile, UsageError } from './command.ts';
import {
  analyzeFile,
  existingAt,
  notOverwritten,
  readText,
  refuseDescriptor,
  reportErrors,
  settingsOf,
  textOf,
  writeOutput,
} from './files.ts';
import { asJson, printDocument, printLine, reportLine } from './output.ts';

const formats: readonly TemplateFormat[] = ['yaml', 'json'];

export const build = command({
  name: 'build',
  parameters: 'FILE',
  summary: 'Print or write the CloudFormation template.',
  details: [
    'If TEMPLATE exists, lists what deploying the new one would open, replace or delete. A file that is not a generated template is overwritten only with --force. If FILE has errors, prints only the errors, and exits with 1.',
  ],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      values: formats,
      summary: 'The format. The default follows from the extension of TEMPLATE; without one, it is yaml.',
    },
    out: {
      type: 'string',
      short: 'o',
      value: 'TEMPLATE',
      summary: 'Write to this file. The default is what the settings file says, or standard output, which is `-`.',
    },
    code: {
      type: 'boolean',
      summary:
        'Give functions the paths of their code, which `aws cloudformation package` and `sam deploy` upload, instead of a place in S3.',
    },
    force: { type: 'boolean', short: 'f', summary: 'Overwrite any file.' },
  },
  examples: [
    { line: 'build websocket.yaml --out template.yaml', does: 'Writes the template.' },
    { line: 'build websocket.yaml --format json | jq .Resources', does: 'Prints it as JSON.' },
  ],
  async run({ positionals, values }) {
    const file = onlyFile('build', positionals);
    const analysis = await analyzeFile(file);
    const { out, format, isFromSettings } = await outputOf(file, values);
    const localCode = values.code ? pathToProject(file, out) : undefined;
    const template = analysis.template(format, localCode);
    if (template === undefined) {
      reportErrors(file, analysis);
      return 1;
    }
    const size = analysis.templateSize(format);
    const remarks = size ? sizeRemarks(size) : [];
    for (const { severity, message } of remarks) reportLine(`${file}: ${severity}: ${message}`);
    if (remarks.some(({ severity }) => severity === 'error')) return 1;
    let impact: Impact | undefined;
    if (out !== undefined) {
      await refuseDescriptor(out, file);
      impact = values.force ? undefined : await impactOn(out, analysis, localCode);
    }
    const note = analysis.openNote();
    if (note !== undefined && !impact?.effects.some(({ kind }) => kind === 'opened')) {
      reportLine(`${file}: note: ${note}`);
    }
    if (impact && impact.changes.length > 0) for (const line of linesOf(impact)) reportLine(line);
    if (out === undefined) printDocument(template);
    else if (isFromSettings) await writeNamed(out, template);
    else await writeOutput(out, template);
    return 0;
  },
});

interface Output {
  /** Undefined for standard output. */
  readonly out: string | undefined;
  readonly format: TemplateFormat;
  readonly isFromSettings: boolean;
}

/** Where the template goes: the command line decides, or else the settings. */
async function outputOf(
  file: string,
  values: { readonly out?: string | undefined; readonly format?: string | undefined },
): Promise<Output> {
  const settings = await settingsOf(file);
  const format = formats.find((one) => one === values.format);
  const isNamed = values.out !== undefined && values.out !== '-';
  if (isNamed) return { out: values.out, format: format ?? formatOf(values.out), isFromSettings: false };
  const chosen = await templateFileFor(diskFiles, settings, absolute(file));
  if (chosen.refused !== undefined) throw new Error(chosen.refused);
  const isFromSettings = values.out === undefined && settings?.settings.template.path !== undefined;
  return {
    out: isFromSettings ? relative('', chosen.path) : undefined,
    format: format ?? chosen.format,
    isFromSettings,
  };
}

/** Writes to a file that the user has not named now, and whose folder may not exist yet. */
async function writeNamed(out: string, template: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  await writeOutput(out, template);
  reportLine(`Wrote ${out}`);
}

/** The path from the folder of the template to that of the project, with a slash at its end unless it is empty. */
function pathToProject(file: string, out: string | undefined): string {
  const path = relative(dirname(out ?? file), dirname(file)).replaceAll(sep, '/');
  return path === '' ? '' : `${path}/`;
}

function formatOf(out = ''): TemplateFormat {
  return out.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
}

/**
 * What overwriting the existing template does; undefined if there is none.
 * @throws {Error} if the existing file is not a generated template
 */
async function impactOn(out: string, analysis: Analysis, localCode?: string): Promise<Impact | undefined> {
  const existing = await existingAt(out);
  const text = existing && textOf(out, existing);
  if (text === undefined) return undefined;
  const impact = analysis.impact(text, localCode);
  if (impact && 'unreadable' in impact) throw notOverwritten(out, impact.unreadable);
  if (impact && !impact.replacesGenerated) {
    throw notOverwritten(out, 'it was not generated from a project file. The command diff shows what would change');
  }
  return impact;
}

/** @param more lines between the effects and the summary */
function linesOf({ effects, summary }: Impact, more: readonly string[] = []): readonly string[] {
  return [...effects.map(({ message }) => message), ...more, summary];
}

export const diff = command({
  name: 'diff',
  parameters: 'FILE TEMPLATE',
  summary: 'Print how deploying the template of FILE changes a stack created from TEMPLATE.',
  details: [
    'TEMPLATE can be an answer of `aws cloudformation get-template`.',
    'Exit status: 0 if nothing is lost, 1 if something is lost or CloudFormation rejects the update, 2 if they cannot be compared.',
  ],
  options: { json: { type: 'boolean', summary: 'Print the changes as JSON.' } },
  examples: [
    { line: 'diff websocket.yaml template.yaml', does: 'Compares with the template that was deployed last.' },
    {
      line: 'diff websocket.yaml <(aws cloudformation get-template --stack-name chat)',
      does: 'Compares with the deployed stack.',
    },
  ],
  async run({ positionals, values }) {
    const [file, existing, ...others] = positionals;
    if (file === undefined || existing === undefined || others.length > 0) {
      throw new UsageError('diff requires a file and a template');
    }
    const analysis = await analyzeFile(file);
    const impact = analysis.impact(await readText(existing));
    if (!impact) {
      reportErrors(file, analysis);
      return 2;
    }
    if ('unreadable' in impact) throw new Error(`${existing} cannot be compared because ${impact.unreadable}`);
    if (values.json) printDocument(asJson(impact));
    else for (const line of linesOf(impact, impact.changes.map(lineOf))) printLine(line);
    return impact.effects.some(isLoss) ? 1 : 0;
  },
});

const signs = { add: '+', update: '~', mayReplace: '!', replace: '!', delete: '-' } as const;

/** `! ChatStage AWS::ApiGatewayV2::Stage (StageName)` */
function lineOf({ logicalId, type, action, causes }: ResourceChange): string {
  const reason = causes.length > 0 ? ` (${causes.map(({ property }) => property).join(', ')})` : '';
  // In a template from elsewhere, an ID can be any text.
  return `${signs[action]} ${logicalId} ${type}${reason}`.replaceAll(/\s+/g, ' ');
}

export const explain = command({
  name: 'explain',
  parameters: 'FILE ID',
  summary: 'Print the text that a resource or output of the template comes from.',
  details: ['ID is a logical ID of the template. Prints `file:line:column: text`.'],
  options: {},
  examples: [{ line: 'explain websocket.yaml ChatStage', does: 'Finds what a message of CloudFormation is about.' }],
  async run({ positionals }) {
    const [file, logicalId, ...others] = positionals;
    if (file === undefined || logicalId === undefined || others.length > 0) {
      throw new UsageError('explain requires a file and a logical ID');
    }
    const analysis = await analyzeFile(file);
    const origin = analysis.originOfResource(logicalId);
    if (!origin) {
      reportLine(`${file}: the template has no resource or output ${JSON.stringify(logicalId)}`);
      return 1;
    }
    const { line, character } = analysis.lines.positionAt(origin.start);
    const source = analysis.text.slice(origin.start, origin.end).replaceAll(/\s+/g, ' ');
    printLine(`${file}:${line + 1}:${character + 1}: ${source}`);
    return 0;
  },
});
