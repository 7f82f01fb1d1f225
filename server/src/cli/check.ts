// `check FILES…`: every problem of the files, one per line.
import { dirname } from 'node:path';
import type { Analysis } from '../analysis.ts';
import { readSourceFolder, type SourceFolder } from '../disk/source-files.ts';
import type { Finding } from '../rules/rule.ts';
import {
  analyzeFile,
  formatFinding,
  parseParameters,
  printLine,
  reportLine,
  UsageError,
  type Command,
} from './command.ts';

export const check: Command = {
  name: 'check',
  usage: 'check FILES…',
  summary: 'Prints every problem as `file:line:column: severity: message [rule]`.',
  async run(parameters) {
    const { positionals: files } = parseParameters(parameters, {});
    if (files.length === 0) throw new UsageError('check requires at least one file');
    let status = 0;
    const folders = new Map<string, SourceFolder>();
    for (const file of files) {
      try {
        const folder = dirname(file);
        const beside = folders.get(folder) ?? (await readSourceFolder(folder));
        folders.set(folder, beside);
        const analysis = await analyzeFile(file, { files: beside.sources });
        for (const finding of reported(analysis)) printLine(formatFinding(file, analysis, finding));
        if (analysis.errors.length > 0) status = Math.max(status, 1);
      } catch (error) {
        reportLine(`websocket-project: ${error instanceof Error ? error.message : String(error)}`);
        status = 2;
      }
    }
    return status;
  },
};

/** All findings, with the suppressed errors: those prevent a template too, and set the exit status. */
function reported({ findings, errors }: Analysis): Finding[] {
  const suppressed = errors.filter((error) => error.suppressed);
  return [...findings, ...suppressed].sort((a, b) => a.span.start - b.span.start);
}
