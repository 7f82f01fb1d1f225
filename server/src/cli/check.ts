// `check FILES…`: everything that is wrong with the files, a line each.
import { analyzeFile, formatFinding, parseParameters, UsageError, type Verb } from './verb.ts';

export const check: Verb = {
  name: 'check',
  usage: 'check FILES…',
  summary: 'Prints `file:line:column: severity: message [rule]` for everything that is wrong.',
  async run(parameters) {
    const { positionals: files } = parseParameters(parameters, {});
    if (files.length === 0) throw new UsageError('check needs at least one file');
    let status = 0;
    for (const file of files) {
      try {
        const analysis = await analyzeFile(file);
        for (const finding of analysis.findings) process.stdout.write(formatFinding(file, analysis, finding));
        if (analysis.errors.length > 0) status = Math.max(status, 1);
      } catch (error) {
        process.stderr.write(`websocket-project: ${error instanceof Error ? error.message : String(error)}\n`);
        status = 2;
      }
    }
    return status;
  },
};
