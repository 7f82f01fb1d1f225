// `check FILES…`: everything that is wrong with the files, a line each.
import { dirname } from 'node:path';
import type { Analysis } from '../analysis.ts';
import { readSourceFolder, type SourceFolder } from '../disk/source-files.ts';
import type { Finding } from '../rules/rule.ts';
import { analyzeFile, formatFinding, parseParameters, UsageError, type Verb } from './verb.ts';

export const check: Verb = {
  name: 'check',
  usage: 'check FILES…',
  summary: 'Prints `file:line:column: severity: message [rule]` for everything that is wrong.',
  async run(parameters) {
    const { positionals: files } = parseParameters(parameters, {});
    if (files.length === 0) throw new UsageError('check needs at least one file');
    let status = 0;
    const folders = new Map<string, SourceFolder>();
    for (const file of files) {
      try {
        const folder = dirname(file);
        const beside = folders.get(folder) ?? (await readSourceFolder(folder));
        folders.set(folder, beside);
        const analysis = await analyzeFile(file, { files: beside.sources });
        for (const finding of reported(analysis)) process.stdout.write(formatFinding(file, analysis, finding));
        if (analysis.errors.length > 0) status = Math.max(status, 1);
      } catch (error) {
        process.stderr.write(`websocket-project: ${error instanceof Error ? error.message : String(error)}\n`);
        status = 2;
      }
    }
    return status;
  },
};

/** What is wrong, and what is suppressed but makes the file one that nothing is generated for: the status says so too. */
function reported({ findings, errors }: Analysis): Finding[] {
  const suppressed = errors.filter((error) => error.suppressed);
  return [...findings, ...suppressed].sort((a, b) => a.span.start - b.span.start);
}
