// `build FILE`: the CloudFormation template, or nothing but the errors.
import { realpath, writeFile } from 'node:fs/promises';
import type { TemplateFormat } from '../protocol.ts';
import { analyzeFile, formatFinding, parseParameters, reasonOf, UsageError, type Verb } from './verb.ts';

export const build: Verb = {
  name: 'build',
  usage: 'build FILE [--format yaml|json] [--out FILE]',
  summary: 'Prints the CloudFormation template, or writes it to the file; with errors in FILE, prints only them.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, {
      format: { type: 'string' },
      out: { type: 'string' },
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
    if (values.out === undefined) process.stdout.write(template);
    else await write(values.out, template, file);
    return 0;
  },
};

function formatOf(format: string | undefined, out: string | undefined): TemplateFormat {
  if (format === 'yaml' || format === 'json') return format;
  if (format !== undefined) throw new UsageError(`--format is yaml or json, not ${JSON.stringify(format)}`);
  return out?.endsWith('.json') ? 'json' : 'yaml';
}

async function write(out: string, template: string, descriptor: string): Promise<void> {
  const [target, source] = await Promise.all([realpath(out).catch(() => undefined), realpath(descriptor)]);
  if (target === source) throw new UsageError('--out is the descriptor itself, which would be overwritten');
  await writeFile(out, template).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${out} cannot be written: ${reasonOf(error)}`, { cause: error });
  });
}
