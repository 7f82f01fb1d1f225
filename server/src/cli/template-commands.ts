// The commands about the CloudFormation template: `build FILE` generates it, `diff FILE TEMPLATE` compares it with an
// existing one, and `explain LOGICAL_ID FILE` finds the text that a resource of it comes from.
import { dirname, relative, sep } from 'node:path';
import type { Analysis } from '../analysis.ts';
import { isGenerated, readDeployed } from '../template/deployed.ts';
import { isLoss, type Impact, type ResourceChange } from '../template/impact-words.ts';
import { sizeRemarks } from '../template/size.ts';
import type { TemplateFormat } from '../template/template.ts';
import {
  analyzeFile,
  asJson,
  existingAt,
  formatFinding,
  notOverwritten,
  parseParameters,
  printDocument,
  printLine,
  readText,
  refuseDescriptor,
  reportLine,
  textOf,
  UsageError,
  writeOutput,
  type Command,
} from './command.ts';

export const build: Command = {
  name: 'build',
  usage: 'build FILE [--format yaml|json] [--out TEMPLATE] [--code] [--force]',
  summary:
    'Prints the CloudFormation template, or writes it to TEMPLATE and lists what deploying it would open, replace or delete. If FILE has errors, prints only the errors. With --code, functions have the paths of their code, which `aws cloudformation package` and `sam deploy` upload. Overwrites a file that is not a generated template only with --force.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, {
      format: { type: 'string' },
      out: { type: 'string' },
      code: { type: 'boolean' },
      force: { type: 'boolean' },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('build requires exactly one file');
    const format = formatOf(values.format, values.out);
    const analysis = await analyzeFile(file);
    const template = analysis.template(format, values.code ? pathToProject(file, values.out) : undefined);
    if (template === undefined) {
      for (const error of analysis.errors) reportLine(formatFinding(file, analysis, error));
      return 1;
    }
    const size = analysis.templateSize(format);
    const remarks = size ? sizeRemarks(size) : [];
    for (const { severity, message } of remarks) reportLine(`${file}: ${severity}: ${message}`);
    if (remarks.some(({ severity }) => severity === 'error')) return 1;
    let impact: Impact | undefined;
    if (values.out !== undefined) {
      await refuseDescriptor(values.out, file);
      impact = values.force ? undefined : await impactOn(values.out, analysis);
    }
    const note = analysis.openNote();
    if (note !== undefined && !impact?.effects.some(({ kind }) => kind === 'opened')) {
      reportLine(`${file}: note: ${note}`);
    }
    if (impact && impact.changes.length > 0) for (const line of linesOf(impact)) reportLine(line);
    if (values.out === undefined) printDocument(template);
    else await writeOutput(values.out, template);
    return 0;
  },
};

/** The path from the folder of the template to that of the project, with a slash at its end unless it is empty. */
function pathToProject(file: string, out: string | undefined): string {
  const path = relative(dirname(out ?? file), dirname(file)).replaceAll(sep, '/');
  return path === '' ? '' : `${path}/`;
}

function formatOf(format: string | undefined, out: string | undefined): TemplateFormat {
  if (format === 'yaml' || format === 'json') return format;
  if (format !== undefined) throw new UsageError(`--format must be yaml or json, not ${JSON.stringify(format)}`);
  return out?.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
}

/**
 * What overwriting the existing template does; undefined if there is none.
 * @throws {Error} if the existing file is not a generated template
 */
async function impactOn(out: string, analysis: Analysis): Promise<Impact | undefined> {
  const existing = await existingAt(out);
  const text = existing && textOf(out, existing);
  if (text === undefined) return undefined;
  const impact = analysis.impact(text);
  if (impact && 'unreadable' in impact) throw notOverwritten(out, impact.unreadable);
  const deployed = readDeployed(text);
  if ('resources' in deployed && !isGenerated(deployed)) {
    throw notOverwritten(out, 'it was not generated from a project file. The command diff shows what would change');
  }
  return impact;
}

/** @param more lines between the effects and the summary */
function linesOf({ effects, summary }: Impact, more: readonly string[] = []): readonly string[] {
  return [...effects.map(({ message }) => message), ...more, summary];
}

export const diff: Command = {
  name: 'diff',
  usage: 'diff FILE TEMPLATE [--json]',
  summary:
    'Prints how deploying the template of FILE changes a stack created from TEMPLATE. Exit status: 0 if nothing is lost, 1 if something is lost or CloudFormation rejects the update, 2 if they cannot be compared. TEMPLATE can be an answer of `aws cloudformation get-template`.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, { json: { type: 'boolean' } });
    const [file, existing, ...others] = positionals;
    if (file === undefined || existing === undefined || others.length > 0) {
      throw new UsageError('diff requires a file and a template');
    }
    const analysis = await analyzeFile(file);
    const impact = analysis.impact(await readText(existing));
    if (!impact) {
      for (const error of analysis.errors) reportLine(formatFinding(file, analysis, error));
      return 2;
    }
    if ('unreadable' in impact) throw new Error(`${existing} cannot be compared because ${impact.unreadable}`);
    if (values.json) printDocument(asJson(impact));
    else for (const line of linesOf(impact, impact.changes.map(lineOf))) printLine(line);
    return impact.effects.some(isLoss) ? 1 : 0;
  },
};

const signs = { add: '+', update: '~', mayReplace: '!', replace: '!', delete: '-' } as const;

/** `! ChatStage AWS::ApiGatewayV2::Stage (StageName)` */
function lineOf({ logicalId, type, action, causes }: ResourceChange): string {
  const reason = causes.length > 0 ? ` (${causes.map(({ property }) => property).join(', ')})` : '';
  // In a template from elsewhere, an ID can be any text.
  return `${signs[action]} ${logicalId} ${type}${reason}`.replaceAll(/\s+/g, ' ');
}

export const explain: Command = {
  name: 'explain',
  usage: 'explain LOGICAL_ID FILE',
  summary: 'Prints `file:line:column: text` for the text that a resource or output of the template comes from.',
  async run(parameters) {
    const { positionals } = parseParameters(parameters, {});
    const [logicalId, file, ...others] = positionals;
    if (logicalId === undefined || file === undefined || others.length > 0) {
      throw new UsageError('explain requires a logical ID and one file');
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
};
