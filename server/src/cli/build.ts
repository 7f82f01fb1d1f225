// `build FILE`: the CloudFormation template, or nothing but the errors.
import type { Analysis } from '../analysis.ts';
import type { TemplateFormat } from '../template/template.ts';
import { sizeRemarks } from '../template/size.ts';
import { existingAt, leftAlone, refuseDescriptor, writeOutput } from './output.ts';
import { analyzeFile, formatFinding, parseParameters, textOf, UsageError, type Verb } from './verb.ts';

export const build: Verb = {
  name: 'build',
  usage: 'build FILE [--format yaml|json] [--out TEMPLATE] [--force]',
  summary:
    'Prints the CloudFormation template, or writes it to TEMPLATE, and then says what CloudFormation would replace or delete; with errors in FILE, prints only them. What is no template is overwritten by force alone.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, {
      format: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('build needs exactly one file');
    const format = formatOf(values.format, values.out);
    const analysis = await analyzeFile(file);
    const template = analysis.template(format);
    if (template === undefined) {
      for (const error of analysis.errors) process.stderr.write(formatFinding(file, analysis, error));
      return 1;
    }
    const size = analysis.templateSize(format);
    const remarks = size ? sizeRemarks(size) : [];
    for (const { severity, message } of remarks) process.stderr.write(`${file}: ${severity}: ${message}\n`);
    if (remarks.some(({ severity }) => severity === 'error')) return 1;
    if (values.out === undefined) process.stdout.write(template);
    else {
      await refuseDescriptor(values.out, file);
      const said = values.force ? [] : await impactOn(values.out, analysis);
      await writeOutput(values.out, template);
      for (const line of said) process.stderr.write(`${line}\n`);
    }
    return 0;
  },
};

function formatOf(format: string | undefined, out: string | undefined): TemplateFormat {
  if (format === 'yaml' || format === 'json') return format;
  if (format !== undefined) throw new UsageError(`--format is yaml or json, not ${JSON.stringify(format)}`);
  return out?.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
}

/** What to tell of the template that is there; nothing where there is none. Throws where something else is there. */
async function impactOn(out: string, analysis: Analysis): Promise<readonly string[]> {
  const existing = await existingAt(out);
  const impact = existing && analysis.impact(textOf(out, existing));
  if (!impact) return [];
  if ('changes' in impact) return impact.changes.length > 0 ? [...impact.warnings, impact.summary] : [];
  throw leftAlone(out, impact.unreadable);
}
